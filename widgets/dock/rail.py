"""The strip at the right edge: a button for each view, and one for how they are arranged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.dock.arrangement import RAIL
from widgets.keys import native
from widgets.theme.fonts import MEDIUM, REGULAR
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import Look
from widgets.theme.style import blend
from widgets.theme.tooltips import set_tooltip
from widgets.views.registry import View

_ICON: Final = 20
_PILL: Final = (40, 30)
_LABEL: Final = 11
_BARE: Final = 40


class RailButton(QAbstractButton):
    """An icon with a word below; tinted while its view is open."""

    def __init__(self, look: Look, icon: str, text: str, tooltip: str) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._bare = False
        self.setText(text)
        set_tooltip(self, tooltip)
        self.setAccessibleName(tooltip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def set_bare(self, *, bare: bool) -> None:
        """Leave the word out where there is no room for it."""
        if bare is not self._bare:
            self._bare = bare
            self.updateGeometry()
            self.update()

    @property
    def label_fits(self) -> bool:
        """Whether the word is no wider than the rail."""
        return (
            QFontMetricsF(self._look.theme.font(_LABEL, MEDIUM)).horizontalAdvance(self.text())
            <= RAIL - 6
        )

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        if self._bare:
            return QSize(RAIL - 1, _BARE)
        label = QFontMetricsF(self._look.theme.font(_LABEL)).height()
        return QSize(RAIL - 1, _PILL[1] + 9 + round(label))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint, the icon and the word."""
        del event
        theme, on = self._look.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF((self.width() - _PILL[0]) / 2, 4, *_PILL)
        ground = theme.mossbg if on else blend(theme.panel, theme.ink, 0.05)
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(pill, 10, 10)
        if self.hasFocus():
            painter.setPen(QPen(theme.moss, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        ink = theme.moss if on else theme.muted
        pixmap = icon_pixmap(self._icon, ink.name(), _ICON, self.devicePixelRatioF())
        corner = pill.center() - QRectF(0, 0, _ICON, _ICON).center()
        painter.drawPixmap(corner, pixmap)
        if not self._bare:
            painter.setFont(theme.font(_LABEL, MEDIUM if on else REGULAR))
            painter.setPen(ink)
            below = QRectF(0, pill.bottom() + 1, self.width(), self.height() - pill.bottom() - 1)
            place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(below, place, self.text())


class Rail(QFrame):
    """A button for each view, group by group, and below them the arrangements.

    Args:
        views: in the order in which they are shown.
        look: the theme.

    Signals:
        toggled: the name of the view that is to be opened or closed.
        throw_requested: the name of the view that is to be shown large.
        arrange_requested: the arrangements are wanted.

    Attributes:
        arrange: the button for the arrangements.
    """

    toggled = Signal(str)
    throw_requested = Signal(str)
    arrange_requested = Signal()

    def __init__(self, views: Sequence[View], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setProperty("role", "right-column")
        self.setFixedWidth(RAIL)
        self.setAccessibleName("Views")
        self._buttons: dict[str, RailButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(2)
        group = None
        for view in views:
            if group not in (None, view.group):
                self._add_hairline()
            group = view.group
            self._add(view, look)
        self._column.addStretch(1)
        self.arrange = RailButton(look, "layout", "Arrange", "How the views are arranged")
        self.arrange.setObjectName("arrange")
        self.arrange.clicked.connect(self.arrange_requested)
        self._column.addWidget(self.arrange)

    def button(self, name: str) -> RailButton:
        """The button of a view; KeyError when there is none."""
        return self._buttons[name]

    def show_open(self, names: frozenset[str]) -> None:
        """Tint the buttons of the views that are open."""
        for name, button in self._buttons.items():
            button.setChecked(name in names)

    def entries(self, view: View) -> Entries:
        """The menu of a view's button."""
        opening = "Close" if self._buttons[view.name].isChecked() else "Open"
        return (
            Entry(opening, partial(self.toggled.emit, view.name), native(view.key)),
            Entry("Show large", partial(self.throw_requested.emit, view.name)),
        )

    def _add(self, view: View, look: Look) -> None:
        button = RailButton(look, view.icon, view.title, view.tooltip)
        button.setObjectName(f"rail-{view.name}")
        button.setCheckable(True)
        button.clicked.connect(partial(self._pressed, view.name))
        MenuOpener(button, partial(self.entries, view))
        self._buttons[view.name] = button
        self._column.addWidget(button)

    def _add_hairline(self) -> None:
        line = QFrame()
        line.setProperty("role", "hairline")
        line.setFixedSize(32, 1)
        self._column.addSpacing(5)
        self._column.addWidget(line, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(5)

    def _pressed(self, name: str, _checked: bool = False) -> None:
        self.toggled.emit(name)

    def minimumSizeHint(self) -> QSize:
        """Low enough for any window; the words are left out then."""
        return QSize(RAIL, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where they do not fit."""
        super().resizeEvent(event)
        every = [*self._buttons.values(), self.arrange]
        for button in every:
            button.set_bare(bare=False)
        wanted = sum(button.sizeHint().height() + 2 for button in every) + 16 + 13
        bare = wanted > self.height() or not all(button.label_fits for button in every)
        for button in every:
            button.set_bare(bare=bare)
