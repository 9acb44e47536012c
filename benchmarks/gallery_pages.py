"""The pages of the gallery: how the game is brought to each, one chapter for each subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.window.home import Home
from benchmarks import screenshots
from benchmarks.gallery_own_levels import OwnLevels
from benchmarks.gallery_steps import (
    NARROW,
    Camera,
    each_view,
    escape,
    menu,
    named,
    the_arrangement,
    workbench,
)
from benchmarks.onlooker import button, game, main_window, session
from benchmarks.screenshots import Wait, canvas, pause, shows, the_game
from engine import LinkKey
from widgets.canvas.lenses.registry import LENSES
from widgets.run_model import Speed

SLOW: Final = Speed(120.0)


class Pages:
    """Brings the game to each page and saves it in both themes.

    Args:
        folder: where the pictures go.
        prefix: what their names begin with.
        size: of the window, in logical pixels.
        data: the folder with the game's records.
        wanted: the chapters to play; empty for all.
    """

    def __init__(
        self,
        folder: Path,
        prefix: str,
        size: tuple[int, int],
        data: Path,
        wanted: Sequence[str] = (),
    ) -> None:
        self._camera = Camera(folder, prefix)
        self._own = OwnLevels(self._camera, data)
        self._size, self._wanted = size, wanted

    @property
    def chapters(self) -> dict[str, Callable[[], Iterator[Wait]]]:
        """The chapters by name, in an order in which the game's records fill up."""
        return {
            "map": self.map,
            "bench": self.bench,
            "selection": self.selection,
            "views": self.views,
            "lenses": self.lenses,
            "cards": self.cards,
            "menus": self.menus,
            "text": self.text,
            "verdict": self.verdict,
            "iris": self._own.iris,
            "regression": self._own.regression,
            "faults": self._own.faults,
            "won": self.map_won,
        }

    def story(self) -> Iterator[Wait]:
        """All of them, one after the other."""
        yield lambda: game() is not None and shows(Home)
        main_window().resize(*self._size)
        yield pause()
        for name, chapter in self.chapters.items():
            if not self._wanted or name in self._wanted:
                yield from chapter()

    # -- chapters ----------------------------------------------------------------------------

    def map(self) -> Iterator[Wait]:
        """The map of levels before anything is won."""
        self._camera.shoot("map")
        yield pause(1)

    def bench(self) -> Iterator[Wait]:
        """An empty bench, and a network while it is trained."""
        the_game().open_id("noisy-spiral")
        yield pause()
        self._camera.shoot("bench-empty")
        yield from screenshots.put_on_bench("noisy-spiral", (16, 16))
        yield from screenshots.train_to(300)
        self._camera.shoot("bench-training")
        session().pause()
        yield pause()

    def selection(self) -> Iterator[Wait]:
        """A neuron, a link, an input and several things selected."""
        yield from self._trained_xor()
        self._camera.shoot("bench-xor")
        chosen: dict[str, tuple[list[str], list[LinkKey]]] = {
            "neuron": (["h1"], []),
            "input": (["x1"], []),
            "link": ([], [LinkKey("h1", "y")]),
            "several": (["h1", "h2", "h3"], []),
        }
        for name, (nodes, links) in chosen.items():
            canvas().select(nodes, links)
            yield pause(20)
            self._camera.shoot(f"selected-{name}")
        canvas().select(["h1"])
        yield pause(20)
        strip = workbench().card.strip
        if strip.isVisible():
            strip.click()
            yield pause()
            self._camera.shoot("selected-numbers")
            yield from escape()
        canvas().select()

    def views(self) -> Iterator[Wait]:
        """Each view in the dock, and thrown large to the left."""
        yield from self._trained_xor()
        yield from each_view(self._camera, "xor")

    def lenses(self) -> Iterator[Wait]:
        """Each lens, with its legend."""
        yield from self._trained_xor()
        for row in LENSES:
            button(f"lens-{row.name}").click()
            yield pause(40)
            self._camera.shoot(f"lens-{row.name}")
        canvas().select(["h1"])
        yield pause(20)
        self._camera.shoot("lens-with-selection")
        canvas().select()
        button(f"lens-{LENSES[0].name}").click()

    def cards(self) -> Iterator[Wait]:
        """What opens over the bench: settings, speed, brief, keys, words, a toast."""
        yield from self._trained_xor()
        buttons = ("setting-optimizer", "setting-learning_rate", "more-settings", "speed")
        for name in (*buttons, "show-brief"):
            if button(name).isVisible():
                button(name).click()
                yield pause()
                self._camera.shoot(f"card-{name}")
                yield from escape()
        actions = main_window().actions_table
        actions["shortcuts"].trigger()
        yield pause()
        self._camera.shoot("keys")
        actions["shortcuts"].trigger()
        explained = workbench().goal_bar.explained[-1]
        explained.explainer.toggle()
        yield pause()
        self._camera.shoot("card-word")
        explained.explainer.toggle()
        main_window().say(
            "Your preferences cannot be saved: the disk is full. Make room, and they will be."
        )
        yield pause(20)
        self._camera.shoot("toast")
        toast = named("toast")
        if toast is not None:
            QTest.mouseClick(toast, Qt.MouseButton.LeftButton)

    def menus(self) -> Iterator[Wait]:
        """The menu of each thing that has one."""
        yield from self._trained_xor()
        view = canvas()
        spots = {
            "node": view.node_centre("h1"),
            "paper": view.node_centre("y") + QPoint(0, 60),
        }
        for name, spot in spots.items():
            yield from menu(self._camera, f"menu-{name}", view.viewport(), spot)
        yield from menu(self._camera, "menu-tile", named("palette-tanh"))
        for name in ("goal-bar", "setting-learning_rate", "curves", "frame-map", "rail-map"):
            yield from menu(self._camera, f"menu-{name}", named(name))
        tab = workbench().tabs.current
        yield from menu(self._camera, "menu-tab", named(f"solution-{tab}"))

    def text(self) -> Iterator[Wait]:
        """The pages with small and with large text."""
        yield from self._trained_xor()
        for scale in (0.8, 1.5, 2.0):
            the_game().settings.set_text_scale(scale)
            yield pause(20)
            canvas().select(["h1"])
            yield pause(20)
            self._camera.shoot(f"text-{scale:g}")
            canvas().select()
            button("setting-learning_rate").click()
            yield pause()
            self._camera.shoot(f"text-{scale:g}-card")
            yield from escape()
            the_game().leave()
            yield pause()
            self._camera.shoot(f"text-{scale:g}-map")
            the_game().open_id("xor")
            yield pause(20)
        the_game().settings.set_text_scale(1.0)
        yield pause()

    def verdict(self) -> Iterator[Wait]:
        """Passed and failed, and the points that were wrong."""
        yield from screenshots.put_on_bench("xor", (3,))
        yield from screenshots.judge()
        self._camera.shoot("verdict-passed")
        button("verdict-close").click()
        yield from self._own.searched()
        yield from screenshots.put_on_bench("noisy-spiral", (2,))
        yield from screenshots.train_to(300)
        session().pause()
        yield from screenshots.judge()
        self._camera.shoot("verdict-failed")
        button("verdict-wrong").click()
        yield pause(20)
        self._camera.shoot("wrong-points")

    def map_won(self) -> Iterator[Wait]:
        """The map of levels with what was won."""
        the_game().leave()
        yield pause()
        self._camera.shoot("map-won")
        yield from menu(self._camera, "menu-map", named("tree-map"))

    # -- steps -------------------------------------------------------------------------------

    def _trained_xor(self) -> Iterator[Wait]:
        yield from screenshots.put_on_bench("xor", (3,))
        the_arrangement(NARROW)
        yield from screenshots.train_to(150, speed=SLOW)
        session().pause()
        yield pause()
