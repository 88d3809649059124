"""One file a format: the tables in, a file out; same tables, same bytes."""
