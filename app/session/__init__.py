"""The game behind the window: what is open, judged and kept."""
