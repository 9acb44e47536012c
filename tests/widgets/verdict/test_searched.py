"""What a player may see of a search."""

from engine import ACCURACY, MSE
from engine.search.frontier import Frontier
from tests.widgets.verdict.frontiers import KNOWN, OPEN, best, tried
from widgets.verdict.searched import Searched


def sizes(searched, metric=ACCURACY):
    return [own.parameters for own in searched.steps(metric)]


def test_steps_are_those_that_score_better_than_every_smaller_one():
    assert sizes(Searched(KNOWN)) == [4, 9]
    assert sizes(Searched(OPEN)) == [6, 7]
    assert sizes(Searched(KNOWN), MSE) == [4, 6]


def test_a_median_start_that_diverged_is_no_step():
    assert sizes(Searched(Frontier((best(2, None), best(3)), (), 9))) == [3]


def test_below_the_authors_size_nothing_is_given_away():
    shown = Searched(KNOWN, 5)
    assert sizes(shown) == [6, 9]
    assert shown.smallest is None
    assert shown.barren_up_to == 3
    assert Searched(KNOWN, 4).smallest == Searched(KNOWN).smallest == 4


def test_the_smallest_is_one_that_the_judge_passes():
    assert Searched(OPEN).smallest == 7
    assert Searched(Frontier((), (), 3)).smallest is None


def test_ground_without_any_network_is_not_hatched():
    assert (Searched(KNOWN).barren_up_to, Searched(KNOWN).barren_wirings) == (3, 312)
    assert Searched(Frontier((), tried(0, 0), 1)).barren_up_to == 0
    assert Searched(Frontier((), tried(4, passed=1), 4)).barren_up_to == 0
