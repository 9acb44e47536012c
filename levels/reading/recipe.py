"""What a search trains with, and what of a level its result depends on."""

from __future__ import annotations

from engine import TrainingSettings
from levels.keys import score_key
from levels.level import Level
from levels.reading.networks import write_training


def search_settings(level: Level) -> TrainingSettings:
    """The settings that a search trains with: the author's, or the level's where it is unproven."""
    proof = level.author_solution
    return level.training if proof is None else proof.training


def searched_recipe(level: Level) -> str:
    """SHA-256, in hexadecimal, of all of a level that a search depends on.

    Its frontier carries it, so that one from before a change of the level is not believed.
    """
    return score_key({"level": level.key, "training": write_training(search_settings(level))})
