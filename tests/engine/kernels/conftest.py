"""What the tests of the kernels share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def machine_code() -> None:
    """Compile once, outside of the tests that measure something; skips where Numba is missing."""
    pytest.importorskip("numba")
    from engine.kernels.compiled.warm import smallest_kernels

    for kernel in smallest_kernels():
        kernel.advance(1, 1)
