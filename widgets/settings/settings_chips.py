"""The training settings as a row of chips, each opening a small card to change it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.controls.explanation import PictureBox
from widgets.controls.popover import Popover
from widgets.document.document import Document
from widgets.glossary.terms import term
from widgets.settings.setting_editor import SettingEditor, lock_reason
from widgets.settings.training_options import OPTIONS, Option
from widgets.theme.buttons import IconButton, LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label

_PICTURES: Final = {
    "learning_rate": term("learning rate").picture,
    "batch_size": term("batch").picture,
    "epochs": term("epoch").picture,
}
_GIVE_WAY: Final = ("batch_size", "l2")
"""The chips that are left out first."""


class SettingsChips(QWidget):
    """Chips for optimizer, learning rate, batch and L2; one more button for the rest.

    Args:
        document: whose settings are shown and changed.
        look: the theme.
    """

    def __init__(self, document: Document, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self._document = document
        self._look = look
        self._chips: dict[str, LabelledButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for option in OPTIONS:
            if option.chip and not option.beside:
                row.addWidget(self._make_chip(option))
        self._compact = False
        self._more = IconButton(look, "settings", "More training settings")
        self._more.setObjectName("more-settings")
        self._more.clicked.connect(self.open_more)
        row.addWidget(self._more)
        document.changed.connect(self._show)
        document.rules_changed.connect(self._show)
        self._show()

    @property
    def texts(self) -> dict[str, str]:
        """What each chip says, by setting."""
        return {field: chip.text() for field, chip in self._chips.items()}

    def set_compact(self, compact: bool) -> None:
        """Show fewer chips where there is little room; the card of the rest has them then."""
        self._compact = compact
        for option in OPTIONS:
            if option.field in _GIVE_WAY:
                self._chips[option.field].setVisible(not compact)

    def open_option(self, option: Option) -> Popover:
        """Open the card of one setting, and of those beside it, at its chip."""
        return self._open([option, *_beside(option)], self._chips[option.field])

    def open_more(self) -> Popover:
        """Open the card with the settings that have no chip."""
        regression = self._document.task.kind == "regression"
        hidden = _GIVE_WAY if self._compact else ()
        rest = [
            option
            for option in OPTIONS
            if not option.chip or option.field in hidden or option.beside in hidden
        ]
        shown = [option for option in rest if not (regression and option.field == "loss")]
        return self._open(shown, self._more)

    def _open(self, options: list[Option], anchor: QWidget) -> Popover:
        first = options[0]
        popover = Popover(first.title, first.explanation, anchor)
        if (picture := _PICTURES.get(first.field)) is not None:
            popover.body.addWidget(PictureBox(self._look, picture))
        for option in options:
            if option is not first:
                popover.body.addSpacing(4)
                popover.body.addWidget(plain_label(option.title, "heading"))
                popover.body.addWidget(plain_label(option.explanation, "muted", wrap=True))
            editor = SettingEditor(self._document, option, self._look)
            editor.message_changed.connect(popover.fit)
            popover.body.addWidget(editor)
        popover.open()
        return popover

    def _make_chip(self, option: Option) -> LabelledButton:
        chip = LabelledButton(self._look, "", role="chip")
        chip.setObjectName(f"setting-{option.field}")
        chip.clicked.connect(partial(self._chip_clicked, option))
        self._chips[option.field] = chip
        return chip

    def _chip_clicked(self, option: Option, _checked: bool = False) -> None:
        self.open_option(option)

    def _show(self) -> None:
        training = self._document.solution.training
        for option in OPTIONS:
            chip = self._chips.get(option.field)
            if chip is None:
                continue
            told = [option, *(own for own in _beside(option) if own.value(training))]
            texts = [own.chip.format(own.text(own.value(training))) for own in told]
            chip.setText(" · ".join(texts))
            reason = lock_reason(self._document, option)
            chip.set_icon_name("lock" if reason else None)
            chip.setToolTip(reason or option.explanation)


def _beside(option: Option) -> list[Option]:
    return [own for own in OPTIONS if own.beside == option.field]
