"""The training thread and what it exchanges with the window."""
