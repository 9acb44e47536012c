"""Ctrl+C before the window stands: the process ends at once and silently."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.start.interrupt import ending_at_once

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

INTERRUPTED_IMPORT = """
import os, signal, sys

class Interrupting:
    \"""Presses Ctrl+C as soon as a module is looked for.\"""
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
        return None

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
from app.__main__ import main
sys.exit(main(["play", "--data-dir", sys.argv[2]]))
"""


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("app.cli.run", 130),
        ("app.cli.play", 130),
        ("PySide6", -signal.SIGINT),
        ("shiboken6", -signal.SIGINT),
        ("PySide6.QtWidgets", -signal.SIGINT),
        ("app.window.main_window", -signal.SIGINT),
    ],
)
def test_an_interrupt_while_modules_are_imported_ends_the_game_silently(
    tmp_path: Path, module: str, code: int
) -> None:
    command = [sys.executable, "-c", INTERRUPTED_IMPORT, module, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


@pytest.mark.parametrize(
    ("before", "within"),
    [(signal.default_int_handler, signal.SIG_DFL), (signal.SIG_IGN, signal.SIG_IGN)],
)
def test_the_handler_before_is_back_afterwards_and_what_is_ignored_stays_so(before, within) -> None:
    outside = signal.signal(signal.SIGINT, before)
    try:
        with ending_at_once():
            assert signal.getsignal(signal.SIGINT) == within
        assert signal.getsignal(signal.SIGINT) == before
    finally:
        signal.signal(signal.SIGINT, outside)
