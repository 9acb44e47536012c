"""Where views live beside the canvas: the rail, the dock, and how they are arranged."""
