"""The card of the level that is looked at, and the garden: what was won so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.wording import counted
from levels.medals import Medal
from widgets.controls.medal_row import MedalRow
from widgets.home.data_thumbnail import DataThumbnail
from widgets.home.level_card import LevelCard
from widgets.theme.buttons import LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label, set_role

_BELOW: Final = 12
_LATER = "Pass a level before it, and this one opens."


class LevelPanel(QFrame):
    """One level in full, with the button to play it at its foot.

    Signals:
        play_requested: the id of the level.
    """

    play_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: LevelCard | None = None
        self.setProperty("role", "card")
        self._chapter = plain_label(role="label")
        self._title = plain_label(role="title", wrap=True)
        self._thumbnail = DataThumbnail(look)
        self._brief = plain_label(wrap=True)
        self._goal = plain_label(role="label", wrap=True)
        self._medals = MedalRow(look)
        self._best = plain_label(role="muted", wrap=True)
        self._play = LabelledButton(look, "Play", role="primary")
        self._play.setObjectName("play")
        self._play.clicked.connect(self._ask)
        self._bottom: int | None = None
        self._column = column = QVBoxLayout(self)
        column.setSpacing(8)
        for widget in (self._chapter, self._title, self._thumbnail, self._brief, self._goal):
            column.addWidget(widget)
        column.insertSpacing(2, 4)
        column.insertSpacing(4, 4)
        column.addSpacing(4)
        column.addWidget(self._medals, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._best)
        self._foot = QFrame(self)
        inside = QVBoxLayout(self._foot)
        inside.setContentsMargins(24, 8, 24, 12)
        inside.addWidget(self._play)
        look.changed.connect(self._place_foot)
        self._place_foot()

    def set_card(self, card: LevelCard) -> None:
        """Show another level."""
        self._card = card
        self._chapter.setText(card.chapter)
        self._title.setText(card.title)
        self._thumbnail.set_data(card.thumbnail)
        self._brief.setText(card.brief)
        self._goal.setText(card.goal)
        self._medals.set_sizes(card.sizes)
        self._medals.set_best(card.medal.label if card.medal is not None else None, star=card.star)
        self._best.setText(_standing(card))
        self._play.setEnabled(card.open)

    def set_low(self, *, low: bool) -> None:
        """Take less height, so that the button is in sight in a low window."""
        self._thumbnail.set_low(low=low)

    @property
    def medals(self) -> MedalRow:
        """The row of medals."""
        return self._medals

    @property
    def foot(self) -> int:
        """How much of the card's lower edge the button and its surroundings cover, px."""
        return self._foot.height()

    def keep_in_sight(self, bottom: int) -> None:
        """Raise the button where the card goes on below what is shown of it.

        Args:
            bottom: the lowest line that is shown, px from the upper edge of the card.
        """
        self._bottom = bottom
        self._place_foot()

    def _place_foot(self) -> None:
        high = self._foot.sizeHint().height()
        self._column.setContentsMargins(24, 20, 24, high + _BELOW)
        end = self.height() - _BELOW
        shown = end if self._bottom is None else min(end, self._bottom)
        set_role(self._foot, "foot" if shown < end else "")
        self._foot.setGeometry(1, shown - high, self.width() - 2, high)

    @property
    def standing(self) -> str:
        """What the card says of the player's best."""
        return self._best.text()

    def _ask(self) -> None:
        if self._card is not None:
            self.play_requested.emit(self._card.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the foot."""
        super().resizeEvent(event)
        self._place_foot()


class Garden(QFrame):
    """How many levels were passed, and how many blossoms and bonsais won."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 18)
        outer.setSpacing(6)
        outer.addWidget(plain_label("Your garden", "label"))
        row = QHBoxLayout()
        self._numbers = {}
        for name in ("passed", "blossoms", "bonsai"):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._numbers[name] = plain_label("0", "title")
            column.addWidget(self._numbers[name])
            column.addWidget(plain_label(name, "muted"))
            row.addLayout(column, 1)
        outer.addLayout(row)

    def set_cards(self, cards: Sequence[LevelCard]) -> None:
        """Count anew; a bonsai counts as a blossom too."""
        medals = [card.medal for card in cards if card.medal is not None]
        self._numbers["passed"].setText(str(len(medals)))
        self._numbers["blossoms"].setText(str(sum(medal >= Medal.BLOSSOM for medal in medals)))
        self._numbers["bonsai"].setText(str(sum(medal is Medal.BONSAI for medal in medals)))

    @property
    def counts(self) -> tuple[int, ...]:
        """Passed, blossoms, bonsais as shown."""
        return tuple(int(label.text()) for label in self._numbers.values())


def _standing(card: LevelCard) -> str:
    if not card.open:
        return _LATER
    if card.best is None:
        return "Not passed yet."
    beaten = " Smaller than the author’s!" if card.star else ""
    least = ", the smallest possible" if card.best == card.least else ""
    return f"Your smallest: {counted(card.best, 'parameter')}{least}.{beaten}"
