"""The window and its pages. Layout only; the connections are in `wires`."""
