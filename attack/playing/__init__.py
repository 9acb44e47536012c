"""Attacks on the real game in processes of its own: kills, a second game, random actions."""
