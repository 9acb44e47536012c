"""A tab's medal: of the network as it is now, whatever it is called."""

from dataclasses import replace
from importlib.resources import files

import pytest

from app.session.medals_won import MedalsWon
from app.storage.records import StoredVerdict
from engine import LinkKey
from levels import Medal, read_level, write_solution


@pytest.fixture(scope="module")
def level():
    return read_level(str(files("levels").joinpath("campaign/xor.json")))


@pytest.fixture
def author(level):
    return level.author_solution


def verdict(level, solution, *, passed=True):
    return StoredVerdict(
        address=level.address,
        level_key=level.key,
        text=write_solution(solution, level.id),
        parameters=solution.network.parameters,
        passed=passed,
        scores=((1, 0.98),),
        judged=0.0,
    )


@pytest.fixture
def won(level, author):
    found = MedalsWon(level)
    found.take([verdict(level, author)])
    return found


def test_the_medal_is_computed_from_the_size(won, author):
    """No record says bonsai; seven parameters are one."""
    assert won.medal_of(author) is Medal.BONSAI


def test_name_and_places_do_not_matter(won, author):
    moved = replace(author, name="another", layout={"h1": (55.0, 7.0)})
    assert won.medal_of(moved) is Medal.BONSAI


def test_weights_set_by_hand_do_not_matter(won, author):
    heavy = author.network.with_start_weight(LinkKey("x1", "h1"), 2.5)
    assert won.medal_of(author.with_network(heavy)) is Medal.BONSAI


def test_another_network_or_other_settings_have_won_nothing(won, author):
    fewer = author.network.remove(links=[LinkKey("x1", "y")])
    assert won.medal_of(author.with_network(fewer)) is None
    slower = replace(author, training=replace(author.training, learning_rate=0.001))
    assert won.medal_of(slower) is None
    assert won.medal_of(author) is Medal.BONSAI


def test_what_failed_or_cannot_be_read_has_won_nothing(level, author):
    found = MedalsWon(level)
    broken = replace(verdict(level, author), text="{")
    found.take([verdict(level, author, passed=False), broken])
    assert found.medal_of(author) is None
