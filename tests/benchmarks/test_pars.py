from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import pars
from benchmarks.anchors import DOCUMENT, PARS
from engine.search.candidate import Candidate
from levels import campaign
from levels.search_space import search_space


@pytest.mark.parametrize("name", pars.PLANNED)
def test_every_level_of_the_table_is_there_and_nothing_is_known_of_it(name: str):
    level = pars.level_of(name)
    assert level.id == name
    assert level.frontier is None


def test_other_names_are_refused():
    with pytest.raises(KeyError):
        pars.level_of("pack")


def test_the_sine_is_all_that_two_waves_differ_in():
    with_sine, without = (pars.level_of(name) for name in ("wave-sine", "wave"))
    kinds, fewer = (set(own.rules.activations) for own in (with_sine, without))
    assert kinds - fewer == {"sine"}
    assert with_sine.training == without.training
    assert with_sine.terms == without.terms
    train, same = (own.dataset().train for own in (with_sine, without))
    assert np.array_equal(train.x, same.x)
    assert np.array_equal(train.y, same.y)


def test_a_row_replaces_that_of_its_level_and_keeps_the_order():
    older = pars.with_rows("", ["| xor | old |", "| first-line | kept |"])
    newer = pars.with_rows(older, ["| xor | new |", "| wave | added |"])
    rows = "| first-line | kept |\n| xor | new |\n| wave | added |\n"
    assert newer == pars.HEAD + rows + pars.NOTES


def test_a_search_gives_a_row_of_the_document(tmp_path: Path):
    document = tmp_path / "science.md"
    document.write_text("# Science\n", encoding="utf-8")
    pars.main(["first-line", "--time", "1s", "--workers", "1"], document)
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Science\n")
    (cells,) = [line.split(" | ") for line in text.splitlines() if line.startswith("| first-line")]
    # One link without a bias is the only smaller wiring.
    assert cells[1:3] == ["2", "2"]
    assert cells[3].endswith("; all smaller (1)")
    assert cells[5] == "`y=identity(x1,+b)`"


def test_the_networks_of_the_document_have_the_sizes_that_it_says():
    rows = [line.split(" | ") for line in PARS.read(DOCUMENT.read_text("utf-8")).splitlines()]
    found = {cells[0].strip("| "): cells for cells in rows if cells[0].strip("| ") in pars.PLANNED}
    assert set(found) == set(pars.PLANNED)
    for name, cells in found.items():
        if cells[2] != "none":
            space = search_space(pars.level_of(name).rules)
            assert Candidate.parse(cells[5].strip("`"), space).parameters == int(cells[2])


def test_the_note_is_about_the_network_that_the_level_carries():
    level = campaign().level("noisy-spiral")
    found = level.frontier.smallest
    key = Candidate.of(found.network, search_space(level.rules)).key
    note = " ".join(pars.NOTES.split())
    assert f"`{key}`" in note
    assert (
        f"{found.parameters} parameters that passes from {found.passed} of {found.starts}" in note
    )
    assert f"all {level.frontier.smaller_wirings} smaller" in note
