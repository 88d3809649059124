"""Report text -> mentions, each with the place it means."""
