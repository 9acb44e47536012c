"""What frames the canvas: goal, brief, transport."""
