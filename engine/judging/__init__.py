"""The judge: fresh starts, a verdict, and why it failed."""
