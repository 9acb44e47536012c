"""A check box whose tick follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from widgets.theme.focus_ring import draw_focus_ring
from widgets.theme.look import Look
from widgets.theme.style import on_accent


class CheckBox(QCheckBox):
    """A check box; "some of them" shows as a dash."""

    def __init__(self, look: Look, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._look = look
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tick over the box, which the stylesheet has painted."""
        super().paintEvent(event)
        if self.hasFocus():
            draw_focus_ring(self, self._look.theme.moss, 6)
        state = self.checkState()
        if state == Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        middle = QPointF(self.style().subElementRect(part, option, self).center()) + QPointF(1, 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(on_accent(self._look.theme), 2.0))
        tick = ((-4.0, 0.0), (-1.2, 3.0), (4.2, -3.4))
        dash = ((-4.0, 0.0), (4.0, 0.0))
        shape = tick if state == Qt.CheckState.Checked else dash
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in shape]))
