"""Where the samples of a level come from."""
