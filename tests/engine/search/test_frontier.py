"""What a frontier says of itself."""

import pytest

from engine import Network
from engine.network import Input, Link, Neuron
from engine.search.frontier import BestOfSize, Frontier, TriedSize, steps


def network(links):
    names = [f"x{place + 1}" for place in range(links)]
    return Network(
        tuple(map(Input, names)),
        (Neuron("y", "identity", bias=False, output=True),),
        tuple(Link(name, "y") for name in names),
    )


def best(size, passed, *, judged=True):
    return BestOfSize(network(size), passed, 100, 0.9, judged)


TRIED = (TriedSize(1, 2, 0, 8), TriedSize(2, 9, 0, 8), TriedSize(3, 40, 3, 8))


def test_the_smallest_is_the_first_that_the_judge_passes():
    found = Frontier((best(3, 20, judged=False), best(4, 70), best(6, 99)), TRIED, 80)
    assert found.smallest == best(4, 70)
    assert found.sturdy(0.9) == best(6, 99)
    assert found.sturdy(1.0) is None
    assert found.exhausted_up_to == 3
    assert found.is_least
    assert found.least == 4
    assert found.smaller_wirings == 51


def test_it_is_not_the_least_where_a_smaller_size_was_not_tried_whole():
    assert not Frontier((best(5, 70),), TRIED, 80).is_least
    assert Frontier((best(5, 70),), TRIED, 80).least is None
    assert not Frontier((), TRIED, 51).is_least
    assert Frontier((), TRIED, 51).smaller_wirings == 51
    assert Frontier().exhausted_up_to == 0


def test_wirings_as_large_as_the_smallest_are_not_smaller():
    assert Frontier((best(2, 70),), TRIED, 80).smaller_wirings == 2


def test_ground_is_barren_up_to_the_first_size_of_which_one_passed():
    assert Frontier((), TRIED, 51).barren == TRIED[:2]
    assert Frontier((), TRIED[2:], 40).barren == ()
    later = (*TRIED, TriedSize(4, 90, 0, 8))
    assert Frontier((), later, 141).barren == TRIED[:2]


def test_the_interval_is_wilsons():
    # R, binom::binom.confint(70, 100, method = "wilson"): 0.6041515, 0.7810511
    one = best(4, 70)
    assert one.rate == pytest.approx(0.7)
    assert tuple(one.interval) == pytest.approx((0.6041515, 0.7810511), abs=1e-7)


def test_steps_are_those_that_beat_every_smaller_one():
    sizes = (best(4, 70), best(5, 60), best(6, 99), best(7, 99))
    assert steps(reversed(sizes)) == (best(4, 70), best(6, 99))
