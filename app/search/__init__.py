"""Searching on many cores or machines: the runner, its store, and where chunks are trained."""
