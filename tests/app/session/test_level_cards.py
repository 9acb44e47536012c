"""The levels as the map shows them."""

from __future__ import annotations

from dataclasses import replace

from app.session.level_cards import level_cards
from app.storage.records import StoredVerdict
from levels.medals import Medal
from levels.summary import read_summary


def bests(**sizes: int):
    """The best verdict of each level that has a size."""

    def best(address, key):
        size = sizes.get(address.level_id.replace("-", "_"))
        if size is None:
            return None
        return StoredVerdict(address, key, "", size, passed=True, scores=(), judged=0.0)

    return best


def test_a_level_that_was_not_passed_has_no_medal():
    cards = level_cards(read_summary(), bests())
    assert [card.id for card in cards] == ["first-line", "xor", "noisy-spiral"]
    assert all((card.medal, card.best, card.star) == (None, None, False) for card in cards)
    assert all(card.open and card.thumbnail.points for card in cards)


def test_the_medal_follows_from_the_smallest_size():
    cards = {card.id: card for card in level_cards(read_summary(), bests(xor=9, first_line=1))}
    assert (cards["xor"].medal, cards["xor"].best, cards["xor"].star) == (Medal.BLOSSOM, 9, False)
    assert (cards["first-line"].medal, cards["first-line"].star) == (Medal.BONSAI, True)
    assert cards["noisy-spiral"].medal is None


def test_the_least_size_is_told_once_it_was_reached():
    own = read_summary()
    levels = tuple(replace(level, least=4) for level in own.levels)
    found = level_cards(replace(own, levels=levels), bests(first_line=4, xor=5, noisy_spiral=3))
    assert [card.least_words for card in found] == [
        "smallest possible: 4, reached",
        "",
        "below 4, the smallest that a search found",
    ]
    assert all(card.least == 4 for card in found)
    assert not any(card.least_words for card in level_cards(replace(own, levels=levels), bests()))
