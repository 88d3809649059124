"""Report text -> mentions, dated and placed."""
