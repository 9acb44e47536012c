"""What a search for small networks of a level may build, and the starts that it trains from."""

from __future__ import annotations

from engine.search.space import SearchSpace
from levels.keys import hashed_seeds, score_key
from levels.level import Level
from levels.limits import MAX_NEURONS
from levels.reading.networks import write_training
from levels.reading.recipe import search_settings
from levels.rules import Rules


def search_space(rules: Rules) -> SearchSpace:
    """All that the rules of a level allow: any inputs of the palette, but one at least."""
    return SearchSpace(
        inputs=rules.inputs,
        outputs=rules.task.output_ids,
        activations=rules.activations,
        output_activations=rules.output_activations,
        max_neurons=MAX_NEURONS if rules.max_neurons is None else rules.max_neurons,
        skip_links=rules.skip_links,
    )


def search_seeds(level: Level, count: int) -> tuple[int, ...]:
    """The first starts of a search, the same for all wirings.

    Seed n, counted from 0, is the first 48 bits of the SHA-256 of "KEY search n", where KEY is the
    level's key. They are neither the judge's seeds, which are left out, nor those of the further
    starts (`levels.sturdiness`), by which a search has its result measured.
    """
    return hashed_seeds(f"{level.key} search", count, level.terms.seeds)


def recipe_hash(level: Level, kernel: str) -> str:
    """SHA-256, in hexadecimal, of all that the scores of a search depend on.

    Args:
        level: its key stands for data, terms and palette.
        kernel: name of the kernel; two kernels agree to many digits, but not to the last.
    """
    settings = write_training(search_settings(level))
    return score_key({"level": level.key, "training": settings, "kernel": kernel})
