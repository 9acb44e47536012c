"""The compiled kernel gets ready beside the game, and never in its way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.code_folder import CodeFolder
from app.training.turbo import Turbo
from engine.judging.judge import Verdict, judge
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from levels import Level, campaign

ALONE = """
import logging, sys, time
from PySide6.QtCore import QCoreApplication, QTimer
from app.storage.code_folder import CodeFolder
from app.training.turbo import Turbo

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(message)s")
app = QCoreApplication([])
turbo = Turbo(CodeFolder.find())
turbo.ready.connect(lambda kernel: print("ready", kernel.name))
turbo.finished.connect(app.quit)
turbo.start()
app.exec()
"""
PLAYED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from tests.app.playing import OnceOpen

app = QApplication([])
compilers = []

def compiles(window):
    return window._game is not None and window._game.turbo._process is not None

def look(window):
    process = window._game.turbo._process
    compilers.append((process, process.poll()))
    window.close()

watch = OnceOpen(look, compiles)
code = play_game(Paths.named(Path(sys.argv[1])))
(process, at_work), = compilers
print(process.pid, at_work, process.poll())
sys.exit(code)
"""


# The compiler has the lowest priority: on a machine with other work it hardly gets a turn.
PATIENCE = 600


def child(
    script: str, cache: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=os.environ | {"NEURAL_BONSAI_CACHE": str(cache)} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_without_numba_nothing_happens(monkeypatch, qtbot) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    turbo = Turbo(CodeFolder.find())
    seen: list[object] = []
    turbo.ready.connect(seen.append)
    turbo.start()
    qtbot.waitUntil(turbo.isFinished)
    assert seen == []
    assert turbo.stop()


def test_what_cannot_be_compiled_is_a_line_in_the_log(tmp_path: Path) -> None:
    broken = tmp_path / "numba"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('half of it is missing')")
    done = child(ALONE, tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "WARNING the kernel was not compiled (1): neural-bonsai: "
        "The kernel cannot be compiled: half of it is missing.\n"
    )


FROZEN = """
import sys
sys.frozen, sys.executable = True, sys.argv[1]
"""


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a frozen program is a shell script")
def test_a_frozen_program_starts_itself_to_compile(tmp_path: Path) -> None:
    """A frozen program is its own interpreter: it takes each argument as one of the game's."""
    numba = tmp_path / "numba"
    numba.mkdir()
    (numba / "__init__.py").write_text("raise ImportError('half of it is missing')")
    program = tmp_path / "neural-bonsai"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m app "$@"\n')
    program.chmod(0o755)
    done = child(FROZEN + ALONE, tmp_path, str(program), PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "The kernel cannot be compiled: half of it is missing." in done.stdout


@pytest.mark.long
@pytest.mark.timeout(2 * PATIENCE)
def test_what_is_missing_is_compiled_and_then_found_at_once(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    assert child(ALONE, tmp_path).stdout == "ready numba\n"
    # Saving replaces a file, and using one only changes its time.
    made = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    assert made
    assert child(ALONE, tmp_path).stdout == "ready numba\n"
    assert {path: path.stat().st_ino for path in tmp_path.iterdir()} == made


@pytest.mark.skipif(os.name == "nt", reason="asks for a process by its number")
@pytest.mark.timeout(PATIENCE)
def test_the_compiler_ends_with_the_game(tmp_path: Path) -> None:
    pytest.importorskip("numba")
    done = child(PLAYED, tmp_path / "cache", str(tmp_path / "data"))
    assert (done.returncode, done.stderr) == (0, "")
    pid, at_work, ended_by = done.stdout.split()
    # It was still compiling, and was killed: the game does not wait until it has done its work.
    assert (at_work, ended_by) == ("None", str(-signal.SIGKILL))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_the_command_line_says_which_kernel_it_used(tmp_path: Path) -> None:
    for command in (["judge", "xor", "--json"], ["train", "xor", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "app", *command],
            env=os.environ | {"NEURAL_BONSAI_CACHE": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert json.loads(done.stdout)["kernel"] == "numpy"


@pytest.mark.parametrize("level", campaign().levels, ids=lambda level: level.id)
def test_both_kernels_come_to_the_same_verdict(level: Level, compiled: KernelMaker) -> None:
    solution = level.author_solution
    said = []
    for kernel in (NumpyKernel, compiled):
        *_, verdict = judge(
            solution.network, level.dataset(), solution.training, level.terms, kernel
        )
        assert isinstance(verdict, Verdict)
        said.append(verdict)
    one, other = said
    assert one.passed
    assert [result.passed for result in one.results] == [result.passed for result in other.results]
    assert one.deciding_score == pytest.approx(other.deciding_score, abs=0.01)
