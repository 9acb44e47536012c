"""A small card on the canvas in which the weight of one link is set."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from engine import LinkKey
from widgets.canvas.stage import Stage
from widgets.controls.number_row import NumberRow
from widgets.controls.popover import Popover
from widgets.document.command import settle
from widgets.document.names import link_title
from widgets.glossary.terms import term

_EXPLANATION = "Training goes on from this weight, and starts from it."


def open_weight_card(stage: Stage, key: LinkKey, view: QWidget, at: QPoint) -> Popover:
    """Open the card of a link at a point of the view; it closes like any popover."""
    anchor = QWidget(view)
    anchor.setGeometry(at.x(), at.y(), 1, 1)
    anchor.setFocusProxy(view)
    anchor.show()
    document = stage.document
    title = f"Weight of {link_title(document.network, key, document.task)}"
    card = Popover(title, _EXPLANATION, anchor)
    card.destroyed.connect(anchor.deleteLater)
    row = NumberRow("weight", stage.look, term("weight"))
    row.setObjectName("menu-weight")
    row.set_live(stage.scene.weight_of(key) or 0.0)
    row.edited.connect(partial(_set_weight, stage, key, view))
    row.settled.connect(partial(settle, document.undo_stack))
    card.body.addWidget(row)
    card.open()
    row.focus_field()
    return card


def _set_weight(stage: Stage, key: LinkKey, view: QWidget, value: float) -> None:
    before = stage.scene.weight_of(key)
    verb = partial(stage.document.set_start_weight, key, value, before)
    stage.attempt(verb, view.rect().center())
