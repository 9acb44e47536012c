"""The command line. Everything but ``play`` works without Qt and without a display."""
