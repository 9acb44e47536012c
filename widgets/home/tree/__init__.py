"""The map: a bonsai whose branches are chapters, and whose leaves are levels."""
