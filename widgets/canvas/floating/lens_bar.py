"""The switch between lenses, with the legend of the lens that is on."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.canvas.items.link_item import pen_of
from widgets.canvas.items.looks import LinkLook
from widgets.canvas.items.marks import draw_badge
from widgets.canvas.keys import key_of
from widgets.canvas.lenses.chooser import LensChooser
from widgets.canvas.lenses.lens import LegendRow
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.theme.look import Look
from widgets.theme.style import plain_label
from widgets.theme.tooltips import set_tooltip

_SAMPLE: Final = QSize(44, 20)


class LensBar(QFrame):
    """One button for each lens; above them what the looks of the lens mean, when that is needed.

    Args:
        look: the theme.
        chooser: which lens is on.
        canvas: where it lies.

    Signals:
        resized: it has another size.
    """

    resized = Signal()

    def __init__(self, look: Look, chooser: LensChooser, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("lens-bar")
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._look = look
        self._chooser = chooser
        self._watched = chooser.lens
        self._buttons: dict[str, QPushButton] = {}
        self._title = plain_label("", "label")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(0)
        self._legend = QWidget()
        under = QVBoxLayout(self._legend)
        under.setContentsMargins(6, 6, 6, 4)
        under.setSpacing(4)
        under.addWidget(self._title)
        under.addLayout(self._rows)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        column.setContentsMargins(6, 3, 6, 3)
        column.setSpacing(2)
        column.addWidget(self._legend)
        column.addLayout(self._switch())
        MenuOpener(self, self.entries)
        chooser.changed.connect(self._follow)
        self._watched.changed.connect(self._refresh)
        self._follow()

    def entries(self) -> Entries:
        """The menu: the lenses."""
        rows = tuple(
            Entry(
                row.title, partial(self._choose, row.name), checked=row.name == self._chooser.name
            )
            for row in self._chooser.rows
        )
        return (*rows, None, Entry("Next lens", self._chooser.next, key_of("lens")))

    @property
    def words(self) -> list[str]:
        """The title of the legend and its lines; empty while no legend is shown."""
        if self._legend.isHidden():
            return []
        labels = self._legend.findChildren(QLabel)
        return [label.text() for label in labels if label.text() and not label.isHidden()]

    def _switch(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        group = QButtonGroup(self)
        for lens in self._chooser.rows:
            button = QPushButton(lens.title)
            button.setObjectName(f"lens-{lens.name}")
            button.setProperty("role", "switch")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            set_tooltip(button, f"{lens.tip} ({key_of('lens')})")
            button.setAccessibleName(f"Lens: {lens.title}")
            button.clicked.connect(partial(self._choose, lens.name))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[lens.name] = button
        row.addStretch(1)
        return row

    def _choose(self, name: str, _checked: bool = False) -> None:
        self._chooser.choose(name)

    def _follow(self) -> None:
        """Another lens is on."""
        self._watched.changed.disconnect(self._refresh)
        self._watched = self._chooser.lens
        self._watched.changed.connect(self._refresh)
        self._buttons[self._chooser.name].setChecked(True)
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, row in enumerate(self._watched.legend):
            self._rows.addWidget(_Sample(self._look, row), number, 0)
            self._rows.addWidget(plain_label(row.text, "muted"), number, 1)
        self._rows.setColumnStretch(1, 1)
        self._refresh()

    def _refresh(self) -> None:
        title = self._watched.title
        shown = bool(title or self._watched.legend)
        if (title, shown) == (self._title.text(), not self._legend.isHidden()):
            return
        self._title.setText(title)
        self._legend.setVisible(shown)

    # -- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: its lower edge is to stay in place."""
        super().resizeEvent(event)
        self.resized.emit()


class _Sample(QWidget):
    """A piece of a link that looks so."""

    def __init__(self, look: Look, row: LegendRow) -> None:
        super().__init__()
        self._look = look
        self._shown: LinkLook = row.look
        self.setFixedSize(_SAMPLE)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the line, and its badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        line = QPainterPath(QPointF(2, middle))
        line.lineTo(self.width() - 2, middle)
        painter.strokePath(line, pen_of(self._shown, self._look.theme))
        if self._shown.badge:
            at = QPointF(self.width() / 2, middle)
            draw_badge(painter, self._look.theme, at, self._shown.badge)
        painter.end()
