"""Many wirings trained at once from the same seeds, eight seeds in the lanes of a vector."""
