"""The palette: what a network may be made of, and the tools."""
