"""The arithmetic of training and of looking: programs of NumPy calls on buffers made once."""
