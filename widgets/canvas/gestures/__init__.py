"""One gesture, one class, one file. Gestures read the scene and act on the document only."""
