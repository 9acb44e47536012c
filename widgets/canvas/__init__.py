"""The canvas on which networks are built: scene, view, gestures."""
