"""The judge at work and the verdict."""
