"""No text is cut at any text size, on any page.

A label, a button or a field must be at least as large as its text asks for, and lie wholly in what
shows it: the window, or a scroll area in which it can be brought into sight.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from engine.judging.judge import judge
from levels import Medal
from widgets.controls.elided_label import ElidedLabel
from widgets.controls.medal_row import MedalRow
from widgets.solutions.solution_pill import SolutionPill
from widgets.theme.style import stylesheet
from widgets.verdict.verdict_words import VerdictNews

TEXTUAL = (QLabel, QAbstractButton, QLineEdit, QAbstractSpinBox, MedalRow, SolutionPill)
SCALES = (0.8, 1.0, 1.5, 2.0)
SIZES = ((1280, 800), (1920, 1080))


@pytest.fixture
def dressed(start_window, qtbot):
    """``dressed(scale, size)``: the game's window at that text size, in the real stylesheet."""
    app = QApplication.instance()
    games = []

    def put_on():
        theme = games[0].look.theme
        app.setFont(theme.font())
        app.setStyleSheet(stylesheet(theme))

    def start(scale, size):
        game, window = start_window()
        games.append(game)
        game.look.changed.connect(put_on)
        game.look.set_text_scale(scale)
        put_on()
        window.resize(*size)
        return game, window

    yield start
    app.setStyleSheet("")
    app.setFont(games[0].look.theme.font())


def needed(widget: QWidget) -> tuple[int, int]:
    """The size below which the text of a widget is cut, in pixels."""
    if isinstance(widget, ElidedLabel):
        return 0, widget.sizeHint().height()  # it gives way; its tooltip has the rest
    if isinstance(widget, QLabel) and widget.wordWrap():
        return 0, widget.heightForWidth(widget.width())
    if isinstance(widget, QLineEdit | QAbstractSpinBox):
        text = widget.text() or "0"
        return widget.fontMetrics().horizontalAdvance(text), widget.fontMetrics().height()
    hint = widget.sizeHint()
    return hint.width(), hint.height()


def _only_icon(widget: QWidget) -> bool:
    return isinstance(widget, QToolButton) and not widget.text()


def scroller(widget: QWidget) -> QAbstractScrollArea | None:
    """The scroll area that a widget lies in, if any."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def cut(page: QWidget) -> list[str]:
    """What is cut on a page: the widget's text, what it has, and what it needs."""
    found = []
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, TEXTUAL) or not widget.isVisible() or _only_icon(widget):
            continue
        area = scroller(widget)
        whole = area.widget() if area is not None else page
        place = QRect(widget.mapTo(whole, QPoint(0, 0)), widget.size())
        wide, high = needed(widget)
        text = getattr(widget, "text", str)() or widget.objectName() or type(widget).__name__
        if widget.width() < wide or widget.height() < high:
            found.append(f"{text!r} has {widget.width()}×{widget.height()}, needs {wide}×{high}")
        if not whole.rect().contains(place):
            found.append(f"{text!r} at {place.getRect()} leaves {whole.rect().getRect()}")
        if area is not None and whole.width() > area.viewport().width():
            found.append(f"{text!r} lies in a page too wide for its scroll area")
    return found


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


EVERY = pytest.mark.parametrize("scale", SCALES)
EACH = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@EVERY
@EACH
def test_on_the_map(dressed, scale, size):
    _, window = dressed(scale, size)
    for level in ("first-line", "xor", "noisy-spiral"):
        window.home.levels.select(level)
        settle()
        assert cut(window) == [], level


@EVERY
@EACH
def test_on_the_bench(dressed, scale, size):
    game, window = dressed(scale, size)
    for level in ("first-line", "xor", "noisy-spiral"):
        game.open_id(level)
        settle()
        assert cut(window) == [], level


@EVERY
@EACH
def test_in_the_inspector(dressed, scale, size):
    game, window = dressed(scale, size)
    game.open_id("xor")
    document, author = game.session.document, game.session.level.author_solution
    document.load(replace(document.solution, network=author.network, layout=author.layout))
    window.workbench.view.selection.select(("h1",), ())
    settle()
    assert cut(window) == []


@EVERY
@EACH
def test_on_the_verdict(dressed, scale, size):
    game, window = dressed(scale, size)
    game.open_id("xor")
    level = game.session.level
    settings = replace(level.training, epochs=2)
    *_, verdict = judge(level.author_solution.network, level.dataset(), settings, level.terms)
    panel = window.workbench.verdict
    panel.begin(level.terms)
    news = VerdictNews(Medal.LEAF, after=level.after.text_for(Medal.LEAF))
    panel.show_verdict(replace(verdict, passed=True), news)
    settle()
    assert cut(panel) == []


@EVERY
@EACH
def test_in_cards_and_popovers(dressed, scale, size, qtbot):
    game, window = dressed(scale, size)
    game.open_id("xor")
    settle()
    for name in ("speed", "setting-learning_rate", "more-settings"):
        window.findChild(QAbstractButton, name).click()
        settle()
        popover = window.findChild(QWidget, "popover")
        assert cut(popover) == [], name
        popover.dismiss()
        settle()
    window.show_shortcuts()
    settle()
    assert cut(window.findChild(QWidget, "shortcuts")) == []


def test_a_live_change_is_followed(dressed):
    game, window = dressed(1.0, (1280, 800))
    game.open_id("xor")
    for scale in (2.0, 0.8, 1.5, 1.0):
        game.settings.set_text_scale(scale)
        settle()
        assert cut(window) == [], scale
