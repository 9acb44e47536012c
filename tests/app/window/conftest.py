"""A level on the bench of the real window, in the game's own font and stylesheet."""

from __future__ import annotations

import pytest

from widgets.theme.fonts import font, install_font
from widgets.theme.look import LIGHT
from widgets.theme.style import stylesheet


@pytest.fixture
def dressed(qapp):
    """The font and the stylesheet of the game: they decide what fits."""
    install_font()
    font_before, sheet_before = qapp.font(), qapp.styleSheet()
    qapp.setFont(font())
    qapp.setStyleSheet(stylesheet(LIGHT))
    yield
    qapp.setStyleSheet(sheet_before)
    qapp.setFont(font_before)


@pytest.fixture
def dress(dressed, qapp):
    """``dress(game, theme)``: the stylesheet for a game's theme and size of text of now."""

    def apply(game, theme=None):
        if theme is not None:
            game.look.set_theme(theme)
        qapp.setStyleSheet(stylesheet(game.look.theme))

    return apply


@pytest.fixture
def open_level(dressed, start_window, qtbot):
    """``open_level(id)``: the game with the level's own proof on the bench, keys on the canvas."""

    def start(level_id="xor"):
        game, window = start_window()
        game.open_id(level_id)
        game.session.document.load(game.session.level.author_solution)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return game, window

    return start
