"""Text, toponyms and dates -> events: who did what to whom, where and when, and the words for it."""
