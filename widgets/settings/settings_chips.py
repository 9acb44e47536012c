"""The training settings as a row of chips, each opening a small card to change it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final, Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.setting import Setting
from engine.settings import SETTINGS
from widgets.controls.explanation import PictureBox
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.controls.popover import Popover
from widgets.document.document import Document
from widgets.glossary.terms import term
from widgets.settings.setting_editor import SettingEditor, lock_reason, offered_values
from widgets.theme.buttons import IconButton, LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label
from widgets.theme.tooltips import set_tooltip

LeftOut = Literal["none", "some", "all"]
_PICTURES: Final = {
    "learning_rate": term("learning rate").picture,
    "batch_size": term("batch").picture,
    "epochs": term("epoch").picture,
}
_GAP: Final = 8
_MORE: Final = "More training settings"
_GIVE_WAY: Final = ("batch_size", "l2")
"""The chips that are left out first."""
_BESIDE: Final = {"l1": "l2"}
"""Settings that are shown on the chip and the card of another one."""


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
        row.setSpacing(_GAP)
        for setting in SETTINGS.values():
            if setting.chip and setting.name not in _BESIDE:
                row.addWidget(self._make_chip(setting))
        self._left_out: tuple[str, ...] = ()
        self._more = IconButton(look, "settings", _MORE)
        self._more.setObjectName("more-settings")
        self._more.clicked.connect(self.open_more)
        MenuOpener(self, self.row_entries)
        row.addWidget(self._more)
        document.changed.connect(self._show)
        document.rules_changed.connect(self._show)
        self._show()

    @property
    def texts(self) -> dict[str, str]:
        """What each chip says, by setting."""
        return {field: chip.text() for field, chip in self._chips.items()}

    def leave_out(self, which: LeftOut) -> None:
        """Show fewer chips, or none, where there is little room; the card of the rest has them."""
        wanted = {"none": (), "some": _GIVE_WAY, "all": tuple(self._chips)}[which]
        if wanted == self._left_out:
            return
        self._left_out = wanted
        for name, chip in self._chips.items():
            chip.setVisible(name not in self._left_out)
        self.updateGeometry()
        self._show()

    @property
    def width_left_out(self) -> int:
        """The width of the chips that are left out though they stay in a narrow bar, px."""
        missing = [self._chips[name] for name in self._left_out if name not in _GIVE_WAY]
        return sum(chip.sizeHint().width() + _GAP for chip in missing)

    def open_setting(self, setting: Setting) -> Popover:
        """Open the card of one setting, and of those beside it, at its chip."""
        return self._open([setting, *_beside(setting)], self._chips[setting.name])

    def open_more(self) -> Popover:
        """Open the card with the settings that have no chip."""
        return self._open(self._rest(), self._more)

    def entries(self, setting: Setting) -> Entries:
        """The menu of the chip of a setting."""
        now, reason = self._document.solution.training, lock_reason(self._document, setting)
        values = tuple(
            Entry(
                setting.text(value),
                partial(self._set, {setting.name: value}),
                checked=value == setting.value(now),
            )
            for value in offered_values(self._document, setting)
        )
        return (
            Entry("Change…", partial(self.open_setting, setting)),
            Entry("Set to", refusal=reason, children=values),
            self._reset((setting, *_beside(setting))),
        )

    def row_entries(self) -> Entries:
        """The menu of all settings."""
        return (
            Entry("More training settings…", self.open_more),
            self._reset(tuple(SETTINGS.values()), "All as the level has them"),
        )

    def _reset(self, settings: tuple[Setting, ...], words: str = "") -> Entry:
        """The line that gives settings the level's own values."""
        now, own = self._document.solution.training, self._document.rules.training
        changes = {one.name: one.value(own) for one in settings if one.value(own) != one.value(now)}
        said = settings[0].text(settings[0].value(own))
        refusal = "" if changes else "It is already as the level has it."
        return Entry(
            words or f"As the level has it ({said})", partial(self._set, changes), refusal=refusal
        )

    def _set(self, changes: dict[str, Any]) -> None:
        self._document.set_training(replace(self._document.solution.training, **changes))

    def _rest(self) -> list[Setting]:
        """The settings that no chip shows now."""
        return [
            setting
            for name, setting in SETTINGS.items()
            if not setting.chip or _BESIDE.get(name, name) in self._left_out
        ]

    def _open(self, settings: list[Setting], anchor: QWidget) -> Popover:
        first = settings[0]
        popover = Popover(first.title, first.explanation, anchor)
        if (picture := _PICTURES.get(first.name)) is not None:
            popover.body.addWidget(PictureBox(self._look, picture))
        for setting in settings:
            if setting is not first:
                popover.body.addSpacing(4)
                popover.body.addWidget(plain_label(setting.title, "heading"))
                popover.body.addWidget(plain_label(setting.explanation, "muted", wrap=True))
            editor = SettingEditor(self._document, setting, self._look)
            editor.message_changed.connect(popover.fit)
            popover.body.addWidget(editor)
        popover.open()
        return popover

    def _make_chip(self, setting: Setting) -> LabelledButton:
        chip = LabelledButton(self._look, "", role="chip")
        chip.setObjectName(f"setting-{setting.name}")
        chip.clicked.connect(partial(self._chip_clicked, setting))
        MenuOpener(chip, partial(self.entries, setting))
        self._chips[setting.name] = chip
        return chip

    def _chip_clicked(self, setting: Setting, _checked: bool = False) -> None:
        self.open_setting(setting)

    def _show(self) -> None:
        training = self._document.solution.training
        for name, chip in self._chips.items():
            setting = SETTINGS[name]
            said = [setting, *(own for own in _beside(setting) if own.value(training))]
            chip.setText(" · ".join(own.chip.format(own.text(own.value(training))) for own in said))
            reason = lock_reason(self._document, setting)
            chip.set_icon_name("lock" if reason else None)
            set_tooltip(chip, reason or setting.explanation)
        set_tooltip(self._more, self._summary())

    def _summary(self) -> str:
        """What is set behind the last button, and what of it has no effect."""
        training, task = self._document.solution.training, self._document.task
        lines = [_MORE]
        for setting in self._rest():
            reason = setting.does_not_apply(training, task)
            value = setting.text(setting.value(training))
            lines.append(f"{setting.title}: {value}{' (no effect here)' if reason else ''}")
        return "\n".join(lines)


def _beside(setting: Setting) -> list[Setting]:
    return [SETTINGS[name] for name, other in _BESIDE.items() if other == setting.name]
