"""The heuristic search finds what is planted beyond the sizes that can be tried whole."""

import pytest

from engine.search.board import Board
from engine.search.candidate import Candidate
from engine.search.halving import Halving, Round
from engine.search.heuristic import Heuristic
from tests.engine.search.strategies import carry_out, outcome

HALVING = Halving((Round(8, 0), Round(32, 4), Round(100, -1)))


def bits_of(candidate):
    return {(link.source, link.target) for link in candidate.network().links}


def grows_with_neurons(candidate):
    """The more hidden neurons see both inputs, the better; three with abs are enough."""
    seeing = sum(
        kind.activation == "abs" and mask & 3 == 3
        for kind, mask in zip(candidate.hidden, candidate.skeleton.hidden, strict=True)
    )
    feeding = candidate.skeleton.outputs[0].bit_count() >= 3
    return 0.97 if seeing >= 3 and feeding else 0.1 * seeing


def always(_):
    return 1.0


def search(space, seed=0, order=0, rounds=14, rate=grows_with_neurons, **options):
    board = Board()
    strategy = Heuristic(space, board, HALVING, needed=0.8, seed=seed, **options)
    return board, strategy, carry_out(strategy, rate, rounds, order)


@pytest.mark.parametrize("seed", range(2))
def test_it_finds_the_smallest_that_passes(space, seed):
    board, strategy, _ = search(space(2, 4, max_neurons=6), seed)
    # Three neurons that see both inputs, and an output that listens to them.
    assert strategy.smallest(0.8) == 9
    assert board.top(9, 1)[0].candidate.key == (
        "h1=abs(x1,x2) h2=abs(x1,x2) h3=abs(x1,x2) y1=identity(h1,h2,h3)"
    )


def test_it_does_so_without_skip_links_too(space):
    _, strategy, asked = search(space(2, 4, max_neurons=6, skip_links=False))
    assert strategy.smallest(0.8) == 9
    own = space(2, 4, max_neurons=6, skip_links=False)
    for rows in asked:
        assert all(Candidate.parse(key, own).key == key for key, _ in rows)


def test_no_candidate_is_asked_for_twice(space):
    _, strategy, asked = search(space(2, 3))
    first = [key for rows in asked for key, starts in rows if starts == 8]
    assert len(first) == len(set(first)) == strategy.tried > 500


def test_it_follows_from_seed_and_outcomes(space):
    one, other = (search(space(2, 3), order=order)[2] for order in (0, 7))
    assert one == other
    assert search(space(2, 3), seed=1)[2] != one


def test_sizes_that_were_tried_whole_are_left_alone(space):
    own = space(2, 4, max_neurons=6)
    _, _, asked = search(own, tried_up_to=8)
    keys = [key for rows in asked for key, _ in rows]
    assert min(Candidate.parse(key, own).parameters for key in keys) == 9


def test_it_ends_when_nothing_smaller_is_left(space):
    own = space(2, 4, max_neurons=6)
    _, strategy, asked = search(own, tried_up_to=8, rounds=200, rate=always)
    assert len(asked) < 200
    assert strategy.smallest(0.97) == 9


def test_networks_that_are_known_are_the_first(space):
    own = space(2, 4, max_neurons=6)
    known = Candidate.parse("h1=tanh(x1,x2,+b) y1=identity(x2,h1)", own)
    _, _, asked = search(own, rounds=1, known=[known.network()])
    assert asked[0][0] == (known.key, 8)
    narrow = space(1, 1)
    assert search(narrow, rounds=1, known=[known.network()])[2]


def test_it_gets_out_where_nothing_ever_passes(space):
    board, strategy, asked = search(space(2, 2), rate=lambda _: 0.0, rounds=12)
    assert len(asked) == 12
    assert strategy.smallest(0.8) is None
    assert strategy.tried > 500
    assert not list(board.best())


def test_what_passes_seldom_grows_though_its_size_was_tried_whole(space):
    own = space(2, 2, max_neurons=8)
    seldom, grown = (
        Candidate.parse(f"h1=tanh({links}) h2=tanh(x2,h1) y1=identity(x1,x2,h2)", own)
        for links in ("x1", "x1,x2")
    )
    rates = {seldom.key: 0.5, grown.key: 1.0}
    board = Board()
    board.add(seldom, outcome(seldom, 100, 0.5))
    strategy = Heuristic(own, board, HALVING, needed=0.8, tried_up_to=6)

    def rate(candidate):
        # Dense networks pass too, far above.
        return rates.get(candidate.key, float(candidate.parameters >= 21))

    carry_out(strategy, rate, 40)
    assert strategy.smallest(0.8) == 7
