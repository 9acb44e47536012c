"""From the text of a file to a level or a solution, and back, without trusting it."""
