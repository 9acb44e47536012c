"""How things look: the one stylesheet, made from a `Theme`, and contrast.

Widgets say what they are with the dynamic property ``role`` (`set_role`); the stylesheet gives each
role its looks. Distances are multiples of 4 px, radii 9 to 14, what can be touched is at least
32 px high.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from widgets.theme.fonts import FAMILY as FAMILY
from widgets.theme.fonts import MEDIUM as MEDIUM
from widgets.theme.fonts import REGULAR as REGULAR
from widgets.theme.fonts import SEMIBOLD as SEMIBOLD
from widgets.theme.fonts import font as font
from widgets.theme.fonts import install_font as install_font
from widgets.theme.icons import icon as icon
from widgets.theme.icons import icon_pixmap as icon_pixmap
from widgets.theme.look import ROLES, Theme

_LENGTH: Final = re.compile(r"(font-size|m(?:in|ax)-(?:height|width)|border-radius): ([\d.]+)px")
_ROUND: Final = 16


def set_role(widget: QWidget, role: str) -> None:
    """Say what the widget is, so that the stylesheet can style it (see `stylesheet`)."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        # Qt reads dynamic properties only when a widget is polished.
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def plain_label(text: str = "", role: str = "text", *, wrap: bool = False) -> QLabel:
    """A label that shows its text as it is: texts of levels must never be read as HTML."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    label.setProperty("role", role)
    return label


def contrast(one: QColor, other: QColor) -> float:
    """Contrast of two opaque colours, 1 to 21, by WCAG 2.2 (relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """The colour on the way from one to the other; ``share`` 0 gives one, 1 the other."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def on_accent(theme: Theme) -> QColor:
    """The colour of text and icons on a ground of ``theme.moss``."""
    return theme.raised if theme.name == "light" else theme.paper


def stylesheet(theme: Theme) -> str:
    """The stylesheet of the whole program.

    Roles of labels: text, title, headline, heading, number, label, muted, legend, note, accent,
    warn, seed, seed-failed, readout. Of buttons: primary, plain, chip, hint, switch, icon, round.
    Of frames: card, inset, popover, notice, notice-warn, foot, hairline, top-bar, bottom-bar,
    left-column, right-column. Of pages: paper. Anything without a role is plain.

    Fonts follow the theme's text size; what holds text, or an icon, grows with it above 100 %.
    """
    rules = _TEMPLATE.substitute(_colours(theme)).split("}")
    return "}".join(_sized(rule, theme) for rule in rules)


def _sized(rule: str, theme: Theme) -> str:
    """One rule of the stylesheet at the theme's text size."""
    icons = "QToolButton" in rule
    room = theme.icon_room if icons else theme.room
    growth = theme.icon_growth if icons else max(theme.text_scale, 1.0)

    def sized(match: re.Match[str]) -> str:
        name, px = match[1], float(match[2])
        if name == "font-size":
            px = max(round(px * theme.text_scale), 8)
        elif name != "border-radius":
            px = room(px)
        elif px >= _ROUND:
            # Qt paints square corners when the radius is over half the height, borders included.
            px = math.floor((px - 2) * growth) + 2
        return f"{name}: {px:g}px"

    return _LENGTH.sub(sized, rule)


def _colours(theme: Theme) -> Mapping[str, str]:
    colours = {name: getattr(theme, name).name() for name in ROLES if name != "shadow"}
    light = theme.name == "light"
    colours["on_moss"] = on_accent(theme).name()
    colours["moss_hover"] = blend(theme.moss, theme.ink, 0.14).name()
    colours["moss_pressed"] = blend(theme.moss, theme.ink, 0.28).name()
    colours["hover"] = blend(theme.panel, theme.ink, 0.05 if light else 0.07).name()
    colours["pressed"] = blend(theme.panel, theme.ink, 0.10 if light else 0.12).name()
    # The outline of what can be pressed or typed into: on dark grounds a hairline is not seen.
    colours["edge"] = (theme.line if light else blend(theme.line, theme.muted, 0.25)).name()
    # Greyed, and still legible: a contrast of 3 on every ground.
    colours["disabled"] = blend(theme.faint, theme.muted, 0.6).name()
    return colours


_TEMPLATE: Final = Template("""
* { font-family: "Inter"; font-size: 13px; color: $ink; outline: none; }
QMainWindow, QDialog, QWidget[role="paper"] { background: $paper; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="headline"] { font-size: 24px; font-weight: 600; }
QLabel[role="seed"] { color: $muted; }
QLabel[role="seed-failed"] { color: $warn; font-weight: 500; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="label"] { font-size: 12px; font-weight: 500; color: $muted; }
QLabel[role="muted"] { font-size: 12px; color: $muted; }
QLabel[role="number"] { font-size: 18px; font-weight: 600; }
QLabel[role="warn"] { font-size: 12px; color: $warn; }
QLabel[role="legend"] { font-size: 11px; color: $muted; }
QLabel[role="note"] { font-size: 12px; color: $ink; border: none; border-left: 2px solid $moss;
  padding: 2px 0 2px 10px; }
QLabel[role="accent"] { font-size: 12px; color: $moss; font-weight: 500; }
QLabel[role="readout"] { background: $raised; border: 1px solid $line; border-radius: 9px;
  padding: 6px 10px; font-size: 12px; font-weight: 500; }

QFrame[role="top-bar"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="bottom-bar"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="left-column"] { background: $panel; border: none; border-right: 1px solid $line; }
QFrame[role="right-column"] { background: $panel; border: none; border-left: 1px solid $line; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 14px; }
QFrame[role="inset"] { background: $paper; border: 1px solid $line; border-radius: 10px; }
QFrame[role="popover"] { background: $raised; border: 1px solid $edge; border-radius: 10px; }
QFrame[role="notice"] { background: $raised; border: 1px solid $line; border-radius: 12px; }
QFrame[role="notice-warn"] { background: $raised; border: 1px solid $warn; border-radius: 12px; }
QFrame[role="foot"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="hairline"] { background: $line; border: none; }

QPushButton { background: $raised; border: 1px solid $edge; border-radius: 10px;
  min-height: 30px; padding: 0 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $disabled; }
QPushButton:focus, QToolButton:focus { border: 1.5px solid $moss; }
QPushButton[role="primary"] { background: $moss; color: $on_moss; border: 2px solid $moss;
  border-radius: 20px; min-height: 36px; padding: 0 22px; font-size: 14px; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $moss_hover; border-color: $moss_hover; }
QPushButton[role="primary"]:pressed { background: $moss_pressed; border-color: $moss_pressed; }
QPushButton[role="primary"]:focus { border-color: $ink; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[role="held"] { background: $raised; color: $warn; border: 2px solid $warn;
  border-radius: 20px; min-height: 36px; padding: 0 16px; font-size: 14px; font-weight: 600; }
QPushButton[role="held"]:hover { background: $hover; }
QPushButton[role="held"]:focus { border-color: $ink; }
QPushButton[role="plain"] { border-radius: 20px; min-height: 38px; padding: 0 20px;
  font-weight: 500; background: transparent; }
QPushButton[role="plain"]:hover { background: $hover; }
QPushButton[role="chip"] { border-radius: 16px; min-height: 30px; padding: 0 12px;
  background: $raised; }
QPushButton[role="chip"]:hover { border-color: $moss; }
QPushButton[role="chip"]:checked { border-color: $moss; background: $mossbg; }
QPushButton[role="chip"]:checked:focus { border: 2px solid $ink; }
QPushButton[role="hint"] { text-align: left; padding: 0 10px; }
QPushButton[role="hint"]:hover { border-color: $moss; }
QPushButton[role="strip"] { background: $panel; border-radius: 14px; padding: 0 12px;
  font-weight: 600; }
QPushButton[role="strip"]:hover { border-color: $moss; }
QPushButton[role="switch"] { background: transparent; border: 1px solid transparent; padding: 0 3px;
  color: $muted; font-weight: 500; font-size: 12px; border-radius: 6px; min-height: 30px; }
QPushButton[role="switch"]:hover { color: $ink; }
QPushButton[role="switch"]:checked { color: $ink; font-weight: 600; }
QPushButton[role="switch"]:focus { border: 1.5px solid $moss; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 10px;
  min-width: 30px; min-height: 30px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $mossbg; border-color: $moss; }
QToolButton:checked:focus { border: 2px solid $ink; }
QToolButton[role="round"] { background: $moss; border: 2px solid $moss; border-radius: 20px;
  min-width: 36px; min-height: 36px; max-width: 36px; max-height: 36px; }
QToolButton[role="round"]:hover { background: $moss_hover; border-color: $moss_hover; }
QToolButton[role="round"]:pressed { background: $moss_pressed; border-color: $moss_pressed; }
QToolButton[role="round"]:focus { border-color: $ink; }
QToolButton[role="round"]:disabled { background: $line; border-color: $line; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QAbstractSpinBox, QComboBox { background: $raised; border: 1px solid $edge;
  border-radius: 9px; min-height: 30px; padding: 0 8px;
  selection-background-color: $moss; selection-color: $on_moss; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 1.5px solid $moss; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $muted;
  background: $panel; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px;
  selection-background-color: $mossbg; selection-color: $ink; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 32px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1.5px solid $muted; border-radius: 5px;
  background: $raised; }
QCheckBox::indicator:checked { background: $moss; border-color: $moss; }
QCheckBox:focus, QRadioButton:focus { color: $moss; }
QCheckBox::indicator:focus { border-color: $moss; }
QCheckBox:disabled { color: $muted; }

QSlider { min-height: 32px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $moss; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;
  background: $raised; border: 2px solid $moss; }
QSlider::handle:horizontal:focus { background: $mossbg; }

QMenu { background: $raised; border: 1px solid $edge; border-radius: 10px; padding: 6px; }
QMenu::item { padding: 8px 20px 8px 12px; border-radius: 6px; background: transparent; }
QMenu::item:selected { background: $mossbg; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $raised; color: $ink; border: 1px solid $edge; padding: 6px 8px; }

QScrollArea, QAbstractScrollArea { background: transparent; border: none; }
QScrollArea:focus { border: 1.5px solid $moss; border-radius: 10px; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $faint; border-radius: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0; }
QTreeView { selection-background-color: $mossbg; selection-color: $ink; }
QTreeView::item { min-height: 28px; }
QTreeView::item:selected { background: $mossbg; color: $ink; }
QTreeView:focus { border: 1.5px solid $moss; border-radius: 6px; }
QSplitter::handle { background: $line; }
""")
