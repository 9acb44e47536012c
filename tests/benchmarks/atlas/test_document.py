from __future__ import annotations

import re

import pytest

from benchmarks.atlas import document
from benchmarks.atlas.puzzles import puzzle
from benchmarks.atlas.table import Row, Table

FACTS = {"puzzle": "and"}
RELIABLE = Row("y=identity(x1,x2,+b)", 3, 95, 100, 50, 94)
TABLE = Table(FACTS, (2, 11, 69), 16, (RELIABLE, RELIABLE._replace(key="lucky", further=80)))


def test_what_the_further_starts_confirm_is_the_smallest():
    assert document.reliable_rows(TABLE) == [RELIABLE]


def test_the_best_is_shown_where_nothing_is_reliable():
    rows = (Row("seldom", 2, 7, 100, 80), Row("often", 3, 60, 100, 80))
    table = Table(FACTS, (2, 11, 69), 16, rows)
    assert document.shown_rows(table) == [rows[1]]
    assert "No wiring of these sizes learns reliably" in "".join(
        document.section(puzzle("and"), table)
    )


def test_chances_of_what_was_missed_are_calculated():
    assert document.below(TABLE) == (
        "Of 13 wirings with fewer than 3 parameters none ever passed; 16 starts each would have "
        "found one that passes once in 5 with probability 0.972 and one that passes once in 20 "
        "with probability 0.560."
    )


def test_smaller_wirings_that_sometimes_pass_are_told():
    seldom = Row("y=identity(x1,x2)", 2, 7, 100, 80)
    text = document.below(Table(FACTS, (2, 11, 69), 16, (seldom, RELIABLE)))
    assert text.startswith(
        "Of 13 wirings with fewer than 3 parameters 1 passed at least once, the first of them "
        "with 2; the best, `y=identity(x1,x2)`, from 7 of 100 starts."
    )


def test_a_puzzle_without_a_reliable_network_says_up_to_which_size():
    text = document.below(Table(FACTS, (2, 11), 16, ()))
    assert text.startswith("Of 13 wirings with up to 2 parameters none ever passed;")


def test_a_table_has_a_line_for_each_size():
    text = "\n".join(document.section(puzzle("and"), TABLE))
    assert "| 2 | 11 | 0 | 0 | | | | | |" in text
    assert "| 3 | 69 | 2 | 1 | 95 of 100 | 94 of 100 | 88% to 97% | 50 |" in text


def test_the_document_shows_all_tables_and_only_pictures_that_are_there():
    text = document.DOCUMENT.read_text(encoding="utf-8")
    shown = set(re.findall(r"pictures/atlas/([\w-]+\.svg)", text))
    assert shown == {path.name for path in document.PICTURES.glob("*.svg")}
    for one, table in document.made():
        for block in document.section(one, table):
            assert block.strip() in text


@pytest.mark.parametrize("name", ["sgd", "adam", "rmsprop"])
def test_optimizers_are_written_as_people_do(name: str):
    assert document.optimizer_name(name) in {"SGD", "Adam", "RMSProp"}
