"""A chunk gives the same scores wherever and beside whatever it is trained."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from app.search.chunks import Chunk, Stopped, kernel_named, train_chunk
from engine.job import result_of
from engine.judging.judge import JudgeJob
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates


@pytest.fixture
def keys(recipe):
    return tuple(own.key for own in candidates(recipe.space, 5))[::9]


def test_scores_are_those_of_the_judge(recipe, keys):
    scores = train_chunk(Chunk(recipe, keys[:4], 2, 13))
    assert scores.shape == (4, 11)
    terms = replace(recipe.terms, seeds=recipe.seeds[2:13])
    for key, row in zip(keys, scores, strict=False):
        network = Candidate.parse(key, recipe.space).network()
        job = JudgeJob(network, recipe.dataset(), recipe.settings, terms)
        verdict = result_of(job.begin(kernel_named(recipe.kernel)))
        assert row.tolist() == [own.test_score for own in verdict.results]


def test_a_start_does_not_depend_on_what_is_beside_it(recipe, keys):
    whole = train_chunk(Chunk(recipe, keys, 0, 24))
    parts = [train_chunk(Chunk(recipe, keys[4:9], *span)) for span in ((0, 8), (8, 11), (11, 24))]
    assert np.array_equal(whole[4:9], np.concatenate(parts, axis=1))
    backwards = train_chunk(Chunk(recipe, keys[::-1], 0, 24))
    assert np.array_equal(whole, backwards[::-1])


def test_it_may_be_sent_elsewhere(recipe, keys):
    chunk = Chunk(recipe, keys[:3], 0, 8)
    content = pickle.dumps(chunk)
    assert len(content) < 20_000
    assert np.array_equal(train_chunk(pickle.loads(content)), train_chunk(chunk))


def test_data_are_made_once_for_all_chunks_of_a_recipe(recipe):
    other = pickle.loads(pickle.dumps(recipe))
    assert other == recipe
    assert other.dataset() is recipe.dataset()


def test_it_can_be_stopped(recipe, keys):
    with pytest.raises(Stopped):
        train_chunk(Chunk(recipe, keys, 0, 24), lambda: True)
