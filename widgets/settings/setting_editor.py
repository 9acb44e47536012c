"""Choosing one training setting: its usual values as chips, and a field for any other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engine import Refused, SettingsError
from engine.setting import Setting, Value
from widgets.document.document import Document
from widgets.theme.look import Look
from widgets.theme.style import icon_pixmap, plain_label

_COLUMNS: Final = 3
_LONG_WORDS: Final = 9
"""Characters beyond which three choices side by side would be wider than the card."""


def lock_reason(document: Document, row: Setting) -> str:
    """Why the level does not allow another value of the setting; empty when it does."""
    now = document.solution.training
    for value in row.offered:
        if value != row.value(now):
            changes: dict[str, Any] = {row.name: value}
            try:
                document.rules.check_training(now, replace(now, **changes))
            except Refused as refusal:
                return refusal.reason
            return ""
    return ""


def offered_values(document: Document, row: Setting) -> tuple[Value, ...]:
    """The usual values and the level's own among them, in order; null stays where it is."""
    own = row.value(document.rules.training)
    if own in row.offered or isinstance(own, str) or own is None:
        return row.offered
    larger = (
        place
        for place, value in enumerate(row.offered)
        if isinstance(value, int | float) and value > own
    )
    last = len(row.offered) - (row.offered[-1] is None)
    place = next(larger, last)
    return (*row.offered[:place], own, *row.offered[place:])


class SettingEditor(QWidget):
    """Edits one setting of a document; a locked one shows a lock and says why.

    Signals:
        message_changed: there is another message, or none; the height may be another.
    """

    message_changed = Signal()

    def __init__(
        self, document: Document, row: Setting, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._row = row
        self._buttons: list[tuple[Value, QPushButton]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._field: QLineEdit | None = None
        self._message = plain_label("", "warn", wrap=True)
        self._no_effect = plain_label("", wrap=True)
        self._no_effect.hide()
        self._column.addWidget(self._no_effect)
        reason = self._reason_without_effect()
        locked = "" if reason else lock_reason(document, row)
        if locked:
            self._column.addLayout(self._lock(look, locked))
        else:
            self._column.addLayout(self._choices())
            if row.kind != "choice":
                self._column.addWidget(self._free_field())
        self._column.addWidget(self._message)
        self._message.hide()
        document.changed.connect(self._show)
        self._show()

    @property
    def message(self) -> str:
        """What is wrong with what was typed; empty when nothing is."""
        return self._message.text()

    def choose(self, value: Value) -> None:
        """Set the value; what is wrong with it is said below."""
        now = self._document.solution.training
        changes: dict[str, Any] = {self._row.name: value}
        try:
            self._document.set_training(replace(now, **changes))
        except (Refused, SettingsError) as problem:
            self._say(str(problem))
        else:
            self._say("")
        self._show()

    def type_in(self, text: str) -> None:
        """Set the value that a text says."""
        try:
            value = self._row.parse(text)
        except ValueError:
            self._say(f"“{text}” is no number for this.")
        else:
            self.choose(value)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self.message_changed.emit()

    def _reason_without_effect(self) -> str:
        return self._row.does_not_apply(self._document.solution.training, self._document.task)

    def _show(self) -> None:
        now = self._row.value(self._document.solution.training)
        for value, button in self._buttons:
            button.setChecked(value == now)
        if self._field is not None and not self._field.hasFocus():
            self._field.setText(self._row.text(now))
        self._show_effect()

    def _show_effect(self) -> None:
        """Disable the setting, with the reason, where it has no effect now."""
        reason = self._reason_without_effect()
        if reason == self._no_effect.text():
            return
        self._no_effect.setText(reason)
        self._no_effect.setVisible(bool(reason))
        for widget in (*(button for _, button in self._buttons), self._field):
            if widget is not None:
                widget.setVisible(not reason)
        self.message_changed.emit()

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        offered = [(self._row.text(own), own) for own in offered_values(self._document, self._row)]
        long = max(len(words) for words, _ in offered) > _LONG_WORDS
        columns = _COLUMNS - 1 if long else _COLUMNS
        for index, (words, value) in enumerate(offered):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setObjectName(f"{self._row.name}-{words}")
            button.clicked.connect(partial(self._clicked, value))
            self._buttons.append((value, button))
            grid.addWidget(button, index // columns, index % columns)
        return grid

    def _clicked(self, value: Value, _checked: bool = False) -> None:
        self.choose(value)

    def _free_field(self) -> QLineEdit:
        self._field = QLineEdit()
        self._field.setObjectName(f"{self._row.name}-field")
        self._field.setAccessibleName(f"{self._row.title}, any value")
        self._field.setPlaceholderText("any other value, then Enter")
        self._field.returnPressed.connect(self._entered)
        return self._field

    def _entered(self) -> None:
        if self._field is not None:
            self.type_in(self._field.text())

    def _lock(self, look: Look, reason: str) -> QGridLayout:
        lock = QLabel()
        color = look.theme.muted.name()
        lock.setPixmap(icon_pixmap("lock", color, 18, self.devicePixelRatioF()))
        lock.setFixedSize(QSize(18, 18))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(lock, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain_label(reason, wrap=True), 0, 1)
        grid.setColumnStretch(1, 1)
        return grid
