"""The training settings as chips and editors."""
