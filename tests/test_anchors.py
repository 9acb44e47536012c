"""Published sizes come out with our engine; `docs/science.md` has the figures of 100 starts."""

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.anchors import ANCHORS, measure, symmetry_weights
from engine.generators import generate
from engine.training.trainer import Trainer

STARTS = 20
SIZES = [7, 9, 16, 25, 36, 11, 19, 22, 9, 17, 20, 23, 27, 17, 59, 138]
# Fewest of 20 starts that end right; about three standard deviations below what was measured.
LEAST = {
    "2-1-1, inputs also to the output": 20,
    "2-2-1": 16,
    "3-3-1": 19,
    "4-4-1": 6,
    "5-5-1": 8,
    "3-2-1": 11,
    "4-3-1": 4,
    "5-3-1": 11,
    "3-1-1, inputs also to the output": 19,
    "4-2-1, inputs also to the output": 6,
    "5-2-1, inputs also to the output": 5,
    "4-3-1, inputs also to the output": 17,
    "5-3-1, inputs also to the output": 17,
    "6-2-1, sigmoid": 14,
    "8-3-8, sigmoid": 19,
    "2-5-5-5-1, all shortcuts": 13,
}


def named(start):
    return next(own for own in ANCHORS if own.name.startswith(start))


def test_sizes_are_those_that_were_published():
    assert [anchor.network.parameters for anchor in ANCHORS] == SIZES
    assert [anchor.name for anchor in ANCHORS] == list(LEAST)


@pytest.mark.parametrize("anchor", ANCHORS, ids=lambda anchor: anchor.name)
def test_enough_starts_end_right(anchor):
    outcome = measure(anchor, STARTS)
    assert len(outcome.right) == STARTS
    assert sum(outcome.right) >= LEAST[anchor.name]
    assert len(outcome.epochs) == sum(outcome.right)
    assert max(outcome.epochs) <= anchor.settings.epochs


def test_symmetry_finds_one_two_four():
    outcome = measure(named("6-2-1"), STARTS)
    assert outcome.findings.count("1 : 2 : 4") >= 6
    assert "something else" not in outcome.findings


def test_a_start_that_found_one_two_four_is_antisymmetric():
    anchor = named("6-2-1")
    outcome = measure(anchor, STARTS)
    seeds = [seed for seed, right in enumerate(outcome.right, 1) if right]
    seed = seeds[outcome.findings.index("1 : 2 : 4")]
    trainer = Trainer(anchor.network, generate(anchor.recipe), anchor.settings, [seed])
    end = list(trainer.snapshots())[-1]
    for weights in symmetry_weights(end.plan, end.parameters[0]):
        unit = np.abs(weights).min()
        np.testing.assert_allclose(weights, -weights[::-1], atol=0.05 * unit)
        assert sorted(np.abs(weights / unit).round()) == [1, 1, 2, 2, 4, 4]


def test_the_encoder_invents_a_binary_code():
    outcome = measure(named("8-3-8"), STARTS)
    assert outcome.findings.count("8 codes") >= 8


def test_the_document_has_a_row_for_each_anchor():
    text = (Path(__file__).parents[1] / "docs" / "science.md").read_text(encoding="utf-8")
    for anchor in ANCHORS:
        row = f"| {anchor.problem} | {anchor.name} | {anchor.network.parameters} |"
        assert re.search(rf"^{re.escape(row)}", text, re.MULTILINE), (
            "Make it anew: python -m benchmarks.anchors"
        )
