"""Measurements of the real thing: ``python -m benchmarks``, or ``make bench``."""
