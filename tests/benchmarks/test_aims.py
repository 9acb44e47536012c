from __future__ import annotations

import pytest

from benchmarks import aims
from benchmarks.cases import CASES

TODAY = {
    "update_us": {"numba": {"2-2-1": 0.2}, "numba-8": {"2-2-1": 0.7}},
    "start": {"map_ms": 300.0, "bare_ms": 150.0},
}


def figures(found):
    return {title: (before, today) for title, before, today, _ in aims.rows(found)}


def test_figures_of_today_stand_beside_those_of_before():
    found = figures(TODAY)
    assert found["2-2-1: eight replicas to one, ×"] == pytest.approx((1.97 / 0.271, 3.5))
    assert found["Start: painted map to bare window, ×"] == pytest.approx((675 / 154, 2.0))


def test_what_was_not_measured_today_has_no_row():
    assert not any("JAX" in title or "maps" in title for title in figures(TODAY))
    assert figures({}) == {}


def test_every_aim_has_a_figure_of_before_for_networks_that_are_measured():
    assert all(aim.of(aims.before()) is not None for aim in aims.AIMS)
    names = {case.name for case in CASES}
    for table in ("update_us", "adam_update_us"):
        assert all(set(row) == names for row in aims.before()[table].values())


def test_the_table_is_printed_with_its_aims(capsys):
    aims.print_aims(TODAY)
    lines = capsys.readouterr().out.splitlines()
    assert any("2-2-1: eight" in line and "7.27" in line and "≤ 3.5" in line for line in lines)
