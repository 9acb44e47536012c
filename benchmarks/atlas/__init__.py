"""The atlas: every small wiring of each puzzle, trained from many starts. See docs/atlas.md."""
