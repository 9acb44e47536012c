"""Buttons with a line icon that follow the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from widgets.theme.focus_ring import draw_focus_ring
from widgets.theme.icons import icon
from widgets.theme.look import Look
from widgets.theme.style import on_accent, set_role
from widgets.theme.tooltips import set_tooltip

_SMALL: Final = 16


class IconButton(QToolButton):
    """A button that shows one icon; its tooltip is also its name for screen readers.

    Args:
        look: decides the icon's colour.
        name: the icon's name.
        tooltip: what it does, and by which key.
        role: "icon" or "round" (see `widgets.theme.style.stylesheet`).
    """

    def __init__(
        self,
        look: Look,
        name: str,
        tooltip: str,
        *,
        role: str = "icon",
        px: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._name = name
        self._role = role
        self._px = px
        self.setProperty("role", role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_tooltip(tooltip)
        self._tint()
        look.changed.connect(self._tint)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Within a filled button the ring is drawn in the colour of its icon."""
        super().paintEvent(event)
        if self._role == "round" and self.hasFocus():
            draw_focus_ring(self, on_accent(self._look.theme), self.height() / 2 - 4, inset=4)

    @property
    def icon_name(self) -> str:
        """Which icon it shows."""
        return self._name

    def set_icon_name(self, name: str) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self._tint()

    def set_tooltip(self, text: str) -> None:
        """Say what it does now."""
        set_tooltip(self, text)
        self.setAccessibleName(text)

    def _tint(self) -> None:
        theme = self._look.theme
        color = on_accent(theme) if self._role == "round" else theme.ink
        greyed = theme.muted if self._role == "round" else theme.faint
        px = theme.icon_room(self._px)
        self.setIconSize(QSize(px, px))
        self.setIcon(icon(self._name, color, px, greyed))


class LabelledButton(QPushButton):
    """A button with words and, before them, an icon.

    Args:
        look: decides the icon's colour.
        text: what it says.
        name: the icon's name; None for words alone.
        role: a button's role (see `widgets.theme.style.stylesheet`).
    """

    def __init__(
        self,
        look: Look,
        text: str,
        name: str | None = None,
        *,
        role: str = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._name = name
        self._role = role
        self.setProperty("role", role)
        # A press with the mouse leaves the focus where it is.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tint()
        look.changed.connect(self._tint)

    def set_role(self, role: str) -> None:
        """Be another kind of button (see `widgets.theme.style.stylesheet`)."""
        if role != self._role:
            self._role = role
            set_role(self, role)
            self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Within a filled button the ring is drawn in the colour of its words."""
        super().paintEvent(event)
        if self._role == "primary" and self.hasFocus():
            draw_focus_ring(self, on_accent(self._look.theme), self.height() / 2 - 4, inset=4)

    def set_icon_name(self, name: str | None) -> None:
        """Show another icon; None for none."""
        if name != self._name:
            self._name = name
            self._tint()

    def _tint(self) -> None:
        theme = self._look.theme
        if self._name is None:
            self.setIcon(QIcon())
            return
        colours = {"primary": on_accent(theme), "held": theme.warn}
        color = colours.get(self._role, theme.muted)
        px = theme.icon_room(_SMALL)
        self.setIconSize(QSize(px, px))
        self.setIcon(icon(self._name, color, px, theme.faint))
