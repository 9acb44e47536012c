"""Attacks on the game: fuzzed files, kills, damaged databases and caches, random actions.

``python -m attack`` (or ``make attack``) runs them all and prints what was lost, wrong or silent.
"""
