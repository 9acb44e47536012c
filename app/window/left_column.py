"""The column at the left: the palette, below it the brief; folded it is a strip of tiles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from levels import Level
from widgets.bars.brief_panel import BriefPanel
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.controls.popover import Popover
from widgets.keys import key_of, tip
from widgets.palette.palette import Palette
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look
from widgets.theme.scroll_area import scroll_area


class LeftColumn(QFrame):
    """Palette and brief, scrolled where the window is low.

    Folded it shows the tiles alone; the brief opens as a card then.

    Args:
        level: whose brief it is.
        palette: what is above the brief.
        look: the theme.

    Attributes:
        brief: the level's brief with its hints.

    Signals:
        fold_requested: it is to be folded, or unfolded.
    """

    fold_requested = Signal()

    def __init__(self, level: Level, palette: Palette, look: Look) -> None:
        super().__init__()
        self.setObjectName("left-column")
        self.setProperty("role", "left-column")
        self._level, self._look = level, look
        self._palette = palette
        self.brief = BriefPanel(look)
        self.brief.set_brief(level.brief, level.hints)
        self._fold = IconButton(look, "back", tip("fold"))
        self._fold.setObjectName("fold")
        self._fold.clicked.connect(self.fold_requested)
        self._ask = IconButton(look, "bulb", tip("hint", "What is asked, and hints"))
        self._ask.setObjectName("show-brief")
        self._ask.clicked.connect(self.show_brief)
        self._lay_out()
        MenuOpener(self, self.entries)
        self.set_folded(folded=False)

    @property
    def folded(self) -> bool:
        """Whether it is a strip of tiles."""
        return self._folded

    def set_folded(self, *, folded: bool) -> None:
        """Show the strip of tiles, or all."""
        self._folded = folded
        self._palette.set_folded(folded=folded)
        self._words.setVisible(not folded)
        self._ask.setVisible(folded)
        self._fold.set_icon_name("right" if folded else "back")
        self._fold.set_tooltip(tip("fold", "Unfold the palette" if folded else "Fold the palette"))
        centre, left = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignLeft
        for button in (self._ask, self._fold):
            self._foot.setAlignment(button, centre if folded else left)
        margin = 0 if folded else 8
        self._foot.setContentsMargins(margin, 4, margin, 10)

    def entries(self) -> Entries:
        """The menu of the column."""
        none_left = "" if self.brief.more else "All hints are shown."
        folding = "Unfold the palette" if self._folded else "Fold the palette"
        return (
            Entry("Next hint", self.reveal_hint, key_of("hint"), none_left),
            Entry("What is asked…", self.show_brief) if self._folded else None,
            Entry(folding, self.fold_requested.emit, key_of("fold")),
        )

    def reveal_hint(self) -> None:
        """Show the next hint; while the column is folded, in the card with the brief."""
        self.brief.reveal_next()
        if self._folded:
            self.show_brief()

    def show_brief(self) -> None:
        """Open a card with the brief and the hints that are revealed."""
        card = Popover(self._level.title, "", self._ask)
        panel = BriefPanel(self._look)
        panel.set_brief(self._level.brief, self._level.hints, len(self.brief.revealed))
        panel.hint_revealed.connect(self._hint_revealed)
        panel.hint_revealed.connect(card.fit)
        card.body.addWidget(panel)
        card.open()

    def _hint_revealed(self, count: int) -> None:
        while len(self.brief.revealed) < count:
            self.brief.reveal_next()

    def _lay_out(self) -> None:
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 8, 0, 8)
        inside.setSpacing(8)
        inside.addWidget(self._palette)
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(16, 0, 16, 0)
        words.setSpacing(16)
        hairline = QFrame()
        hairline.setProperty("role", "hairline")
        hairline.setFixedHeight(1)
        words.addWidget(hairline)
        words.addWidget(self.brief, stretch=1)
        inside.addWidget(self._words, stretch=1)
        inside.addStretch(0)
        area = scroll_area(inner)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(2)
        self._foot.addWidget(self._ask)
        self._foot.addWidget(self._fold)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(area, stretch=1)
        around.addLayout(self._foot)
