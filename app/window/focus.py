"""Keeps the keyboard focus on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FocusKeeper(QObject):
    """Returns the focus to the page when a card, popover, editor or field that had it is gone.

    Qt gives the focus of a widget that is hidden or disabled to whatever comes next in the order
    of Tab, which the player never chose.

    Args:
        window: whose focus is kept.
        give_back: gives the focus to what the page is about.
    """

    def __init__(self, window: QWidget, give_back: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._give_back = window, give_back
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        lost = old is not None and not (old.isVisible() and old.isEnabled())
        if new is None or (lost and new.window() is self._window):
            # Deferred: a widget that is about to take the focus gets it.
            QTimer.singleShot(0, self, partial(self._give, new))

    def _give(self, strayed: QWidget | None) -> None:
        if QApplication.focusWidget() is strayed and self._window.isActiveWindow():
            self._give_back()


def order_tabs(parts: Iterable[QWidget]) -> None:
    """Let Tab walk through the parts of a page one after the other, whenever each was made."""
    parts = tuple(parts)
    chain = list(_chain_from(parts[0]))
    places = {widget: place for place, widget in enumerate(chain)}
    stops = [widget for widget in chain if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    ordered = []
    for part in parts:
        own = [stop for stop in stops if stop is part or part.isAncestorOf(stop)]
        # The chain is a circle; the order within a part begins at the part.
        start = places[part]
        ordered += sorted(own, key=lambda stop: (places[stop] - start) % len(chain))
    for one, following in pairwise(ordered):
        QWidget.setTabOrder(one, following)


def _chain_from(first: QWidget) -> Iterator[QWidget]:
    """All widgets of the window in the order that Qt keeps, once each."""
    widget: QWidget | None = first
    while widget is not None:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return
