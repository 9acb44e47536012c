"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import engine


def test_an_unknown_name_is_refused_as_usual():
    with pytest.raises(AttributeError, match="module 'engine' has no attribute 'Nothing'"):
        engine.Nothing  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        from engine import Nothing  # noqa: F401


def test_a_name_imports_its_module_and_no_other():
    script = (
        "import sys, engine\n"
        "assert 'engine.errors' not in sys.modules\n"
        "engine.DataError\n"
        "assert 'engine.errors' in sys.modules\n"
        "assert 'engine.network' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
