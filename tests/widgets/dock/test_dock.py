"""The dock shares its height once, and then is at rest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QWidget

from widgets.dock.dock import Dock
from widgets.dock.view_frame import ViewFrame
from widgets.theme.look import Look

ENOUGH_MS = 200
FEW = 10


class Requests(QObject):
    """Counts the requests for a layout that reach a widget."""

    count = 0

    def eventFilter(self, receiver, event):
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_it_asks_for_no_layout_while_it_lays_out(qtbot):
    dock, look, requests = Dock(), Look(), Requests()
    qtbot.addWidget(dock)
    dock.resize(320, 600)
    names = ("map", "curves")
    dock.set_frames([ViewFrame(name, QWidget(objectName=f"view-{name}"), look) for name in names])
    dock.show()
    dock.installEventFilter(requests)
    dock.frames[0].view.updateGeometry()
    # A request that makes the next one would keep the loop busy as long as it may run.
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, ENOUGH_MS)
    assert requests.count < FEW
    lines = [one for one in dock.children() if one.property("role") == "hairline"]
    assert sum(line.isVisible() for line in lines) == 1
