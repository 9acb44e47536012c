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

from PySide6.QtCore import QObject, Signal, Slot

from app.cli.run import run
from tests.end_to_end.answers import ANSWERS
from tests.end_to_end.sights import SIGHTS
from tests.end_to_end.stage import STAGE

QUESTIONS = ANSWERS | SIGHTS | STAGE


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
            self._answers.put(QUESTIONS[verb](*arguments))
        except Exception as error:  # noqa: BLE001 (the test shall see it, the game shall go on)
            self._answers.put({"error": repr(error)})


if __name__ == "__main__":
    desk = Desk(Path(sys.argv[1]))
    sys.exit(run(sys.argv[2:]))
