"""The puzzles of the atlas are levels without faults, each asking for what its title says."""

from pathlib import Path

import numpy as np
import pytest

from levels import read_level
from levels.summary import CAMPAIGN_FOLDER

FOLDER = CAMPAIGN_FOLDER.parent / "atlas"
PUZZLES = sorted(FOLDER.glob("*.json"))

TABLES = {
    "and": all,
    "or": any,
    "xor-table": lambda bits: sum(bits) % 2 == 1,
    "parity-3": lambda bits: sum(bits) % 2 == 1,
    "majority-3": lambda bits: sum(bits) > 1,
    "symmetry-4": lambda bits: bits == bits[::-1],
    "encoder-3": lambda bits: bits.index(True),
}


@pytest.mark.parametrize("path", PUZZLES, ids=lambda path: path.stem)
def test_a_puzzle_is_a_level_named_as_its_file(path: Path) -> None:
    assert read_level(path).id == path.stem


@pytest.mark.parametrize("name", TABLES)
def test_a_truth_table_is_whole_in_each_set(name: str) -> None:
    dataset = read_level(FOLDER / f"{name}.json").dataset()
    for samples in (dataset.train, dataset.validation, dataset.test):
        rows = {tuple(row) for row in samples.x}
        assert len(rows) == len(samples)
        assert len(rows) == (3 if name == "encoder-3" else 2 ** samples.x.shape[1])
        for row, answer in zip(samples.x, samples.y.reshape(-1), strict=True):
            assert int(answer) == int(TABLES[name]([bool(bit > 0) for bit in row]))


def test_the_campaign_draws_the_four_clusters_of_the_atlas() -> None:
    campaign = read_level(CAMPAIGN_FOLDER / "xor.json")
    puzzle = read_level(FOLDER / "xor-clusters.json")
    assert np.array_equal(campaign.dataset().train.x, puzzle.dataset().train.x)
    assert campaign.terms == puzzle.terms
    assert campaign.training == puzzle.training
