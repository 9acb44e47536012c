"""Measurements of the real thing: ``python -m benchmarks``, or ``make bench``."""

import os

# As in the game, and for all alike: with networks of this size a second BLAS thread only waits for
# the first. It must be said before NumPy is imported for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
