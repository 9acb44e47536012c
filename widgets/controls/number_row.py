"""A number with a name, set by a slider or typed, that follows training until it is touched."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from widgets.controls.signed_slider import SignedSlider
from widgets.theme.look import Look
from widgets.theme.style import plain_label

_LIMIT: Final = 1e6


class NumberRow(QWidget):
    """Name, slider and field of one weight or bias.

    Signals:
        edited: the player set another value.
    """

    edited = Signal(float)

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = SignedSlider(look)
        self._slider.setAccessibleName(name)
        self._field = QDoubleSpinBox()
        self._field.setRange(-_LIMIT, _LIMIT)
        self._field.setDecimals(3)
        self._field.setSingleStep(0.1)
        self._field.setKeyboardTracking(False)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.lineEdit().setTextMargins(0, 0, 8, 0)
        self._field.setFixedWidth(92)
        self._field.setAccessibleName(name)
        label = plain_label(name)
        label.setMinimumWidth(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self._slider, stretch=1)
        row.addWidget(self._field)
        self._slider.valueChanged.connect(self._slid)
        self._field.valueChanged.connect(self._typed)

    @property
    def value(self) -> float:
        """The number that is shown."""
        return self._field.value()

    def set_live(self, value: float) -> None:
        """Show what training has made of it, unless the player is busy with it."""
        if self._slider.isSliderDown() or self._field.hasFocus():
            return
        self._write(value)

    def set_value(self, value: float) -> None:
        """Set it as the player would."""
        self._field.setValue(value)

    def _write(self, value: float) -> None:
        with QSignalBlocker(self._field), QSignalBlocker(self._slider):
            self._field.setValue(value)
            self._slider.set_number(value)

    def _slid(self) -> None:
        value = self._slider.number
        self._write(value)
        self.edited.emit(value)

    def _typed(self, value: float) -> None:
        self._write(value)
        self.edited.emit(value)
