"""The player's solutions of a level as tabs."""
