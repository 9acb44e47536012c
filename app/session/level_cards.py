"""The levels as the map shows them: what the campaign says, and what the player has won."""

from __future__ import annotations

from collections.abc import Callable

from app.storage.records import StoredVerdict
from levels.origin import Address
from levels.progress import open_ids
from levels.summary import CampaignSummary, LevelSummary
from widgets.home.level_card import LevelCard

Best = Callable[[Address, str], StoredVerdict | None]
"""The best verdict on a level of that address and scoring key; None where none passed."""


def level_cards(campaign: CampaignSummary, best: Best) -> list[LevelCard]:
    """Every level of the campaign as the map shows it, in order of play."""
    bests = {own.address.level_id: best(own.address, own.key) for own in campaign.levels}
    passed = [level_id for level_id, verdict in bests.items() if verdict is not None]
    playable = open_ids(tuple(bests), campaign.open_count, passed)
    return [
        _card(own, bests[own.address.level_id], playable=own.address.level_id in playable)
        for own in campaign.levels
    ]


def _card(level: LevelSummary, best: StoredVerdict | None, *, playable: bool) -> LevelCard:
    return LevelCard(
        id=level.address.level_id,
        title=level.title,
        chapter=level.chapter,
        brief=level.brief,
        goal=level.goal,
        sizes=[(medal.label, size) for medal, size in level.medals.sizes()],
        medal=None if best is None else level.medals.medal_for(best.parameters),
        star=best is not None and level.medals.has_star(best.parameters),
        best=None if best is None else best.parameters,
        least=level.least,
        open=playable,
        thumbnail=level.thumbnail,
    )
