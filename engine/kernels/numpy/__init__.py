"""The reference kernel: programs of NumPy calls on buffers made once."""
