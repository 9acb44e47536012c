"""Forward and backward through a network for one chunk of samples, compiled."""
