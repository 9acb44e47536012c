"""The bonsai as a widget: choose a level by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from levels.medals import Medal
from widgets.controls.menu import Entries, Entry, open_menu
from widgets.home.tree import painting
from widgets.home.tree.shape import HEIGHT, WIDTH, Bough, Point, boughs
from widgets.keys import key_of
from widgets.theme.look import Look
from widgets.theme.style import MEDIUM, font
from widgets.theme.tooltips import show_tooltip

_REACH = 26.0
_NOT_OPEN = "Pass a level before it first."


@dataclass(frozen=True, slots=True)
class TreeLevel:
    """One level on the map.

    Attributes:
        id, title: of the level.
        medal: the best that was won; None while it was not passed.
        open: whether it can be played now.
        least: that the player has come down to the smallest size that can pass; else empty.
    """

    id: str
    title: str
    medal: Medal | None = None
    open: bool = True
    least: str = ""

    @property
    def words(self) -> str:
        """Its title, and what its mark says."""
        return f"{self.title} · {self.least}" if self.least else self.title


@dataclass(frozen=True, slots=True)
class TreeChapter:
    """One branch of the map."""

    title: str
    levels: tuple[TreeLevel, ...]


class TreeMap(QWidget):
    """A bonsai that greens as levels are passed and blossoms with medals.

    Signals:
        selected: the id of the level that is now looked at.
        activated: the id of the level that is to be played (double click, Enter).
    """

    selected = Signal(str)
    activated = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._chapters: tuple[TreeChapter, ...] = ()
        self._boughs: tuple[Bough, ...] = ()
        self._spots: dict[str, Point] = {}
        self._current = ""
        self._hovered = ""
        self._tree: QPixmap | None = None
        self.setObjectName("tree-map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Map of the levels")
        look.changed.connect(self._redraw)

    @property
    def current(self) -> str:
        """Id of the level that is looked at; empty while there is none."""
        return self._current

    def set_chapters(self, chapters: Sequence[TreeChapter]) -> None:
        """Build the tree of these chapters; the level looked at stays when it is still there."""
        self._chapters = tuple(chapters)
        self._boughs = boughs([len(chapter.levels) for chapter in chapters])
        self._spots = {
            level.id: spot
            for chapter, bough in zip(self._chapters, self._boughs, strict=True)
            for level, spot in zip(chapter.levels, bough.spots, strict=True)
        }
        if self._current not in self._spots:
            self._current = next(iter(self._spots), "")
        self._redraw()

    def select(self, level_id: str) -> None:
        """Look at a level of the map."""
        if level_id in self._spots and level_id != self._current:
            self._current = level_id
            self.setAccessibleDescription(self._level(level_id).words)
            QAccessible.updateAccessibility(
                QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            )
            self.update()
            self.selected.emit(level_id)

    def spot(self, level_id: str) -> QPointF:
        """Where the marker of a level is, in pixels of the widget."""
        scale, left, top = self._fit()
        x, y = self._spots[level_id]
        return QPointF(left + x * scale, top + y * scale)

    def _fit(self) -> tuple[float, float, float]:
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        return scale, (self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2

    def _level(self, level_id: str) -> TreeLevel:
        return next(
            level for chapter in self._chapters for level in chapter.levels if level.id == level_id
        )

    def _level_at(self, position: QPointF) -> str:
        scale, left, top = self._fit()
        x, y = (position.x() - left) / scale, (position.y() - top) / scale
        reach = {
            level_id: (spot[0] - x) ** 2 + (spot[1] - y) ** 2
            for level_id, spot in self._spots.items()
        }
        nearest = min(reach, key=reach.__getitem__, default="")
        return nearest if nearest and reach[nearest] <= _REACH**2 else ""

    def _redraw(self) -> None:
        self._tree = None
        self.update()

    def _grown(self) -> QPixmap:
        """The tree without what changes under the pointer, painted once for each size."""
        if self._tree is None:
            ratio = self.devicePixelRatioF()
            self._tree = QPixmap(self.size() * ratio)
            self._tree.setDevicePixelRatio(ratio)
            self._tree.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._tree)
            self._enter_field(painter)
            self._paint_tree(painter)
            painter.end()
        return self._tree

    def _enter_field(self, painter: QPainter) -> None:
        scale, left, top = self._fit()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, top)
        painter.scale(scale, scale)

    def _paint_tree(self, painter: QPainter) -> None:
        theme = self._look.theme
        painting.paint_ground(painter, theme)
        painting.paint_wood(painter, theme, self._boughs)
        for chapter, bough in zip(self._chapters, self._boughs, strict=True):
            passed = [level.medal is not None for level in chapter.levels]
            painting.paint_foliage(painter, theme, bough, passed.__getitem__)
            for level, spot in zip(chapter.levels, bough.spots, strict=True):
                self._paint_marker(painter, level, spot)
            started = any(level.open for level in chapter.levels)
            painter.setPen(theme.ink if started else theme.muted)
            painter.setFont(self._title_font())
            box = self._title_box(bough, chapter.title)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chapter.title)

    def _title_font(self) -> QFont:
        # The field is scaled as a whole; the text keeps its own size.
        return font(max(round(13 * self._look.theme.text_scale / self._fit()[0]), 8), MEDIUM)

    def _title_box(self, bough: Bough, title: str) -> QRectF:
        """Where a chapter's title is printed, wholly within the widget, in units of the field."""
        metrics = QFontMetricsF(self._title_font())
        box = QRectF(0, 0, metrics.horizontalAdvance(title) + 8, metrics.height())
        box.moveCenter(QPointF(bough.label[0], bough.label[1] - 2))
        scale, left, _ = self._fit()
        least, most = -left / scale, (self.width() - left) / scale
        box.moveLeft(max(min(box.left(), most - box.width()), least))
        return box

    def _paint_marker(self, painter: QPainter, level: TreeLevel, spot: Point) -> None:
        theme = self._look.theme
        if level.medal is None:
            (painting.paint_ring if level.open else painting.paint_bud)(painter, theme, spot)
        elif level.medal >= Medal.BLOSSOM:
            painting.paint_flower(painter, theme, spot, bonsai=level.medal is Medal.BONSAI)
        else:
            painting.paint_leaf(painter, theme, spot, level.medal.label)
        if level.least:
            painting.paint_least(painter, theme, spot)

    def _step(self, offset: int) -> None:
        order = list(self._spots)
        if order:
            place = order.index(self._current) + offset
            self.select(order[min(max(place, 0), len(order) - 1)])

    def sizeHint(self) -> QSize:
        """The tree's own proportions."""
        return QSize(round(WIDTH), round(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the grown tree, and a halo around the level that is looked at."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._grown())
        self._enter_field(painter)
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for level_id in {self._current, self._hovered} & self._spots.keys():
            strong = level_id == self._current
            painter.setPen(
                QPen(theme.ink if strong else theme.moss, 2.5 if self.hasFocus() else 1.5)
            )
            radius = painting.MARKER_RADIUS + 7
            painter.drawEllipse(QPointF(*self._spots[level_id]), radius, radius)
            if strong and self.hasFocus():
                painter.setPen(QPen(theme.moss, 2.5))
                painter.drawEllipse(QPointF(*self._spots[level_id]), radius + 4.5, radius + 4.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew at the new size."""
        self._redraw()
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer."""
        hovered = self._level_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            shape = Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the level that was clicked."""
        self.select(self._level_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Play the level that was double-clicked."""
        if level_id := self._level_at(event.position()):
            self.activated.emit(level_id)

    def entries(self, level_id: str) -> Entries:
        """What can be done with a level, as lines of a menu."""
        level = self._level(level_id)
        refusal = "" if level.open else _NOT_OPEN
        play = partial(self.activated.emit, level_id)
        return (Entry(f"Play “{level.title}”", play, key_of("play"), refusal),)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the level at the pointer; by key of the one that is looked at."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        level_id = self._current if by_key else self._level_at(QPointF(event.pos()))
        if level_id:
            place = self.spot(level_id).toPoint() if by_key else event.pos()
            open_menu(self.entries(level_id), self, self.mapToGlobal(place))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from level to level, Enter plays."""
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.activated.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Name the level under the pointer in a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            level_id = self._level_at(QPointF(event.pos()))
            text = self._level(level_id).words if level_id else ""
            show_tooltip(event.globalPos(), text, self)
            return True
        return super().event(event)
