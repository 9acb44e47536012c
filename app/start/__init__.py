"""Starting and ending the program: paths, display, crashes, the Qt application."""
