"""The program: window, session, training thread, records and command line. It holds the wires."""

import os

# Our matrices are small: a second BLAS thread only waits for the first and takes the GUI's core.
# It must be said before NumPy is imported for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
