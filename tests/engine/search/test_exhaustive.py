"""All candidates are tried, each size after the smaller ones."""

from engine.search.board import Board
from engine.search.enumeration import candidates, count
from engine.search.exhaustive import Exhaustive
from engine.search.frontier import TriedSize
from engine.search.halving import Halving, Round
from tests.engine.search.strategies import carry_out

HALVING = Halving((Round(8, 0), Round(32, 4), Round(100, -1)))


def planted(candidate):
    return 0.9 if candidate.key == "h1=abs(x1,x2) y1=identity(h1,+b)" else 0.0


def test_every_candidate_is_asked_for_once_and_the_planted_one_is_found(space):
    own, board = space(2, 4), Board()
    strategy = Exhaustive(own, 5, HALVING, board)
    asked = [row for rows in carry_out(strategy, planted) for row in rows]
    first = [key for key, starts in asked if starts == 8]
    assert first == [one.key for size in range(1, 6) for one in candidates(own, size)]
    assert [row for row in asked if row[1] > 8] == [
        ("h1=abs(x1,x2) y1=identity(h1,+b)", 32),
        ("h1=abs(x1,x2) y1=identity(h1,+b)", 100),
    ]
    (best,) = board.best()
    assert best.outcome.starts == 100
    assert strategy.tried == tuple(
        TriedSize(size, count(own, size), int(size == 4), 8) for size in range(1, 6)
    )


def test_the_order_of_telling_means_nothing(space):
    def rate(candidate):
        return (hash_of(candidate.key) % 100) / 100

    def hash_of(key):
        return sum(place * ord(letter) for place, letter in enumerate(key))

    results = []
    for order in range(3):
        board = Board()
        asked = carry_out(Exhaustive(space(2, 2), 4, HALVING, board), rate, order=order)
        results.append((asked, [board.top(size) for size in board.sizes]))
    assert results[0] == results[1] == results[2]


def test_a_size_that_was_not_finished_does_not_count(space):
    strategy = Exhaustive(space(2, 1), 4, HALVING, Board())
    carry_out(strategy, planted, rounds=3)
    for _ in zip(strategy.ask(), range(5), strict=False):
        pass
    assert [own.parameters for own in strategy.tried] == [1, 2, 3]


def test_sizes_that_are_too_small_for_all_outputs_are_passed_over(space):
    own = space(2, 1, outputs=3)
    strategy = Exhaustive(own, 4, HALVING, Board())
    asked = [key for rows in carry_out(strategy, planted) for key, _ in rows]
    assert len(asked) == count(own, 3) + count(own, 4)
    assert [one.wirings for one in strategy.tried] == [0, 0, count(own, 3), count(own, 4)]
    nothing = Exhaustive(own, 2, HALVING, Board())
    assert not list(nothing.ask())
    assert [one.wirings for one in nothing.tried] == [0, 0]
    assert not list(nothing.ask())
    assert len(nothing.tried) == 2
