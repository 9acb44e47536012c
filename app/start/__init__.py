"""Starting and ending the program: display, crashes, the Qt application."""
