"""Text, toponyms and dates -> events: who did what to whom, where and when."""
