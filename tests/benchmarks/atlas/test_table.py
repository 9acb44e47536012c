from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from benchmarks.atlas.puzzles import FIRST, FURTHER, RELIABLE, STARTS, names, puzzle
from benchmarks.atlas.table import LISTED, Row, Table, listed, parsed, read_table
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates, count
from engine.search.space import SearchSpace

MOST_BYTES = 2_000_000
MADE = [name for name in names() if puzzle(name).path.exists()]
EVERY_TABLE = pytest.mark.parametrize("name", MADE)

LINE = SearchSpace(("x1",), ("y",), ("abs",), ("identity",))


def table_of(*rows: Row, sizes: tuple[int, ...] = (1, 2)) -> Table:
    return Table({"puzzle": "line", "recipe": "abc: def"}, sizes, 16, rows)


def test_what_is_written_is_read():
    table = table_of(
        Row("y=identity(x1)", 1, 3, 100, 250), Row("y=identity(x1,+b)", 2, 95, 100, None, 91)
    )
    assert parsed(table.text()) == table
    assert parsed(lzma.decompress(table.packed()).decode()) == table


def test_equal_rows_give_equal_bytes():
    row = Row("y=identity(x1)", 1, 0, 16)
    assert table_of(row).packed() == table_of(row).packed()
    assert table_of(row).packed() != table_of(row._replace(passes=1)).packed()


def test_a_row_without_numbers_is_refused():
    text = table_of(Row("y=identity(x1)", 1, 0, 16)).text().replace("\t1\t0\t16", "\t1\t\t16")
    with pytest.raises(ValueError, match="not whole"):
        parsed(text)


def test_wirings_without_a_line_come_back_from_the_enumeration():
    passed = Row("h1=abs(x1) y=identity(h1)", 2, 2, 100, 30)
    every = list(table_of(passed).every(LINE))
    assert [row.key for row in every] == [
        one.key for size in (1, 2) for one in candidates(LINE, size)
    ]
    assert every[2] == passed
    assert {(row.passes, row.starts) for row in every if row != passed} == {(0, 16)}


def test_a_crowded_size_lists_what_passed():
    few = [Row("few", 1, 0, 16)] * 3
    many = [Row("many", 2, 0, 16)] * LISTED
    many.insert(7, Row("passed", 2, 1, 100))
    assert list(listed([*few, *many])) == [*few, many[7]]


def test_a_row_knows_its_interval():
    low, high = Row("", 1, 50, 100).interval
    assert low == pytest.approx(0.4038, abs=1e-4)
    assert high == pytest.approx(0.5962, abs=1e-4)


@EVERY_TABLE
def test_a_table_is_whole(name: str):
    one = puzzle(name)
    table = read_table(one.path)
    assert table.facts["puzzle"] == name
    assert table.facts["level"] == one.level.key
    assert table.facts["recipe"] == one.recipe(table.facts["kernel"])
    assert table.first == FIRST
    for size, wirings in enumerate(table.sizes, start=1):
        assert wirings == count(one.space, size)
        rows = table.of_size(size)
        assert len({row.key for row in rows}) == len(rows)
        if wirings <= LISTED:
            assert len(rows) == wirings
        else:
            assert all(row.passes for row in rows)


@EVERY_TABLE
def test_keys_of_a_table_are_canonical(name: str):
    space = puzzle(name).space
    rows = read_table(puzzle(name).path).rows
    for row in rows[:: max(1, len(rows) // 300)]:
        one = Candidate.parse(row.key, space)
        assert one.key == row.key
        assert one.parameters == row.size


@EVERY_TABLE
def test_numbers_of_a_table_fit_together(name: str):
    for row in read_table(puzzle(name).path).rows:
        assert row.starts == (STARTS if row.passes else FIRST)
        assert row.passes <= row.starts
        assert (row.further is not None) == (row.passes >= RELIABLE)
        assert row.further is None or row.further <= FURTHER
        assert row.epochs is None or row.passes


def test_all_tables_are_small():
    paths: list[Path] = [puzzle(name).path for name in MADE]
    assert sum(path.stat().st_size for path in paths) <= MOST_BYTES
