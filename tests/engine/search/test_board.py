"""A board remembers the best of each size, whatever the order in which it is told."""

import random

from engine.search.board import CONTENDERS, KEPT, Board
from engine.search.enumeration import candidates
from engine.search.halving import DEFAULT, Halving, Round
from engine.search.outcome import Outcome


def outcome(passed, starts, quality=0.5):
    return Outcome(passed, starts, quality, quality)


def told(rows):
    board = Board()
    for row in rows:
        board.add(*row)
    return board


def test_the_order_means_nothing(space):
    some = list(candidates(space(2, 4), 5))[: 5 * KEPT]
    draw = random.Random(4)
    rows = [(own, outcome(draw.randint(0, 16), 16, draw.random())) for own in some]
    best = sorted(rows, key=lambda row: (-row[1].passed, -row[1].quality, row[0].key))
    for _ in range(3):
        draw.shuffle(rows)
        top = told(rows).top(5)
        assert [(own.candidate, own.outcome) for own in top] == best[:KEPT]


def test_more_starts_take_the_place_of_fewer(space):
    one, other = list(candidates(space(2, 1), 4))[:2]
    board = told([(one, outcome(16, 16)), (other, outcome(12, 16)), (one, outcome(97, 100))])
    assert [own.candidate for own in board.top(4)] == [one, other]
    board.add(one, outcome(16, 16))
    assert board.top(4, 1)[0].outcome.starts == 100
    assert board.sizes == [4]


def test_sizes_of_which_nothing_passed_have_no_best(space):
    small, large = (next(candidates(space(2, 1), size)) for size in (3, 5))
    board = told([(small, outcome(0, 16)), (large, outcome(1, 16))])
    assert [own.candidate for own in board.best()] == [large]


def test_the_best_get_more_starts_until_they_have_all(space):
    some = list(candidates(space(2, 4), 5))[:100]
    board = told([(own, outcome(10, 16, place)) for place, own in enumerate(some)])
    asked = board.promoted(5, DEFAULT)
    assert [own.starts for own in asked] == [32] * CONTENDERS[0]
    assert asked[0].candidate == some[-1]
    for request in asked:
        board.add(request.candidate, outcome(20, 32))
    further = board.promoted(5, DEFAULT)
    assert [own.starts for own in further][: CONTENDERS[1]] == [100] * CONTENDERS[1]
    for _ in range(100):
        asked = board.promoted(5, DEFAULT)
        for request in asked:
            board.add(request.candidate, outcome(request.starts // 2, request.starts))
    assert not asked


def test_what_a_round_drops_gets_no_more(space):
    halving = Halving((Round(8, 2), Round(16, -1)))
    one, other = list(candidates(space(2, 1), 4))[:2]
    board = told([(one, outcome(2, 8)), (other, outcome(3, 8))])
    assert board.promoted(4, halving) == [(other, 16)]
