"""Documents as people keep them -> the table of reports. One file a format."""
