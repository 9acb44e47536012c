"""What is printed arrives with any encoding, and where there is nowhere to print to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.output import print_json
from levels.summary import CAMPAIGN_FOLDER

ROOT = Path(__file__).parents[3]
XOR = CAMPAIGN_FOLDER / "xor.json"
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
STRICT = {"PYTHONIOENCODING": "utf-8:strict"}

posix = pytest.mark.skipif(os.name == "nt", reason="shells and file names of POSIX")


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=os.environ | NO_DISPLAY | environment,
        capture_output=True,
        timeout=60,
    )


def shell(redirections: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = f'exec "$@" {redirections}'
    return subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=os.environ | NO_DISPLAY,
        capture_output=True,
        timeout=60,
    )


@pytest.fixture
def odd_file(tmp_path: Path) -> Path:
    """A level with faults whose file name is no UTF-8."""
    path = os.fsencode(tmp_path) + b"/bad\xff.json"
    try:
        Path(os.fsdecode(path)).write_text("{}", "utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode only")
    return Path(os.fsdecode(path))


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}, C_LOCALE],
    ids=["ascii", "cp1252", "C"],
)
def test_levels_are_listed_with_any_encoding(environment):
    done = ran("levels", **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"(error <= 0.015)" in done.stdout
    assert b">= 97 %" in done.stdout or b">= 97\xa0%" in done.stdout


def test_errors_are_told_with_any_encoding():
    done = ran("judge", "xr", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert done.stderr == b'neural-bonsai: There is no level "xr"; did you mean "xor"?\n'


@posix
@pytest.mark.parametrize("environment", [STRICT, C_LOCALE], ids=["strict", "C"])
def test_a_file_name_that_is_no_utf_8_hides_no_other_file(odd_file, environment):
    done = ran("check", str(odd_file), str(XOR), **environment)
    assert (done.returncode, done.stderr) == (1, b"")
    first, *_, last = done.stdout.decode("utf-8").splitlines()
    assert f"{odd_file.parent}/bad\\xff.json:1:1: " in first
    assert last == f"{XOR}: fine"


@posix
@pytest.mark.parametrize("environment", [STRICT, C_LOCALE], ids=["strict", "C"])
def test_json_is_what_every_reader_takes(odd_file, environment):
    done = ran("check", str(odd_file), str(XOR), "--json", **environment)
    assert (done.returncode, done.stderr) == (1, b"")
    faulty, fine = json.loads(done.stdout)
    assert faulty["file"] == f"{odd_file.parent}/bad\\xff.json"
    assert [faulty["fine"], fine["fine"]] == [False, True]


def test_json_keeps_characters_and_has_no_half_of_one(capsys):
    data = {"a\udcff": ["★ 😀", "\ud83d", 1.5, None, True], "b": ("“",)}
    print_json(data)
    printed = capsys.readouterr().out
    assert printed.isascii()
    # RFC 8259, 8.2: what readers make of an unpaired surrogate is unpredictable.
    expected = {"a\\xff": ["★ 😀", "\\ud83d", 1.5, None, True], "b": ["“"]}
    assert json.loads(printed) == expected


@posix
def test_a_file_name_cannot_steer_the_terminal(tmp_path):
    done = ran("check", str(tmp_path / "a\x1b[31m\nb.json"))
    assert done.returncode == 1
    assert done.stdout.startswith(os.fsencode(tmp_path) + b"/a\\x1b[31m\\nb.json: The file cannot")
    assert done.stdout.count(b"\n") == 1


@posix
def test_with_stdout_closed_the_answer_is_the_exit_code(tmp_path):
    assert shell(">&-", "levels").returncode == 0
    done = shell(">&-", "check", str(tmp_path / "none.json"))
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    done = shell("<&- >&- 2>&-", "levels")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@posix
@pytest.mark.parametrize("arguments", [("judge", "xr"), ("fly",)])
def test_with_stderr_closed_errors_do_not_get_among_the_results(arguments):
    done = shell("2>&-", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("levels",), ("schema", "level")])
def test_a_full_disk_behind_stdout_is_one_sentence(arguments):
    done = shell(">/dev/full", *arguments)
    assert done.returncode == 2
    assert done.stderr == (
        b"neural-bonsai: The output cannot be written: No space left on device.\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_stderr_changes_no_exit_code():
    assert shell("2>/dev/full", "judge", "xr").returncode == 2
