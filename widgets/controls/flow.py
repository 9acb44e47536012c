"""A row that goes on in the next line where it is too long."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Widgets side by side, as many in a line as fit; each line is centred in its height.

    Args:
        gap: distance between neighbours and between lines, in pixels.
        spread: whether a line reaches from edge to edge; else its spare room is on the right.
    """

    def __init__(
        self, gap: int = 8, parent: QWidget | None = None, *, spread: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._spread = gap, spread
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        widget = item.widget()
        # Of a widget's item Qt hands over a bare pointer, and PySide takes it for another one once
        # its memory is used again; an item of our own stays what it is.
        self._items.append(item if widget is None else QWidgetItem(widget))

    def add_layout(self, layout: QLayout) -> None:
        """Add another layout at the end; one that can wrap wraps within its line."""
        self.addChildLayout(layout)
        self.addItem(layout)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at that place; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at that place; None beyond the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower it is, the more lines it has."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high all lines are together."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the items where they belong."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        return QSize(self._width(shown), max((i.sizeHint().height() for i in shown), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _width(self, line: list[QLayoutItem]) -> int:
        """The width of a line with the usual gaps."""
        gaps = self._gap * max(len(line) - 1, 0)
        return sum(item.sizeHint().width() for item in line) + gaps

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Put the items where they belong, if asked to; returns the height of all lines."""
        top, lines = rect.top(), self._lines(rect.width())
        for line in lines:
            sizes = [_size_in(item, rect.width()) for item in line]
            height = max(size.height() for size in sizes)
            left, gap = rect.left(), self._gap
            if self._spread and len(line) > 1:
                gap += (rect.width() - self._width(line)) // (len(line) - 1)
            for item, size in zip(line, sizes, strict=True):
                if move:
                    corner = QPoint(left, top + (height - size.height()) // 2)
                    item.setGeometry(QRect(corner, size))
                left += size.width() + gap
            top += height + self._gap // 2
        return top - self._gap // 2 - rect.top() if lines else 0

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if not lines or left + wide > width:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += wide + self._gap
        return lines


def _size_in(item: QLayoutItem, width: int) -> QSize:
    """The size of an item in a line that wide: one that can wrap does where it is too long."""
    hint = item.sizeHint()
    if hint.width() <= width or not item.hasHeightForWidth():
        return hint
    return QSize(width, item.heightForWidth(width))


def height_at(layout: QLayout, width: int) -> int:
    """The height that a layout needs at that width, px, margins included.

    Qt's own `totalHeightForWidth` is -1 where nothing in the layout wraps.
    """
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()
