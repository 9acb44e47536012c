"""The pages of the gallery that show levels of one's own: other data, and solutions with faults."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks import screenshots
from benchmarks.frames import dense
from benchmarks.gallery_steps import (
    NARROW,
    Camera,
    each_view,
    escape,
    the_arrangement,
    workbench,
)
from benchmarks.onlooker import session
from benchmarks.screenshots import Wait, canvas, pause, the_game
from engine.search.candidate import Candidate
from engine.search.frontier import BestOfSize, Frontier, TriedSize
from levels import Level, parse_level, read_level
from levels.reading.frontier import with_frontier
from levels.reading.recipe import searched_recipe
from levels.search_space import search_space
from levels.summary import CAMPAIGN_FOLDER

IRIS: Final[dict[str, Any]] = {
    "format": 1,
    "id": "irises",
    "title": "Three irises",
    "brief": "Tell the three species apart by the lengths of their leaves.",
    "data": {"dataset": "iris", "train": 90, "validation": 30, "test": 30},
    "pass": {"metric": "accuracy", "at_least": 0.93},
    "medals": {"branch": 40, "blossom": 20},
}
WAVE: Final[dict[str, Any]] = {
    "format": 1,
    "id": "wave",
    "title": "A wave",
    "brief": "Follow the wave through its noise.",
    "data": {"generator": "sine", "noise": 0.1, "seed": 3},
    "pass": {"metric": "mse", "at_most": 0.02},
    "medals": {"branch": 30, "blossom": 16},
}
TIGHT: Final[dict[str, Any]] = {
    "format": 1,
    "id": "few",
    "title": "With few neurons",
    "data": {"generator": "moons", "noise": 0.2, "seed": 3},
    "pass": {"metric": "accuracy", "at_least": 0.95},
}
FOLD: Final = "h1=abs(x1,x2) y=identity(h1,+b)"
"""The network of four parameters that passes xor."""
FEWER: Final = {1: 2, 2: 11, 3: 69}
"""How many networks xor has of each smaller size."""


class OwnLevels:
    """Brings the game to each of these pages.

    Args:
        camera: saves them.
        data: the folder with the game's records; the files of levels go there too.
    """

    def __init__(self, camera: Camera, data: Path) -> None:
        self._camera, self._data = camera, data

    def iris(self) -> Iterator[Wait]:
        """Four named inputs and three classes."""
        yield from self._own(IRIS, (4,))
        self._camera.shoot("iris")
        yield from each_view(self._camera, "iris")

    def regression(self) -> Iterator[Wait]:
        """One input and a value."""
        yield from self._own(WAVE, (6,))
        self._camera.shoot("wave")
        yield from each_view(self._camera, "wave")

    def faults(self) -> Iterator[Wait]:
        """A solution that breaks a rule, and one that cannot be read."""
        yield from self._own(TIGHT | {"palette": {"max_neurons": 12}}, (6, 6))
        the_game().leave()
        the_game().open(self._level(TIGHT | {"palette": {"max_neurons": 8}}))
        yield pause()
        self._camera.shoot("broken-rule")
        canvas().select(["h1"])
        yield pause(20)
        self._camera.shoot("broken-rule-selected")
        canvas().select()
        the_game().open_id("xor")
        the_game().leave()
        yield pause(30)
        with closing(sqlite3.connect(self._data / "records.db", isolation_level=None)) as records:
            records.execute("UPDATE solutions SET text = '{}', name = 'by hand'")
        the_game().open_id("xor")
        yield pause()
        self._camera.shoot("unreadable")
        tabs = workbench().tabs
        tabs.pill(next(iter(tabs.problems))).click()
        yield pause()
        self._camera.shoot("unreadable-card")
        yield from escape()

    def searched(self) -> Iterator[Wait]:
        """The verdict on the smallest network of all that pass, with a frontier as an example."""
        text = (CAMPAIGN_FOLDER / "xor.json").read_text(encoding="utf-8")
        searched = parse_level(text)
        network = Candidate.parse(FOLD, search_space(searched.rules)).network()
        smaller = tuple(TriedSize(size, count, 0, 8) for size, count in FEWER.items())
        tried = sum(FEWER.values()) + 4426
        best = BestOfSize(network, 97, 100, 0.986, judged=True)
        found, recipe = Frontier((best,), smaller, tried), searched_recipe(searched)
        level = self._level(json.loads(with_frontier(text, found, recipe)))
        the_game().open(level)
        yield lambda: canvas().isVisible()
        document = session().document
        document.load(replace(document.solution, network=network, layout={}))
        document.tidy()
        yield pause()
        yield from screenshots.judge()
        self._camera.shoot("verdict-least")

    def _own(self, content: dict[str, Any], sizes: tuple[int, ...]) -> Iterator[Wait]:
        """A level of one's own with a dense network, trained."""
        level = self._level(content)
        the_game().open(level)
        yield lambda: canvas().isVisible()
        document = session().document
        document.load(replace(document.solution, network=dense(level, sizes), layout={}))
        document.tidy()
        the_arrangement(NARROW)
        yield pause()
        canvas().fit()
        yield from screenshots.train_to(100)
        session().pause()
        yield pause()

    def _level(self, content: dict[str, Any]) -> Level:
        file = self._data / f"{content['id']}.json"
        file.write_text(json.dumps(content), encoding="utf-8")
        return read_level(file)
