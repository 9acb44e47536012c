"""How modules are imported once Qt is there."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import linecache
from PySide6.QtCore import QObject
from app.start.imports import import_plainly
import_plainly()
import_plainly()
import colorsys
from PySide6.QtWidgets import QLabel
assert colorsys.rgb_to_hls(0.0, 0.0, 0.0) == (0.0, 0.0, 0.0)
print(any("colorsys" in file for file in linecache.cache), QLabel.__name__)
"""


def test_no_source_is_read_beside_the_import_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False", "QLabel"]
