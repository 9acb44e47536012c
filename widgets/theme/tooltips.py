"""Tooltips that show their text as it is.

Qt guesses whether a tooltip is rich text, and names that players type may look like it. Every
tooltip is set or shown here.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGraphicsItem, QToolTip, QWidget


def verbatim(text: str) -> str:
    """What Qt must be given to show a text as it is."""
    if not ({"<", "&"} & set(text)):
        return text  # nothing that Qt could take for a tag
    from html import escape  # hardly any text needs it

    lines = escape(text, quote=False).replace("\n", "<br>")
    return f'<span style="white-space: pre-wrap">{lines}</span>'


def set_tooltip(target: QWidget | QGraphicsItem | QAction, text: str) -> None:
    """Show a text while the pointer rests on the target; "" for none."""
    target.setToolTip(verbatim(text))


def show_tooltip(at: QPoint, text: str, owner: QWidget) -> None:
    """Show a text now, at a place on the screen; "" hides it."""
    QToolTip.showText(at, verbatim(text), owner)


def show_own_tooltip(at: QPoint, owner: QWidget) -> None:
    """Show a widget's tooltip now, at a place on the screen."""
    QToolTip.showText(at, owner.toolTip(), owner)


def hide_tooltip() -> None:
    """Hide what is shown."""
    QToolTip.hideText()
