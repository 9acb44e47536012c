"""Steps that several pages of the gallery share, and the camera that saves them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.window.workbench import Workbench
from benchmarks.onlooker import main_window, session
from benchmarks.screenshots import Wait, canvas, pause, the_game
from widgets.dock.arrangement import Arrangement
from widgets.views.registry import views_for

NARROW: Final = Arrangement(docked=("map", "curves"))


class Camera:
    """Saves pages as pictures.

    Args:
        folder: where the pictures go.
        prefix: what their names begin with.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder, self._prefix = folder, prefix

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


def each_view(camera: Camera, subject: str) -> Iterator[Wait]:
    """Each view of the open level in the dock, and thrown large to the left."""
    for view in views_for(session().level.task):
        the_arrangement(Arrangement(docked=(view.name,)))
        canvas().select([session().document.network.neurons[0].id])
        yield pause(20)
        camera.shoot(f"{subject}-view-{view.name}")
        beside = () if view.name == "curves" else ("curves",)
        the_arrangement(Arrangement(docked=beside, thrown=view.name))
        yield pause(20)
        camera.shoot(f"{subject}-large-{view.name}")
    canvas().select()
    the_arrangement(NARROW)
    yield pause()


def menu(
    camera: Camera, name: str, widget: QWidget | None, spot: QPoint | None = None
) -> Iterator[Wait]:
    """Click a widget with the right button; where no menu comes, there is no picture."""
    if widget is None:
        return
    at = widget.rect().center() if spot is None else spot
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.postEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    yield pause(5)
    opened = QApplication.activePopupWidget()
    if opened is not None:
        camera.shoot(name)
        opened.close()
    yield pause(2)


def escape() -> Iterator[Wait]:
    """Press Escape where the focus is."""
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
