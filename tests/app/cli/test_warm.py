"""The kernel can be compiled ahead of the first game."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.run import run
from app.storage.code_folder import CodeFolder
from engine.kernels.choice import KernelMaker


def test_without_numba_it_says_what_is_missing(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert run(["warm"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Numba is not installed" in told.err


def test_what_is_compiled_already_is_ready_at_once(compiled: KernelMaker, capsys) -> None:
    assert run(["warm"]) == 0
    assert capsys.readouterr().out == "The compiled kernel is ready.\n"


@pytest.mark.long
def test_the_machine_code_is_on_disk_afterwards(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    done = subprocess.run(
        [sys.executable, "-m", "app", "warm"],
        env=os.environ | {"NEURAL_BONSAI_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert CodeFolder(tmp_path).has_any()
