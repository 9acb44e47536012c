"""The medals of a level with the sizes they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from widgets.theme.look import Look
from widgets.theme.style import MEDIUM, font, icon_pixmap, on_accent

MedalSizes = Sequence[tuple[str, int | None]]
_CELL: Final = 48
_RADIUS: Final = 15.0
_ICON: Final = 18


class MedalRow(QWidget):
    """A row of medals: won ones filled, those within reach ringed, the rest faint.

    Each medal is its name ("leaf", "branch", "blossom", "bonsai", which is also its icon's) and the
    most parameters it allows, None for any number.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sizes: MedalSizes = ()
        self._parameters: int | None = None
        self._best: str | None = None
        self._star = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @property
    def won(self) -> frozenset[str]:
        """The medals that are won: the best one and all before it."""
        names = [name for name, _ in self._sizes]
        return frozenset(names[: names.index(self._best) + 1] if self._best in names else ())

    @property
    def reachable(self) -> frozenset[str]:
        """The medals that passing with the present number of parameters would win."""
        count = self._parameters
        if count is None:
            return frozenset()
        return frozenset(name for name, most in self._sizes if most is None or count <= most)

    def set_sizes(self, sizes: MedalSizes) -> None:
        """Show these medals, the easiest first."""
        self._sizes = tuple(sizes)
        self.updateGeometry()
        self._told()

    def set_parameters(self, parameters: int | None) -> None:
        """Ring the medals within reach of that many parameters."""
        self._parameters = parameters
        self._told()

    def set_best(self, best: str | None, *, star: bool = False) -> None:
        """Fill the medals up to the best one won; a star takes the place of its icon."""
        self._best = best
        self._star = star
        self._told()

    def explain(self, name: str) -> str:
        """What the medal asks for, in words."""
        most = dict(self._sizes)[name]
        asked = "any number of parameters" if most is None else f"{most} parameters or fewer"
        won = " Won." if name in self.won else ""
        if self._star and name == self._best:
            won = " Won, with a star: smaller than the author’s."
        return f"{name.capitalize()}: pass with {asked}.{won}"

    def _told(self) -> None:
        self.setAccessibleName(" ".join(self.explain(name) for name, _ in self._sizes))
        self.update()

    def _paint_medal(self, painter: QPainter, left: float, name: str, most: int | None) -> None:
        theme = self._look.theme
        centre = QPointF(left + _CELL / 2, _RADIUS + 2)
        won, near = name in self.won, name in self.reachable
        ring = theme.blossom if won else theme.moss if near else theme.line
        ground = theme.blossom if won else theme.mossbg if near else theme.panel
        ink = on_accent(theme) if won else theme.moss if near else theme.muted
        painter.setPen(QPen(ring, 1.5))
        painter.setBrush(ground)
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        shown = "star" if self._star and name == self._best else name
        pixmap = icon_pixmap(shown, ink.name(), _ICON, self.devicePixelRatioF())
        painter.drawPixmap(centre - QPointF(_ICON / 2, _ICON / 2), pixmap)
        painter.setFont(font(12, MEDIUM))
        painter.setPen(theme.ink if near or won else theme.muted)
        text = "pass" if most is None else f"≤ {most}"
        place = QRectF(left - 4, centre.y() + _RADIUS + 3, _CELL + 8, 17)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def sizeHint(self) -> QSize:
        """As wide as its medals."""
        return QSize(_CELL * len(self._sizes), 54)

    def event(self, event: QEvent) -> bool:
        """Explain the medal under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = event.pos().x() // _CELL
            if 0 <= index < len(self._sizes):
                QToolTip.showText(event.globalPos(), self.explain(self._sizes[index][0]), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the medals side by side."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (name, most) in enumerate(self._sizes):
            self._paint_medal(painter, index * _CELL, name, most)
