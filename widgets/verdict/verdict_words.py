"""What a verdict says: its headline, its summary and its cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine import Verdict
from engine.search.frontier import Frontier
from engine.wording import counted
from levels import Medal
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.frontier_words import frontier_sentence
from widgets.verdict.searched import Searched
from widgets.verdict.size_plot import Attempt, Kind


@dataclass(frozen=True)
class VerdictNews:
    """What a verdict means for the player, beside the judge's own figures.

    Attributes:
        medal: what was won; None when it did not pass. star: smaller than the author's.
        best: the smallest size with which the player has passed, this one included.
        after: the level's text for those who passed.
        attempts: the player's other solutions and the author's.
        has_next: whether there is a level to go on to.
        frontier: what a search found of the level; None before one.
        author_size: how large the author's solution is; None where the level is unproven.
    """

    medal: Medal | None = None
    star: bool = False
    best: int | None = None
    after: str = ""
    attempts: Sequence[Attempt] = ()
    has_next: bool = True
    frontier: Frontier | None = None
    author_size: int | None = None

    def is_as_small(self, parameters: int | None) -> bool:
        """Whether a solution of that size, if there is one, is no larger than the author's."""
        return self.author_size is None or (
            parameters is not None and parameters <= self.author_size
        )


def attempt_of(verdict: Verdict, kind: Kind) -> Attempt:
    """The verdict as a point of the plot."""
    return Attempt(verdict.parameters, verdict.deciding_score, kind)


def headline(verdict: Verdict, news: VerdictNews) -> str:
    """The medal, or "Not yet"."""
    if not verdict.passed:
        return "Not yet"
    medal = news.medal.label.capitalize() if news.medal is not None else "Passed"
    return f"{medal} with a star" if news.star else medal


def badge(verdict: Verdict, news: VerdictNews) -> str:
    """The name of the icon beside the headline."""
    if not verdict.passed:
        return "warning"
    if news.star:
        return "star"
    return news.medal.label if news.medal is not None else "leaf"


def summary(verdict: Verdict, news: VerdictNews, scale: ScoreScale) -> str:
    """Size, how many starts reached the goal, and what is missing."""
    reached, total = verdict.seeds_passed, len(verdict.results)
    text = (
        f"{counted(verdict.parameters, 'parameter')} · {reached} of {counted(total, 'start')} "
        f"reached {scale.goal[2:]} on the sealed test set"
    )
    needed = verdict.terms.needed
    if not verdict.passed:
        return f"{text}, {needed} {'is' if needed == 1 else 'are'} needed"
    if news.best is not None and news.best < verdict.parameters:
        return f"{text} · your best is {news.best}"
    return text


def cause_text(verdict: Verdict) -> str:
    """Why it failed as a whole; of one that passed, why its first failed start did."""
    if verdict.cause is not None:
        return verdict.cause.text
    for result in verdict.results:
        if not result.passed and result.cause is not None:
            return result.cause.text
    return ""


def searched_of(news: VerdictNews) -> Searched | None:
    """What the player may see of a search; below the author's size only once it was reached."""
    if news.frontier is None:
        return None
    known = news.author_size is None or news.is_as_small(news.best)
    return Searched(news.frontier, 0 if known else news.author_size or 0)


def search_text(verdict: Verdict, news: VerdictNews) -> str:
    """How a solution as small as the author's compares with a search; empty for all others."""
    if news.frontier is None or not verdict.passed or not news.is_as_small(verdict.parameters):
        return ""
    return frontier_sentence(news.frontier, verdict.parameters)
