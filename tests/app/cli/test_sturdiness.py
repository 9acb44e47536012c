"""``judge --sturdiness``: both counts with their intervals, and no say in the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.run import run
from app.cli.sturdiness import sturdiness_data, sturdiness_lines, sturdiness_of
from engine.job import result_of
from engine.judging.tally import Sturdiness, Tally
from engine.kernels.numpy.kernel import NumpyKernel
from levels import campaign, write_solution
from levels.sturdiness import sturdiness_job
from tests.quick_levels import quick

LINES = Sturdiness(Tally((True,) * 97 + (False,) * 3, 100))


@pytest.fixture
def kept(tmp_path: Path):
    """A solution of xor that trains for a moment, and its file."""
    solution = quick(campaign().level("xor"))
    path = tmp_path / "quick.json"
    path.write_text(write_solution(solution, "xor"), encoding="utf-8")
    return solution, path


def test_json_holds_both_counts_and_their_intervals(kept, capsys) -> None:
    solution, path = kept
    code = run(["judge", "xor", "--solution", str(path), "--sturdiness", "--json"])
    data = json.loads(capsys.readouterr().out)
    level = campaign().level("xor")
    found = result_of(sturdiness_job(level, solution, level.dataset()).begin())
    assert data["sturdiness"] == sturdiness_data(found)
    assert data["sturdiness"]["draws"]["total"] == 100
    assert code == (0 if data["passed"] else 1)
    run(["judge", "xor", "--solution", str(path), "--json"])
    assert "sturdiness" not in json.loads(capsys.readouterr().out)


def test_on_a_terminal_the_count_is_shown_until_the_end(kept, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    level = campaign().level("xor")
    found = sturdiness_of(level, kept[0], NumpyKernel)
    shown = capsys.readouterr().err.split("\r\033[K")
    assert found.starts.total == 100
    assert "100 further starts" in shown
    assert shown[-1] == ""


def test_people_read_a_line_for_each(capsys) -> None:
    both = replace(LINES, draws=Tally((True,), 1))
    assert sturdiness_lines(both) == [
        "sturdiness: passes from 97 of 100 starts (95 % interval 91.5% to 99.0%)",
        "on other draws of the data: from 1 of 1 start (95 % interval 20.7% to 100.0%)",
    ]
    assert len(sturdiness_lines(LINES)) == 1
    assert sturdiness_data(LINES)["draws"] is None


def test_the_whole_campaign_is_judged_without_it(capsys) -> None:
    assert run(["judge", "--all", "--sturdiness"]) != 0
    assert "needs a LEVEL" in capsys.readouterr().err
