"""What a level's own data add to the general meaning of a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from levels import Level
from levels.data.source import DataSource

Notes = Mapping[str, str]
"""Further sentences by the key of the term (`widgets.glossary.terms.TERMS`), or "score"."""

_COMPARED: Final = ("loss", "score", "train", "validation")
_SHARES: Final = {0.5: "half", 0.25: "one in four", 0.2: "one in five", 0.1: "one in ten"}


def notes_for(level: Level) -> Notes:
    """The notes on a level; empty where its words mean no more than usual."""
    notes = {"wrong": f"Wrong: {level.terms.wrong_means}."}
    if note := _noise_note(level.data):
        notes |= dict.fromkeys(_COMPARED, note)
    return notes


def _noise_note(data: DataSource) -> str:
    """Why train and validation differ, where the level's noise makes them."""
    noise = data.noise
    if noise.flip:
        share = _SHARES.get(noise.flip, f"{noise.flip * 100:g} %")
        if noise.clean_test:
            return (
                f"In this level {share} of the training labels is wrong, and validation is all "
                "right. So a good network does worse on train than on validation."
            )
        return (
            f"In this level {share} of the labels is wrong in every set, so that no network can "
            f"get more than about {100 - noise.flip * 100:g} % right."
        )
    if noise.clean_test and noise.spread and data.task.kind == "regression":
        return (
            "In this level the training values carry noise, and validation carries none. So a "
            "good network does worse on train than on validation."
        )
    return ""
