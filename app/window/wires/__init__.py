"""The connections between a session and the widgets that show it."""
