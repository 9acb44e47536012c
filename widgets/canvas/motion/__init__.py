"""What moves on the canvas by itself; nothing does under reduced motion."""
