"""What the tests of the kernels share."""

from __future__ import annotations

import pytest

from app.storage.code_folder import CodeFolder


@pytest.fixture(scope="session")
def machine_code() -> None:
    """Compile once, outside of the tests that measure something; skips where Numba is missing."""
    pytest.importorskip("numba")
    from engine.kernels.compiled.warm import compile_kernel

    compile_kernel(CodeFolder.find())


@pytest.fixture(scope="session")
def wirings_code(machine_code: None) -> None:
    """The same for many wirings at once."""
    from engine.kernels.compiled.wirings.warm import compile_wirings

    compile_wirings(CodeFolder.find())
