"""The page with the map of levels."""
