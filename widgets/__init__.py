"""What is seen: each widget takes its model in the constructor and is usable alone."""
