"""The further starts follow from level and solution, so that anyone can repeat them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from engine import Network
from levels import campaign, parse_level
from levels.sturdiness import STARTS, scored_hash, sturdiness_job
from tests.quick_levels import FOUR_POINTS


def job_of(level, solution):
    return sturdiness_job(level, solution, level.dataset())


@pytest.fixture
def level():
    return campaign().level("xor")


def test_seeds_are_those_that_are_documented(level):
    solution = level.author_solution
    job = job_of(level, solution)
    for name, seeds in (("starts", job.seeds), ("draws", job.draw_seeds)):
        stem = f"{level.key} {scored_hash(solution)} {name}"
        digests = [hashlib.sha256(f"{stem} {n}".encode()).digest() for n in range(STARTS)]
        assert seeds == tuple(int(digest.hex()[:12], 16) for digest in digests)


def test_there_are_a_hundred_of_each_and_none_of_the_judges(level):
    job = job_of(level, level.author_solution)
    every = {*job.seeds, *job.draw_seeds, *level.terms.seeds}
    assert len(every) == 2 * STARTS + len(level.terms.seeds)
    greedy = replace(level, terms=replace(level.terms, seeds=job.seeds[:32]))
    others = job_of(greedy, level.author_solution).seeds
    assert len(others) == STARTS
    assert not set(others) & set(job.seeds[:32])


def test_only_what_affects_the_score_decides_them(level):
    solution = level.author_solution
    network = solution.network
    turned = Network(network.inputs[::-1], network.neurons[::-1], network.links[::-1])
    for same in (
        replace(solution, name="Another", layout={}),
        replace(solution, network=turned),
        replace(solution, network=network.with_link(replace(network.links[0], start_weight=2.0))),
    ):
        assert job_of(level, same).seeds == job_of(level, solution).seeds
    for other in (
        replace(solution, training=replace(solution.training, epochs=301)),
        replace(solution, network=network.remove([], [network.links[0].key])),
    ):
        assert not set(job_of(level, other).seeds) & set(job_of(level, solution).seeds)


def test_the_data_are_drawn_afresh_with_another_seed(level):
    job = job_of(level, level.author_solution)
    drawn = job.redraw(job.draw_seeds[0])
    assert drawn.task == job.dataset.task
    assert len(drawn.test) == len(job.dataset.test)
    assert not set(map(tuple, drawn.train.x)) & set(map(tuple, job.dataset.train.x))


def test_a_level_of_given_points_has_no_other_draws():
    level = parse_level(FOUR_POINTS)
    job = job_of(level, level.start)
    assert job.redraw is None
    assert job.draw_seeds == ()
    assert len(job.seeds) == STARTS
