"""The window and its pages. Layout only; what follows from what stands in `wires`."""
