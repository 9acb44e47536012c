"""Medals: leaf for passing, then the smaller the network, the better; a star beats the author.

Also texts that depend on the medal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Medal(IntEnum):
    """Award for a passing solution, in ascending order."""

    LEAF = 1
    BRANCH = 2
    BLOSSOM = 3
    BONSAI = 4

    @property
    def label(self) -> str:
        """Lower-case name: "leaf", "branch", "blossom" or "bonsai"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Medals:
    """Greatest number of parameters for each medal of a level.

    Attributes:
        branch, blossom: greatest size that still earns it; None where the level has none.
        bonsai: size of the author's proven solution; None while the level is unproven.
    """

    branch: int | None = None
    blossom: int | None = None
    bonsai: int | None = None

    def sizes(self) -> tuple[tuple[Medal, int | None], ...]:
        """Each medal that the level gives with its greatest size; the leaf has no limit."""
        sized = (
            (Medal.BRANCH, self.branch),
            (Medal.BLOSSOM, self.blossom),
            (Medal.BONSAI, self.bonsai),
        )
        return ((Medal.LEAF, None), *((medal, size) for medal, size in sized if size is not None))

    def medal_for(self, parameters: int) -> Medal:
        """The best medal for a passing solution of that size."""
        earned = [medal for medal, size in self.sizes() if size is None or parameters <= size]
        return max(earned)

    def has_star(self, parameters: int) -> bool:
        """Whether a passing solution of that size is smaller than the author's."""
        return self.bonsai is not None and parameters < self.bonsai

    def next_size(self, parameters: int) -> tuple[Medal, int] | None:
        """The next better medal and its size; None when there is nothing more to win."""
        better = [
            (medal, size) for medal, size in self.sizes() if size is not None and parameters > size
        ]
        return min(better) if better else None


@dataclass(frozen=True, slots=True)
class MedalTexts:
    """What is said to players who passed, by the medal that they won.

    Attributes:
        leaf, branch, blossom, bonsai: the text for that medal; empty where it has none of its own.
    """

    leaf: str = ""
    branch: str = ""
    blossom: str = ""
    bonsai: str = ""

    def text_for(self, medal: Medal) -> str:
        """The medal's own text, or that of the best lesser medal that has one; else empty."""
        texts = (self.leaf, self.branch, self.blossom, self.bonsai)
        return next((text for text in reversed(texts[:medal]) if text), "")
