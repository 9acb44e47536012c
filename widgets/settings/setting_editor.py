"""Choosing one training setting: its usual values as chips, and a field for any other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engine import Refused, SettingsError
from widgets.document.document import Document
from widgets.settings.training_options import Option, Value
from widgets.theme.look import Look
from widgets.theme.style import icon_pixmap, plain_label

_COLUMNS: Final = 3


def lock_reason(document: Document, option: Option) -> str:
    """Why the level does not allow another value of the setting; empty when it does."""
    now = document.solution.training
    for _, value in option.choices:
        if value != option.value(now):
            try:
                document.rules.check_training(now, replace(now, **{option.field: value}))  # type: ignore[arg-type]
            except Refused as refusal:
                return refusal.reason
            return ""
    return ""


class SettingEditor(QWidget):
    """Edits one setting of a document; a locked one shows a lock and says why.

    Signals:
        message_changed: there is another message, or none; the height may be another.
    """

    message_changed = Signal()

    def __init__(
        self, document: Document, option: Option, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._option = option
        self._buttons: list[tuple[Value, QPushButton]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._field: QLineEdit | None = None
        self._message = plain_label("", "warn", wrap=True)
        reason = lock_reason(document, option)
        if reason:
            self._column.addLayout(self._lock(look, reason))
        else:
            self._column.addLayout(self._choices())
            if option.parse is not None:
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
        changes: dict[str, Any] = {self._option.field: value}
        try:
            self._document.set_training(replace(now, **changes))
        except (Refused, SettingsError) as problem:
            self._say(str(problem))
        else:
            self._say("")
        self._show()

    def type_in(self, text: str) -> None:
        """Set the value that a text says."""
        if self._option.parse is None:
            return
        try:
            value = self._option.parse(text)
        except ValueError:
            self._say(f"“{text}” is no number for this.")
        else:
            self.choose(value)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self.message_changed.emit()

    def _show(self) -> None:
        now = self._option.value(self._document.solution.training)
        for value, button in self._buttons:
            button.setChecked(value == now)
        if self._field is not None and not self._field.hasFocus():
            self._field.setText(self._option.text(now))

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for index, (words, value) in enumerate(self._option.choices):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setObjectName(f"{self._option.field}-{words}")
            button.clicked.connect(partial(self._clicked, value))
            self._buttons.append((value, button))
            grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
        return grid

    def _clicked(self, value: Value, _checked: bool = False) -> None:
        self.choose(value)

    def _free_field(self) -> QLineEdit:
        self._field = QLineEdit()
        self._field.setObjectName(f"{self._option.field}-field")
        self._field.setAccessibleName(f"{self._option.title}, any value")
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
