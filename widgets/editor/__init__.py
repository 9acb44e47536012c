"""The canvas on which networks are built: document, scene, view, gestures, palette."""
