"""The pages of the gallery: how the game is brought to each, one chapter for each subject."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.window.home import Home
from app.window.workbench import Workbench
from benchmarks import screenshots
from benchmarks.frames import dense
from benchmarks.onlooker import button, game, main_window, session
from benchmarks.screenshots import Wait, canvas, pause, shows, the_game
from engine import LinkKey
from levels import Level, read_level
from widgets.canvas.lenses.registry import LENSES
from widgets.dock.arrangement import Arrangement
from widgets.run_model import Speed
from widgets.views.registry import views_for

SLOW: Final = Speed(120.0)
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
NARROW: Final = Arrangement(docked=("map", "curves"))


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
        self._folder, self._prefix, self._size, self._data = folder, prefix, size, data
        self._wanted = wanted

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
            "iris": self.iris,
            "regression": self.regression,
            "faults": self.faults,
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

    def shoot(self, name: str) -> None:
        """Save the window, and the menus over it, in both themes."""
        for theme in ("dark", "light"):
            the_game().look.set_theme(theme)
            QApplication.processEvents()
            picture = main_window().grab()
            painter = QPainter(picture)
            for menu in QApplication.topLevelWidgets():
                if isinstance(menu, QMenu) and menu.isVisible():
                    place = main_window().mapFromGlobal(menu.mapToGlobal(QPoint(0, 0)))
                    painter.drawPixmap(place, menu.grab())
            painter.end()
            picture.save(str(self._folder / f"{self._prefix}-{name}-{theme}.png"))
        print(f"{self._folder.name}/{self._prefix}-{name}-light.png, …-dark.png", flush=True)

    # -- chapters ----------------------------------------------------------------------------

    def map(self) -> Iterator[Wait]:
        """The map of levels before anything is won."""
        self.shoot("map")
        yield pause(1)

    def bench(self) -> Iterator[Wait]:
        """An empty bench, and a network while it is trained."""
        the_game().open_id("noisy-spiral")
        yield pause()
        self.shoot("bench-empty")
        yield from screenshots.put_on_bench("noisy-spiral", (16, 16))
        yield from screenshots.train_to(300)
        self.shoot("bench-training")
        session().pause()
        yield pause()

    def selection(self) -> Iterator[Wait]:
        """A neuron, a link, an input and several things selected."""
        yield from self._trained_xor()
        self.shoot("bench-xor")
        chosen: dict[str, tuple[list[str], list[LinkKey]]] = {
            "neuron": (["h1"], []),
            "input": (["x1"], []),
            "link": ([], [LinkKey("h1", "y")]),
            "several": (["h1", "h2", "h3"], []),
        }
        for name, (nodes, links) in chosen.items():
            canvas().select(nodes, links)
            yield pause(20)
            self.shoot(f"selected-{name}")
        canvas().select(["h1"])
        yield pause(20)
        strip = workbench().card.strip
        if strip.isVisible():
            strip.click()
            yield pause()
            self.shoot("selected-numbers")
            yield from self._escape()
        canvas().select()

    def views(self) -> Iterator[Wait]:
        """Each view in the dock, and thrown large to the left."""
        yield from self._trained_xor()
        yield from self._each_view("xor")

    def lenses(self) -> Iterator[Wait]:
        """Each lens, with its legend."""
        yield from self._trained_xor()
        for row in LENSES:
            button(f"lens-{row.name}").click()
            yield pause(40)
            self.shoot(f"lens-{row.name}")
        canvas().select(["h1"])
        yield pause(20)
        self.shoot("lens-with-selection")
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
                self.shoot(f"card-{name}")
                yield from self._escape()
        actions = main_window().actions_table
        actions["shortcuts"].trigger()
        yield pause()
        self.shoot("keys")
        actions["shortcuts"].trigger()
        explained = workbench().goal_bar.explained[-1]
        explained.explainer.toggle()
        yield pause()
        self.shoot("card-word")
        explained.explainer.toggle()
        main_window().say(
            "Your preferences cannot be saved: the disk is full. Make room, and they will be."
        )
        yield pause(20)
        self.shoot("toast")
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
            yield from self._menu(f"menu-{name}", view.viewport(), spot)
        yield from self._menu("menu-tile", named("palette-tanh"))
        for name in ("goal-bar", "setting-learning_rate", "curves", "frame-map", "rail-map"):
            yield from self._menu(f"menu-{name}", named(name))
        tab = workbench().tabs.current
        yield from self._menu("menu-tab", named(f"solution-{tab}"))

    def text(self) -> Iterator[Wait]:
        """The pages with small and with large text."""
        yield from self._trained_xor()
        for scale in (0.8, 1.5, 2.0):
            the_game().settings.set_text_scale(scale)
            yield pause(20)
            canvas().select(["h1"])
            yield pause(20)
            self.shoot(f"text-{scale:g}")
            canvas().select()
            button("setting-learning_rate").click()
            yield pause()
            self.shoot(f"text-{scale:g}-card")
            yield from self._escape()
            the_game().leave()
            yield pause()
            self.shoot(f"text-{scale:g}-map")
            the_game().open_id("xor")
            yield pause(20)
        the_game().settings.set_text_scale(1.0)
        yield pause()

    def verdict(self) -> Iterator[Wait]:
        """Passed and failed, and the points that were wrong."""
        yield from screenshots.put_on_bench("xor", (3,))
        yield from screenshots.judge()
        self.shoot("verdict-passed")
        button("verdict-close").click()
        yield from screenshots.put_on_bench("noisy-spiral", (2,))
        yield from screenshots.train_to(300)
        session().pause()
        yield from screenshots.judge()
        self.shoot("verdict-failed")
        button("verdict-wrong").click()
        yield pause(20)
        self.shoot("wrong-points")

    def iris(self) -> Iterator[Wait]:
        """Four named inputs and three classes."""
        yield from self._own(IRIS, (4,))
        self.shoot("iris")
        yield from self._each_view("iris")

    def regression(self) -> Iterator[Wait]:
        """One input and a value."""
        yield from self._own(WAVE, (6,))
        self.shoot("wave")
        yield from self._each_view("wave")

    def faults(self) -> Iterator[Wait]:
        """A solution that breaks a rule, and one that cannot be read."""
        yield from self._own(TIGHT | {"palette": {"max_neurons": 12}}, (6, 6))
        the_game().leave()
        the_game().open(self._level(TIGHT | {"palette": {"max_neurons": 8}}))
        yield pause()
        self.shoot("broken-rule")
        canvas().select(["h1"])
        yield pause(20)
        self.shoot("broken-rule-selected")
        canvas().select()
        the_game().open_id("xor")
        the_game().leave()
        yield pause(30)
        with closing(sqlite3.connect(self._data / "records.db", isolation_level=None)) as records:
            records.execute("UPDATE solutions SET text = '{}', name = 'by hand'")
        the_game().open_id("xor")
        yield pause()
        self.shoot("unreadable")
        tabs = workbench().tabs
        tabs.pill(next(iter(tabs.problems))).click()
        yield pause()
        self.shoot("unreadable-card")
        yield from self._escape()

    def map_won(self) -> Iterator[Wait]:
        """The map of levels with what was won."""
        the_game().leave()
        yield pause()
        self.shoot("map-won")
        yield from self._menu("menu-map", named("tree-map"))

    # -- steps -------------------------------------------------------------------------------

    def _trained_xor(self) -> Iterator[Wait]:
        yield from screenshots.put_on_bench("xor", (3,))
        the_arrangement(NARROW)
        yield from screenshots.train_to(150, speed=SLOW)
        session().pause()
        yield pause()

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

    def _each_view(self, subject: str) -> Iterator[Wait]:
        for view in views_for(session().level.task):
            the_arrangement(Arrangement(docked=(view.name,)))
            canvas().select([session().document.network.neurons[0].id])
            yield pause(20)
            self.shoot(f"{subject}-view-{view.name}")
            beside = () if view.name == "curves" else ("curves",)
            the_arrangement(Arrangement(docked=beside, thrown=view.name))
            yield pause(20)
            self.shoot(f"{subject}-large-{view.name}")
        canvas().select()
        the_arrangement(NARROW)
        yield pause()

    def _menu(
        self, name: str, widget: QWidget | None, spot: QPoint | None = None
    ) -> Iterator[Wait]:
        """Click a widget with the right button; where no menu comes, there is no picture."""
        if widget is None:
            return
        at = widget.rect().center() if spot is None else spot
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.postEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
        yield pause(5)
        menu = QApplication.activePopupWidget()
        if menu is not None:
            self.shoot(name)
            menu.close()
        yield pause(2)

    def _escape(self) -> Iterator[Wait]:
        focused = QApplication.focusWidget() or main_window()
        QTest.keyClick(focused, Qt.Key.Key_Escape)
        yield pause(5)


def workbench() -> Workbench:
    """The page of the open level."""
    found = main_window().workbench
    if found is None:
        raise LookupError("no level is open")
    return found


def the_arrangement(arrangement: Arrangement) -> None:
    """Arrange the views of the open level."""
    workbench().deck.arrange(arrangement)


def named(name: str) -> QWidget | None:
    """The widget of that name that is on the screen; None when there is none."""
    found = (one for one in QApplication.allWidgets() if one.objectName() == name)
    return next((one for one in found if one.isVisible()), None)
