"""Names that look like HTML or mnemonics are plain text wherever the window shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from levels import campaign, write_solution
from widgets.controls.popover import Popover
from widgets.solutions.solution_pill import SolutionPill
from widgets.verdict.verdict_panel import VerdictPanel
from widgets.views.registry import views_for

LEFT = Qt.MouseButton.LeftButton
NAMES = {
    "zq1": "<img src=zq1>",
    "zq2": "&Fizq2le && <i>",
    "zq3": "<b>zq3</b>",
    "zq4": "<u>unreadable zq4</u>",
    "zq5": "<i>zq5</i>",
}
"""What each is recognised by, and the name."""

Shown = Iterator[tuple[str, str, str]]
"""Where, the text as the widget has it, and what of it can be seen."""


def as_rich(text: str) -> str:
    """What Qt shows of a text that it may take for HTML."""
    if not QtGui.Qt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def as_button(text: str) -> str:
    """What Qt shows of a text in which & marks a key."""
    return re.sub(r"&(.)", r"\1", text)


def texts_of(widget: QWidget) -> Shown:
    """Everything that a widget shows by itself or when it is pointed at."""
    for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
        yield "tooltip", tip, as_rich(tip)
    for action in widget.actions():
        yield from texts_of_action(action)
    if isinstance(widget, SolutionPill | QLineEdit):
        yield type(widget).__name__, widget.text(), widget.text()
    elif isinstance(widget, QAbstractButton):
        yield "button", widget.text(), as_button(widget.text())
    elif isinstance(widget, QLabel):
        plain = widget.textFormat() is Qt.TextFormat.PlainText
        seen = widget.text() if plain else as_rich(widget.text())
        yield "label", widget.text(), as_button(seen) if widget.buddy() else seen
    elif isinstance(widget, QComboBox):
        for row in range(widget.count()):
            yield "row", widget.itemText(row), widget.itemText(row)
    elif isinstance(widget, QGraphicsView):
        for item in widget.scene().items():
            yield "item", item.toolTip(), as_rich(item.toolTip())


def texts_of_action(action: QAction) -> Shown:
    yield "action", action.text(), as_button(action.text())
    for tip in (action.toolTip(), action.statusTip()):
        yield "action's tooltip", tip, as_rich(tip)


def tip_over(widget: QWidget) -> Shown:
    """The tooltip that comes when the pointer rests on a widget."""
    spot = widget.rect().center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, spot, widget.mapToGlobal(spot))
    QApplication.sendEvent(widget, help_event)
    yield "shown tooltip", QToolTip.text(), as_rich(QToolTip.text())
    QToolTip.hideText()


def menu_on(widget: QWidget) -> Shown:
    """The lines of the menu that a right click opens, and of the menus in it."""
    spot = widget.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, spot, widget.mapToGlobal(spot)))
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        for one in (menu, *menu.findChildren(QMenu)):
            for action in one.actions():
                yield from texts_of_action(action)
        menu.close()


class Reader:
    """Reads all that is in sight and knows where it has met which name."""

    def __init__(self) -> None:
        self.met: set[tuple[str, str]] = set()
        self.wrong: set[str] = set()
        self.read_in: Counter[str] = Counter()

    def read(self, *, menus: bool = False) -> None:
        QApplication.processEvents()
        for widget in QApplication.allWidgets():
            # A tooltip or a menu may have had others made in the place of some.
            if not isValid(widget) or not widget.isVisible():
                continue
            self._take(widget, texts_of(widget))
            self._take(widget, tip_over(widget))
            if menus and isValid(widget) and not isinstance(widget.window(), QMenu):
                self._take(widget, menu_on(widget))

    def _take(self, widget: QWidget, texts: Shown) -> None:
        for where, raw, seen in texts:
            self.read_in[where] += bool(raw)
            for mark, name in NAMES.items():
                if mark not in raw:
                    continue
                self.met.add((where, mark))
                if name not in seen:
                    self.wrong.add(f"{where} of {type(widget).__name__}: {raw!r} shows {seen!r}")


@pytest.fixture
def bench(open_level):
    """The bench with solutions of those names, one unreadable and one deleted."""
    game, window = open_level()
    game.leave()
    level = campaign().level("xor")
    for mark in ("zq1", "zq2", "zq3"):
        solution = replace(level.author_solution, name=NAMES[mark])
        text = write_solution(solution, level.id)
        row = game._records.add_solution(level.address, solution.name, text, 7)
    game._records.set_open_solution(level.address, row.id)
    game._records.add_solution(level.address, NAMES["zq4"], "{", 7)
    deleted = game._records.add_solution(level.address, NAMES["zq5"], text, 7)
    game._records.delete_solution(deleted.id)
    window.resize(1600, 900)
    game.open_id("xor")
    return game, window


def test_every_view_and_menu_shows_names_as_they_were_typed(bench) -> None:
    game, window = bench
    reader, deck = Reader(), window.workbench.deck
    reader.read(menus=True)
    for view in views_for(game.session.level.task):
        deck.arrange(deck.arrangement.opened(view.name))
        reader.read()
        deck.throw(view.name)
        reader.read()
        deck.throw(view.name)
    assert reader.wrong == set()
    assert min(reader.read_in[own] for own in ("action", "shown tooltip", "label")) > 100
    assert {("SolutionPill", mark) for mark in ("zq1", "zq2", "zq3", "zq4")} <= reader.met
    assert {("tooltip", mark) for mark in ("zq1", "zq2", "zq3", "zq4")} <= reader.met


def test_every_card_and_message_shows_names_as_they_were_typed(bench, qtbot) -> None:
    game, window = bench
    reader, shelf = Reader(), game.session.shelf
    tabs = window.workbench.findChild(QWidget, "solutions")
    with qtbot.waitSignal(game.session.judging.finished, timeout=30_000):
        game.session.judge()
    reader.read()
    window.findChild(VerdictPanel).leave()
    pills = {pill.text(): pill for pill in window.findChildren(SolutionPill)}
    QTest.mouseClick(pills[NAMES["zq4"]], LEFT)
    reader.read()
    window.findChild(Popover).close()
    tabs.deleted_requested.emit()
    reader.read()
    assert ("label", "zq5") in reader.met
    window.findChild(Popover).close()
    tabs.start_rename(str(shelf.open_entry.id))
    reader.read()
    assert ("NameEditor", "zq3") in reader.met
    window.workbench.take_focus()
    ids = {entry.name: entry.id for entry in shelf.entries}
    tabs.deleted.emit(str(ids[NAMES["zq1"]]))
    reader.read()
    assert ("label", "zq1") in reader.met
    game.noticed.emit(f"“{NAMES['zq2']}” cannot be kept.")
    reader.read()
    assert ("label", "zq2") in reader.met
    window.ask_before_closing([f"“{name}”" for name in NAMES.values()], lambda: None)
    reader.read()
    game.leave()
    reader.read()
    assert reader.wrong == set()
