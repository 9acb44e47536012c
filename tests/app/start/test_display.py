"""Whether a window can be shown, and the sentence when it cannot."""

from __future__ import annotations

import ctypes
import sys

import pytest

from app.start.display import why_no_display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has X")


@pytest.fixture
def on_display(monkeypatch):
    """Start on an X display with that name."""

    def choose(name: str) -> None:
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        monkeypatch.setenv("DISPLAY", name)

    return choose


@pytest.fixture
def without_xcb(monkeypatch):
    """The system has no library that asks an X server."""

    def refuse(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", refuse)


@pytest.mark.parametrize("name", [":987", "nonsense", ":one", "unix:987.0"])
def test_a_display_that_is_not_there_is_named(on_display, name):
    on_display(name)
    assert why_no_display() == f"The display {name} cannot be opened; is DISPLAY set correctly?"


@pytest.mark.parametrize("name", [":987", "nonsense", ":one", "unix:987.0"])
def test_it_is_named_too_where_nothing_asks_the_server(on_display, without_xcb, name):
    on_display(name)
    assert why_no_display() == f"The display {name} cannot be opened; is DISPLAY set correctly?"


def test_no_display_is_no_obstacle_to_the_other_commands(on_display):
    on_display("")
    assert "the other commands work without one" in why_no_display()


def test_qt_without_a_screen_needs_no_display(on_display, monkeypatch):
    on_display(":987")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert why_no_display() is None
