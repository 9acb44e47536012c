"""Runs the real game and answers questions about what is on its screen.

``python -m tests.end_to_end.harness SOCKET ARGUMENT...`` starts the game with the arguments, as
`neural-bonsai` would, and listens on a Unix socket. Each line there is a question in JSON, each
answer a line of JSON. The game knows nothing of it: questions are put to its widgets from outside,
on the GUI's thread.
"""

from __future__ import annotations

import json
import queue
import socket
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.cli.run import run
from app.window.main_window import MainWindow
from widgets.canvas.view import NetworkView


def shown(kind: type[QWidget], name: str = "") -> QWidget | None:
    """The widget of that kind and object name that is on the screen now."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, kind) and widget.isVisible() and name in ("", widget.objectName()):
            return widget
    return None


def on_screen(widget: QWidget, point: QPoint) -> list[int]:
    there = widget.mapToGlobal(point)
    return [there.x(), there.y()]


def words_in(widget: QWidget) -> str:
    """Everything that can be read in a widget, in the order of its children."""
    readable = [one for one in [widget, *widget.findChildren(QWidget)] if one.isVisible()]
    return "\n".join(one.text() for one in readable if isinstance(one, QLabel | QAbstractButton))


def answer_widget(name: str) -> dict | None:
    widget = shown(QWidget, name)
    if widget is None:
        return None
    rect = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return {
        "centre": [rect.center().x(), rect.center().y()],
        "size": [rect.width(), rect.height()],
        "enabled": widget.isEnabled(),
        "words": words_in(widget),
    }


def answer_canvas(share_x: float, share_y: float) -> list[int] | None:
    """The point at that share of the canvas's width and height."""
    view = shown(NetworkView)
    if view is None:
        return None
    size = view.viewport().size()
    point = QPoint(int(size.width() * share_x), int(size.height() * share_y))
    return on_screen(view.viewport(), point)


def answer_node(node_id: str) -> list[int] | None:
    view = shown(NetworkView)
    return view and on_screen(view.viewport(), view.node_centre(node_id))


def answer_port(node_id: str) -> list[int] | None:
    view = shown(NetworkView)
    return view and on_screen(view.viewport(), view.port_position(node_id))


def answer_network() -> dict | None:
    view = shown(NetworkView)
    if view is None:
        return None
    network = view.document.network
    return {
        "nodes": list(network.nodes),
        "links": [list(link.key) for link in network.links],
        "parameters": network.parameters,
    }


def answer_names() -> list[str]:
    """Object names of all that is on the screen: to find one's way when a test fails."""
    return sorted({one.objectName() for one in QApplication.allWidgets() if one.isVisible()})


def answer_close() -> bool:
    """Close the main window as its own close button would."""
    window = shown(MainWindow)
    if window is not None:
        QTimer.singleShot(0, window.close)
    return window is not None


def answer_picture(path: str) -> bool:
    """Save what the main window shows."""
    window = shown(MainWindow)
    return window is not None and window.grab().save(path)


ANSWERS = {
    "widget": answer_widget,
    "canvas": answer_canvas,
    "node": answer_node,
    "port": answer_port,
    "network": answer_network,
    "names": answer_names,
    "close": answer_close,
    "picture": answer_picture,
}


class Desk(QObject):
    """Takes questions from the socket's thread and answers them on the GUI's thread."""

    asked = Signal(object)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._answers: queue.Queue[object] = queue.Queue()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen(1)
        self.asked.connect(self._answer)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as lines:
            for line in lines:
                self.asked.emit(json.loads(line))
                lines.write(json.dumps(self._answers.get()) + "\n")
                lines.flush()

    @Slot(object)
    def _answer(self, question: list) -> None:
        verb, *arguments = question
        try:
            self._answers.put(ANSWERS[verb](*arguments))
        except Exception as error:  # noqa: BLE001 (the test shall see it, the game shall go on)
            self._answers.put({"error": repr(error)})


if __name__ == "__main__":
    desk = Desk(Path(sys.argv[1]))
    sys.exit(run(sys.argv[2:]))
