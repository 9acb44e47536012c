"""Plots and maps: the only home of pyqtgraph, which is imported when a plot is first shown."""
