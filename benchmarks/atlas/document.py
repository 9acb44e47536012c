"""Writes docs/atlas.md from the tables."""


def write() -> None:
    """Write it."""
