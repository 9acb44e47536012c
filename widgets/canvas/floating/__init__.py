"""What lies on the canvas without being part of it: zoom buttons, lens switch, legend."""
