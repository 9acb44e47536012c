"""The medals of a level with the sizes they ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.wording import counted
from widgets.controls.explanation import Explainer
from widgets.glossary.terms import Term
from widgets.theme.fonts import MEDIUM
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import Look
from widgets.theme.style import on_accent

MedalSizes = Sequence[tuple[str, int | None]]
_CELL: Final = 48
_CLOSE_CELL: Final = 38
_RADIUS: Final = 15.0
_ICON: Final = 18
_LABEL: Final = 17
_LOBES: Final = 10
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MedalRow(QWidget):
    """A row of medals: won ones are rosettes, those within reach rings, the rest dashed rings.

    Each medal is its name ("leaf", "branch", "blossom", "bonsai", which is also its icon's) and the
    most parameters it allows, None for any number. The pointer, a press, and the arrows with Enter
    explain a medal.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._sizes: MedalSizes = ()
        self._parameters: int | None = None
        self._best: str | None = None
        self._star = False
        self._close = False
        self._focused = 0
        self._pointed: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.explainer = Explainer(look, self, on_press=True)
        look.changed.connect(self.updateGeometry)
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
        self._focused = 0
        self.updateGeometry()
        self._show_medals()

    def set_parameters(self, parameters: int | None) -> None:
        """Ring the medals within reach of that many parameters."""
        self._parameters = parameters
        self._show_medals()

    def set_close(self, *, close: bool) -> None:
        """Stand closer together, where there is little room."""
        if close is not self._close:
            self._close = close
            self.updateGeometry()
            self._point_at(self._pointed)
            self.update()

    def set_best(self, best: str | None, *, star: bool = False) -> None:
        """Fill the medals up to the best one won; a star takes the place of its icon."""
        self._best = best
        self._star = star
        self._show_medals()

    def explain(self, name: str) -> str:
        """What the medal asks for, in words."""
        return f"{name.capitalize()}: {self._demand(name)}"

    def medal_rect(self, name: str) -> QRect:
        """Where a medal and its size are, in pixels of the widget."""
        index = [own for own, _ in self._sizes].index(name)
        return self._cell_rect(index)

    def _demand(self, name: str) -> str:
        most = dict(self._sizes)[name]
        size = "any number of parameters"
        if most is not None:
            size = f"{counted(most, 'parameter')} or fewer"
        won = " Won." if name in self.won else ""
        if self._star and name == self._best:
            won = " Won, with a star: smaller than the author’s."
        return f"pass with {size}.{won}"

    def _term(self, index: int) -> Term:
        name = self._sizes[index][0]
        demand = self._demand(name)
        return Term(name.capitalize(), demand[0].upper() + demand[1:])

    def _point_at(self, index: int | None) -> None:
        """Explain that medal from now on; None: no medal."""
        if index is None or not 0 <= index < len(self._sizes):
            self.explainer.set_term(None)
        else:
            self.explainer.set_term(self._term(index), self._cell_rect(index))

    def _show_medals(self) -> None:
        self.setAccessibleName(" ".join(self.explain(name) for name, _ in self._sizes))
        self._point_at(self._pointed)
        self.update()

    # -- sizes -------------------------------------------------------------------------------------

    def width_for(self, *, close: bool) -> int:
        """The width that all medals need, px."""
        return self._cell_for(close=close) * len(self._sizes)

    @property
    def _cell(self) -> int:
        return self._cell_for(close=self._close)

    def _cell_for(self, *, close: bool) -> int:
        metrics = QFontMetrics(self._look.theme.font(12, MEDIUM))
        widest = max((metrics.horizontalAdvance(_size_text(most)) for _, most in self._sizes),
                     default=0)  # fmt: skip
        wide, air = (_CLOSE_CELL, 6) if close else (_CELL, 8)
        return max(self._look.theme.icon_room(wide), widest + air)

    def _cell_rect(self, index: int) -> QRect:
        return QRect(index * self._cell, 0, self._cell, self.height())

    def sizeHint(self) -> QSize:
        """As wide as its medals."""
        theme = self._look.theme
        height = 2 * theme.icon_room(_RADIUS + 2) + theme.room(_LABEL) + 3
        return QSize(self.width_for(close=self._close), height)

    def minimumSizeHint(self) -> QSize:
        """All of its medals."""
        return self.sizeHint()

    # -- input -------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer has come to one of the medals."""
        super().enterEvent(event)
        self._follow(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Explain the medal under the pointer when it rests there."""
        self._follow(event.position().toPoint())

    def _follow(self, place: QPoint) -> None:
        index = place.x() // self._cell
        if index != self._pointed:
            self._pointed = index
            self._point_at(index)
            self.explainer.rest()

    def leaveEvent(self, event: object) -> None:
        """No medal is pointed at any more."""
        del event
        self._pointed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from medal to medal; Enter explains one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._sizes:
            self._focused = min(max(self._focused + step, 0), len(self._sizes) - 1)
            self._point_at(self._focused)
            self.update()
        elif event.key() in _OPENING:
            self._point_at(self._focused)
            self.explainer.toggle()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus shows on one medal."""
        super().focusInEvent(event)
        self._point_at(self._focused)

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the medals side by side."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (name, most) in enumerate(self._sizes):
            cell = QRectF(self._cell_rect(index))
            self._paint_medal(painter, cell, name, most)
            if self.hasFocus() and index == self._focused:
                painter.setPen(QPen(self._look.theme.moss, 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(cell.adjusted(2, 0.75, -2, -0.75), 8, 8)

    def _paint_medal(self, painter: QPainter, cell: QRectF, name: str, most: int | None) -> None:
        theme = self._look.theme
        won, near = name in self.won, name in self.reachable
        radius = theme.icon_room(_RADIUS)
        centre = QPointF(cell.center().x(), cell.top() + theme.icon_room(_RADIUS + 2))
        ink = on_accent(theme) if won else theme.moss if near else theme.muted
        if won:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.blossom)
            painter.drawPath(rosette(centre, radius))
        else:
            dash = Qt.PenStyle.SolidLine if near else Qt.PenStyle.DashLine
            painter.setPen(QPen(theme.moss if near else theme.muted, 1.3, dash))
            painter.setBrush(theme.mossbg if near else theme.panel)
            painter.drawEllipse(centre, radius - 1, radius - 1)
        shown = "star" if self._star and name == self._best else name
        side = theme.icon_room(_ICON)
        pixmap = icon_pixmap(shown, ink.name(), side, self.devicePixelRatioF())
        painter.drawPixmap(centre - QPointF(side / 2, side / 2), pixmap)
        painter.setFont(theme.font(12, MEDIUM))
        painter.setPen(theme.ink if near or won else theme.muted)
        label = QRectF(cell.left(), cell.bottom() - theme.room(_LABEL), cell.width(),
                       theme.room(_LABEL))  # fmt: skip
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, _size_text(most))


def rosette(centre: QPointF, radius: float) -> QPainterPath:
    """The outline of a medal that is won: a disc with a scalloped edge, ``radius`` to its tips."""
    path = QPainterPath()
    lobe = radius * math.sin(math.pi / _LOBES) * 1.12
    inner = radius - lobe
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addEllipse(centre, inner, inner)
    for step in range(_LOBES):
        angle = math.tau * step / _LOBES
        tip = centre + QPointF(math.cos(angle), math.sin(angle)) * inner
        path.addEllipse(tip, lobe, lobe)
    return path


def _size_text(most: int | None) -> str:
    return "pass" if most is None else f"≤ {most}"
