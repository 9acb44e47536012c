"""Moves give networks that a space knows, and all the reductions there are."""

import numpy as np
import pytest

from engine.errors import Refused
from engine.search.candidate import Candidate
from engine.search.enumeration import candidates
from engine.search.moves import GROWTHS, VARIATIONS, dense, random_network, reductions, tidied


def keys(networks, space):
    found = set()
    for network in networks:
        try:
            found.add(Candidate.of(network, space).key)
        except Refused:
            continue
    return found


def test_every_reduction_by_one_is_among_the_reductions(space):
    own = space(2, 2)
    whole = Candidate.parse("h1=tanh(x1,x2,+b) h2=sigmoid(x2,h1) y1=identity(x1,h1,h2,+b)", own)
    found = keys(reductions(whole.network()), own)
    # By hand: two biases, x1 or x2 of h1, x2 or h1 of h2, x1, h1 or h2 of y1; and without h1,
    # whose sources go to h2 and y1 (x2 feeds h2 already), which is smaller by two.
    assert found == {
        "h1=tanh(x1,x2) h2=sigmoid(x2,h1) y1=identity(x1,h1,h2,+b)",
        "h1=tanh(x1,x2,+b) h2=sigmoid(x2,h1) y1=identity(x1,h1,h2)",
        "h1=tanh(x2,+b) h2=sigmoid(x2,h1) y1=identity(x1,h1,h2,+b)",
        "h1=tanh(x1,+b) h2=sigmoid(x2,h1) y1=identity(x1,h1,h2,+b)",
        "h1=tanh(x1,x2,+b) h2=sigmoid(h1) y1=identity(x1,h1,h2,+b)",
        "h1=sigmoid(x2) h2=tanh(x1,x2,+b) y1=identity(x1,h1,h2,+b)",
        "h1=tanh(x1,x2,+b) h2=sigmoid(x2,h1) y1=identity(h1,h2,+b)",
        "h1=tanh(x1,x2,+b) h2=sigmoid(x2,h1) y1=identity(x1,h2,+b)",
        "h1=tanh(x1,x2,+b) y1=identity(x1,h1,+b)",
        "h1=sigmoid(x2) y1=identity(x1,h1,+b)",
        "h1=sigmoid(x1,x2) y1=identity(x1,x2,h1,+b)",
        "h1=tanh(x1,x2,+b) y1=identity(x1,x2,h1,+b)",
    }


@pytest.mark.parametrize("skip_links", [True, False])
def test_reductions_reach_the_smallest_from_everywhere(space, skip_links):
    own = space(2, 1, skip_links=skip_links)
    reached = {"y1=identity(x1)", "y1=identity(x2)"}
    for size in range(2, 6):
        for one in candidates(own, size):
            if keys(reductions(one.network()), own) & reached:
                reached.add(one.key)
    every = {one.key for size in range(1, 6) for one in candidates(own, size)}
    if skip_links:
        assert reached == every
    assert len(reached) > 0.9 * len(every)


@pytest.mark.parametrize(
    "move", dict.fromkeys((*VARIATIONS, *GROWTHS)), ids=lambda own: own.__name__
)
def test_a_move_changes_the_size_as_it_should(move, space):
    own, random = space(2, 3), np.random.default_rng(3)
    origins = list(candidates(own, 5))[::40]
    found = 0
    for origin in origins:
        network = move(origin.network(), own, random)
        if network is None:
            continue
        try:
            made = Candidate.of(network, own)
        except Refused:
            continue
        found += made.key != origin.key
        if move in VARIATIONS:
            assert made.parameters <= origin.parameters
        else:
            assert made.parameters in (origin.parameters + 1, origin.parameters + 2)
    assert found > len(origins) / 5


def test_dense_networks_are_fully_linked(space):
    own = space(2, 2)
    assert Candidate.of(dense(own, (), "identity", skip=False), own).parameters == 3
    assert dense(own, (3,), "tanh", skip=False).parameters == 2 * 3 + 3 + 3 + 1
    assert dense(own, (3,), "tanh", skip=True).parameters == 2 * 3 + 3 + 3 + 1 + 2
    assert dense(own, (3, 2), "tanh", skip=False).parameters == 6 + 3 + 6 + 2 + 2 + 1


@pytest.mark.parametrize("skip_links", [True, False])
def test_random_networks_are_of_the_space_and_about_as_large_as_asked(space, skip_links):
    own = space(3, 2, skip_links=skip_links, max_neurons=4)
    made = []
    for seed in range(200):
        network = random_network(own, 12, np.random.default_rng(seed))
        try:
            made.append(Candidate.of(network, own))
        except Refused:
            continue
    assert len(made) > 150
    assert max(one.parameters for one in made) <= 14
    assert np.median([one.parameters for one in made]) >= 8
    assert len({one.key for one in made}) > 100


def test_tidying_removes_what_leads_nowhere(space):
    whole = dense(space(2, 1), (2, 2), "tanh", skip=False)
    cut = whole.remove(links=[own.key for own in whole.links if own.target == "y1"])
    assert tidied(cut).links == ()
    assert not tidied(cut).hidden
