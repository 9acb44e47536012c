"""The program: window, session, training thread, records and command line, connected."""

import os

# Our matrices are small: a second BLAS thread only waits for the first and takes the GUI's core.
# It must be set before NumPy is imported for the first time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Qt's painter would hand strips of each shape to a thread pool and wait for it, while training
# keeps the other core busy: with 300 links a frame took 95 ms instead of 45 (QTBUG-128290).
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
# Pydantic would look through all installed packages for plugins at each start, a tenth of its time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
