"""The menus of the canvas: what they offer, and where they open."""
