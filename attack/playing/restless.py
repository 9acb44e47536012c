"""The real game in a process of its own, on which random things are done without rest.

``python -m attack.playing.restless FOLDER COUNT SEED`` does ``COUNT`` actions with mouse, wheel and
keys, drags from the palette with the mouse of the screen where there is one, and prints one line of
JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from app.cli.run import run
from app.session.game import Game
from benchmarks.onlooker import Onlooker, game, main_window
from levels import campaign
from widgets.canvas.view import NetworkView
from widgets.palette.tile import Tile

LEFT: Final = Qt.MouseButton.LeftButton
MODIFIERS: Final = (
    *([Qt.KeyboardModifier.NoModifier] * 4),
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYS: Final = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space),
    *(Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key(code) for code in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *(Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Question, Qt.Key.Key_Period, Qt.Key.Key_F1),
)
QUITTING: Final = (Qt.Key.Key_Q,)
"""With Ctrl they close the game, which is not what is tried here."""

MOST_AT_ONCE: Final = 8
"""Actions between two returns to the event loop: hands are quicker than frames."""

TURN_MS: Final = 10
BEAT_MS: Final = 5
STALL_SECONDS: Final = 0.25
OPENING_STALL_SECONDS: Final = 0.5
WARM_SHARE: Final = 0.25
"""Share of the actions after which memory is expected to be flat."""

SAMPLES: Final = 200
DRAG_SHARE: Final = 0.015
DRAG_STEPS: Final = 8
SIZES: Final = ((960, 540), (1280, 720), (1280, 800), (1366, 768), (1392, 880))


class Restless(Onlooker):
    """Does one random thing a tick, watches the time between two beats, and counts."""

    def __init__(self, count: int, seed: int) -> None:
        super().__init__()
        self._count, self._random = count, random.Random(seed)
        self._done = self._drags = 0
        self._beat: QTimer | None = None
        self._last_beat = 0.0
        self._opened = 0.0
        self._stalls: list[tuple[float, float, str]] = []
        self._slowest = {"open": 0.0, "other": 0.0}
        self._memory: list[int] = []
        self._doing = ""
        self._drag: subprocess.Popen[bytes] | None = None
        self._process = psutil.Process()
        self._actions: dict[Callable[[], None], int] = {
            self._click_canvas: 10,
            self._drag_canvas: 22,
            self._wheel: 8,
            self._press_key: 30,
            self._press_button: 16,
            self._open_menu: 4,
            self._click_palette: 8,
            self._move_mouse: 8,
            self._resize: 1,
            self._open_level: 1,
        }

    # -- the loop ----------------------------------------------------------------------------------

    def tick(self) -> None:
        """Begin once the window stands."""
        playing = game()
        if self._beat is None and playing is not None and main_window().isVisible():
            self._begin()
            self._turn()

    def _turn(self) -> None:
        # Asked for before anything is done: a menu runs a loop of its own, and a timer does not
        # fire within its own slot.
        QTimer.singleShot(TURN_MS, self._turn)
        playing = game()
        if playing is None or self._is_dragging():
            return
        if self._done >= self._count:
            self._report()
        for _ in range(self._random.randint(1, MOST_AT_ONCE)):
            self._act(playing)
            if self._is_dragging() or QApplication.activePopupWidget() is not None:
                return

    def _is_dragging(self) -> bool:
        return self._drag is not None and self._drag.poll() is None

    def _begin(self) -> None:
        self._last_beat = time.perf_counter()
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self._take_beat)
        self._beat.start()

    def _take_beat(self) -> None:
        now = time.perf_counter()
        gap, self._last_beat = now - self._last_beat, now
        opening = now - self._opened < 2 * OPENING_STALL_SECONDS + gap
        kind = "open" if opening else "other"
        self._slowest[kind] = max(self._slowest[kind], gap)
        limit = OPENING_STALL_SECONDS if opening else STALL_SECONDS
        if gap > limit:
            self._stalls.append((gap, limit, self._doing))

    def _act(self, playing: Game) -> None:
        self._done += 1
        if self._done % max(1, self._count // SAMPLES) == 0:
            self._memory.append(self._process.memory_info().rss)
        if playing.session is None and self._random.random() < 0.3:
            self._open_level()
        elif self._random.random() < DRAG_SHARE and shutil.which("xdotool"):
            self._drag_from_palette()
        else:
            actions, weights = list(self._actions), list(self._actions.values())
            action = self._random.choices(actions, weights)[0]
            self._doing = action.__name__
            action()

    def _report(self) -> None:
        warm = self._memory[round(len(self._memory) * WARM_SHARE) :]
        third = max(1, len(warm) // 3)
        found = {
            "actions": self._done,
            "drags": self._drags,
            "stalls": [(round(gap, 3), limit, doing) for gap, limit, doing in self._stalls],
            "slowest": self._slowest,
            "memory_before": sorted(warm[:third])[third // 2],
            "memory_after": sorted(warm[-third:])[third // 2],
        }
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        os._exit(0)  # menus and cards may be open, and none of them has to be closed

    # -- things to do ------------------------------------------------------------------------------

    def _view(self) -> NetworkView | None:
        shown = main_window().findChildren(NetworkView)
        return next((view for view in shown if view.isVisible()), None)

    def _point(self, widget: QWidget) -> QPoint:
        width, height = max(1, widget.width()), max(1, widget.height())
        return QPoint(self._random.randrange(width), self._random.randrange(height))

    def _target(self, view: NetworkView) -> QPoint:
        """A node, a port, or anywhere on the canvas."""
        nodes = list(view.document.network.nodes)
        roll = self._random.random()
        if nodes and roll < 0.4:
            return view.node_centre(self._random.choice(nodes))
        if nodes and roll < 0.7:
            return view.port_position(self._random.choice(nodes))
        return self._point(view.viewport())

    def _click_canvas(self) -> None:
        view = self._view()
        if view is None:
            return
        target, modifiers = self._target(view), self._random.choice(MODIFIERS)
        click(view.viewport(), target, modifiers)
        if self._random.random() < 0.2 and shiboken6.isValid(view):
            QTest.mouseDClick(view.viewport(), LEFT, modifiers, target)

    def _drag_canvas(self) -> None:
        view = self._view()
        if view is None:
            return
        button = Qt.MouseButton.MiddleButton if self._random.random() < 0.1 else LEFT
        start, end, canvas = self._target(view), self._target(view), view.viewport()
        QTest.mousePress(canvas, button, self._random.choice(MODIFIERS), start)
        for step in range(1, 5):
            if shiboken6.isValid(canvas):
                QTest.mouseMove(canvas, start + (end - start) * step / 4)
        if self._random.random() < 0.95 and shiboken6.isValid(canvas):  # else let go elsewhere
            QTest.mouseRelease(canvas, button, Qt.KeyboardModifier.NoModifier, end)

    def _wheel(self) -> None:
        view = self._view()
        widget: QWidget = main_window() if view is None else view.viewport()
        place = QPointF(self._point(widget))
        turn = QPoint(0, self._random.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            place,
            QPointF(widget.mapToGlobal(place.toPoint())),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self._random.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 (Qt's own signature)
        )
        QApplication.sendEvent(widget, event)

    def _press_key(self) -> None:
        key, modifier = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        if key in QUITTING and modifier != Qt.KeyboardModifier.NoModifier:
            return
        receiver = QApplication.activePopupWidget() or QApplication.focusWidget() or main_window()
        QTest.keyClick(receiver, key, modifier)

    def _press_button(self) -> None:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or main_window()
        buttons = [own for own in top.findChildren(QAbstractButton) if own.isVisible()]
        if buttons:
            button = self._random.choice(buttons)
            click(button, button.rect().center())

    def _open_menu(self) -> None:
        widgets = [own for own in main_window().findChildren(QWidget) if own.isVisible()]
        widget = self._view() if self._random.random() < 0.5 else self._random.choice(widgets)
        if widget is None:
            return
        widget = widget.viewport() if isinstance(widget, QScrollArea | NetworkView) else widget
        place = self._point(widget)
        # A menu may run an event loop of its own, within which the ticks go on.
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, widget.mapToGlobal(place))
        QApplication.postEvent(widget, event)

    def _click_palette(self) -> None:
        tiles = [tile for tile in main_window().findChildren(Tile) if tile.isVisible()]
        if tiles:
            tile = self._random.choice(tiles)
            click(tile, tile.rect().center())

    def _move_mouse(self) -> None:
        view = self._view()
        if view is not None:
            QTest.mouseMove(view.viewport(), self._target(view))

    def _resize(self) -> None:
        main_window().resize(*self._random.choice(SIZES))

    def _open_level(self) -> None:
        playing = game()
        if playing is not None:
            self._doing, self._opened = "open", time.perf_counter()
            playing.open_id(self._random.choice(campaign().levels).id)

    def _drag_from_palette(self) -> None:
        """With the real mouse: press on a tile, move, let go on the canvas."""
        view = self._view()
        tiles = main_window().findChildren(Tile)
        tiles = [tile for tile in tiles if tile.visibleRegion().contains(tile.rect().center())]
        if view is None or not tiles or QApplication.activePopupWidget() is not None:
            return
        self._doing, self._drags = "palette drag", self._drags + 1
        tile, target = self._random.choice(tiles), self._target(view)
        if not view.viewport().rect().contains(target):
            target = self._point(view.viewport())
        start = tile.mapToGlobal(tile.rect().center())
        end = view.viewport().mapToGlobal(target)
        words = ["mousemove", start.x(), start.y(), "sleep", 0.02, "mousedown", 1]
        for step in range(1, DRAG_STEPS + 1):
            there = start + (end - start) * step / DRAG_STEPS
            words += ["sleep", 0.02, "mousemove", there.x(), there.y()]
        words += ["sleep", 0.05, "mouseup", 1]
        self._drag = subprocess.Popen(["xdotool", *map(str, words)])


def click(
    widget: QWidget,
    point: QPoint,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press and let go; pressing may run a menu, during which the widget may go."""
    QTest.mousePress(widget, LEFT, modifiers, point)
    if shiboken6.isValid(widget):
        QTest.mouseRelease(widget, LEFT, modifiers, point)


def main() -> int:
    """Play until all is done; the report ends the process."""
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    restless = Restless(count, seed)
    code = run(["play", "--data-dir", str(folder)])
    del restless
    return code


if __name__ == "__main__":
    sys.exit(main())
