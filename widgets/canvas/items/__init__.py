"""What is painted on the canvas: no rules, no state of the solution."""
