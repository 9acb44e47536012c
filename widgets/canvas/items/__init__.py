"""What is painted on the canvas: no rules, no truth of its own."""
