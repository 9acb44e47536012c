"""A number with a name, set by a slider or typed, that follows training until it is touched."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QWidget

from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.signed_slider import SignedSlider
from widgets.glossary.terms import Term
from widgets.theme.look import Look

_ROOM: Final = 1e9
"""What can be typed; the receiver refuses a number that is too large, with the reason."""
_ONE_LINE: Final = 1.25
_MINUS: Final = "−"
_HISTORY: Final = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class NumberRow(QWidget):
    """Name, slider and field of one weight or bias.

    Args:
        name: what is shown before the slider.
        look: the theme.
        term: what the name's explanation says.

    Signals:
        edited: the player set another value.
        settled: the player has let go of the slider, or entered what was typed.
    """

    edited = Signal(float)
    settled = Signal()

    def __init__(self, name: str, look: Look, term: Term, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = SignedSlider(look)
        self._slider.setAccessibleName(name)
        self._field = NumberField()
        self._field.setRange(-_ROOM, _ROOM)
        self._field.lineEdit().setTextMargins(0, 0, 8, 0)
        self._field.setAccessibleName(name)
        self._look = look
        self._label = ExplainedLabel(look, name, term)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        look.changed.connect(self._fit_text)
        self._fit_text()
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderReleased.connect(self.settled)
        self._field.valueChanged.connect(self._typed)
        self._field.editingFinished.connect(self.settled)

    @property
    def label(self) -> ExplainedLabel:
        """The name, which explains itself."""
        return self._label

    def _fit_text(self) -> None:
        """In one line, or at large text with the name above."""
        theme = self._look.theme
        self._field.setFixedWidth(theme.room(92))
        self._label.setMinimumWidth(theme.room(64))
        above = theme.text_scale > _ONE_LINE
        for widget in (self._label, self._slider, self._field):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._label, 0, 0, 1, 3 if above else 1)
        self._grid.addWidget(self._slider, int(above), 0 if above else 1, 1, 2 if above else 1)
        self._grid.addWidget(self._field, int(above), 2)

    @property
    def value(self) -> float:
        """The number that is shown."""
        return self._field.value()

    def set_live(self, value: float) -> None:
        """Show what training has made of it, unless the player is busy with it."""
        if self._slider.isSliderDown() or self._field.typing:
            return
        self._write(value)

    def set_value(self, value: float) -> None:
        """Set it as the player would."""
        self._field.setValue(value)

    def take_back(self, value: float) -> None:
        """Show this value in place of one that was refused, also while it has the focus."""
        self._write(value)

    def focus_field(self) -> None:
        """Give the field the focus, with its number selected."""
        self._field.setFocus()
        self._field.selectAll()

    def _write(self, value: float) -> None:
        text = self._field.lineEdit()
        whole = bool(text.selectedText()) and text.selectedText() == text.text()
        with QSignalBlocker(self._field), QSignalBlocker(self._slider):
            self._field.setValue(value)
            self._slider.set_number(value)
        if whole:
            self._field.selectAll()  # Qt would keep as many characters as the old number had

    def _slid(self) -> None:
        value = self._slider.number
        self._write(value)
        self.edited.emit(value)

    def _typed(self, value: float) -> None:
        self._write(value)
        self.edited.emit(value)


class NumberField(QDoubleSpinBox):
    """Three decimals, a point or a comma before them, a minus that matches all other numbers.

    Undo and redo concern the text only while it is being typed; once it is entered they are the
    window's.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setGroupSeparatorShown(False)
        self.setDecimals(3)
        self.setSingleStep(0.1)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._entered)

    @property
    def typing(self) -> bool:
        """Whether something is typed that has not been entered yet."""
        return self.lineEdit().isModified()

    def _entered(self) -> None:
        self.lineEdit().setModified(False)

    # -- Qt ----------------------------------------------------------------------------------

    def textFromValue(self, value: float) -> str:
        """The number as all others are shown."""
        return super().textFromValue(value).replace("-", _MINUS)

    def valueFromText(self, text: str) -> float:
        """The number that was typed."""
        return super().valueFromText(_plain(text))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Whether it is a number, or may become one."""
        state = super().validate(_plain(text), position)[0]
        return state, text.replace(",", "."), position

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window unless something is being typed."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and not self.typing
            and any(event.matches(key) for key in _HISTORY)
        ):
            event.ignore()
            return False
        return super().event(event)


def _plain(text: str) -> str:
    """The text in the characters that a number is read from; none changes the length."""
    return text.replace(_MINUS, "-").replace(",", ".")
