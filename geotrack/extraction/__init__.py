"""Report text -> mentions -> events."""
