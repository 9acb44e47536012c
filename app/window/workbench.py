"""The page of one level: palette left, canvas in the middle, map and curves right.

Layout only; what follows from what is told in `app.window.wires.bench`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.session.game import Game
from app.session.session import Session
from app.window.keys import Actions
from app.window.side_column import SideColumn
from app.window.top_bar import TopBar
from app.window.wires.bench import BenchWires
from widgets.bars.brief_panel import BriefPanel
from widgets.bars.goal_bar import GoalBar
from widgets.bars.transport_bar import TransportBar
from widgets.canvas.fault_notice import FaultNotice
from widgets.canvas.view import NetworkView
from widgets.palette.palette import Palette
from widgets.palette.toolbox import Toolbox
from widgets.settings.settings_chips import SettingsChips
from widgets.solutions.solution_tabs import SolutionTabs
from widgets.theme.buttons import IconButton
from widgets.theme.style import plain_label
from widgets.verdict.verdict_panel import VerdictPanel

LEFT_WIDTH: Final = 177
RIGHT_WIDTH: Final = (360, 440)
RIGHT_SHARE: Final = 0.26
GOAL_MARGIN: Final = 16
GOAL_WIDEST: Final = 880


class Workbench(QWidget):
    """Everything one sees while a level is open.

    Attributes:
        view, toolbox, palette_panel, brief, goal_bar, tabs, transport, verdict, side: its parts.
    """

    def __init__(
        self, session: Session, game: Game, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self._look = look = game.look
        self.toolbox = Toolbox(self)
        self.view = NetworkView(session.document, session.run, look, self.toolbox)
        self.palette_panel = Palette(session.document, look, self.toolbox)
        self.brief = BriefPanel(look)
        self.goal_bar = GoalBar(look)
        self.tabs = SolutionTabs(look)
        self.transport = TransportBar(session.run, look, SettingsChips(session.document, look))
        self.side = SideColumn(session.document, session.run, look)
        self.undo, self.redo = IconButton(look, "undo", "Undo"), IconButton(look, "redo", "Redo")
        self.back = IconButton(look, "back", "Back to the levels (Alt+Left)")
        for button, name in ((self.undo, "undo"), (self.redo, "redo"), (self.back, "back")):
            button.setObjectName(name)
        self._lay_out(self._top_bar(session, game, actions))
        FaultNotice(session.document, look, self.view)
        self.verdict = VerdictPanel(look, self)
        look.changed.connect(self._share_width)
        self._wires = BenchWires(self, session, game, actions)

    def start(self) -> None:
        """Give the canvas the keys."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def release(self) -> None:
        """Let go of the session and of the window's keys."""
        self._wires.release()

    def _top_bar(self, session: Session, game: Game, actions: Actions) -> TopBar:
        bar = TopBar(game, actions)
        bar.left.addWidget(self.back)
        chapter = game.chapter_title(session.level)
        if chapter:
            bar.left.addWidget(plain_label(f"{chapter} /", "muted"))
        bar.left.addWidget(plain_label(session.level.title, "heading"))
        bar.left.addSpacing(40)
        bar.left.addWidget(self.tabs, stretch=1)
        bar.right.addWidget(self.undo)
        bar.right.addWidget(self.redo)
        return bar

    def _lay_out(self, top: TopBar) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.view, stretch=1)
        self._goal_row = QHBoxLayout(self.view)
        self._goal_row.setContentsMargins(GOAL_MARGIN + 8, GOAL_MARGIN, GOAL_MARGIN + 8, 0)
        self._goal_row.addWidget(self.goal_bar, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
        self.goal_bar.folded.connect(self._keep_goal_bar_clear)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addLayout(middle, stretch=1)
        upper.addWidget(self.side)
        self._left = self._left_column()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.addWidget(top, 0, 0, 1, 2)
        self._grid.addLayout(upper, 1, 1)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(1, 1)
        self._narrow: bool | None = None
        self._place_transport()

    def _keep_goal_bar_clear(self) -> None:
        """Fit networks below the goal bar, however high it is."""
        self.goal_bar.setMaximumWidth(self._look.theme.room(GOAL_WIDEST))
        height = self.goal_bar.sizeHint().height()
        self.view.set_fit_margins(QMargins(24, GOAL_MARGIN + height, 24, 24))

    def _place_transport(self) -> None:
        """Below the canvas; below the left column too where the window is too narrow for that."""
        left = self._look.theme.room(LEFT_WIDTH)
        narrow = self.width() - left < self.transport.minimumSizeHint().width()
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for widget in (self._left, self.transport):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._left, 1, 0, 1 if narrow else 2, 1)
        self._grid.addWidget(self.transport, 2, 0 if narrow else 1, 1, 2 if narrow else 1)

    def _left_column(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("left-column")
        frame.setProperty("role", "left-column")
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 8, 0, 16)
        inside.setSpacing(8)
        hairline = QFrame()
        hairline.setProperty("role", "hairline")
        hairline.setFixedHeight(1)
        words = QVBoxLayout()
        words.setContentsMargins(16, 0, 16, 0)
        words.setSpacing(16)
        words.addWidget(hairline)
        words.addWidget(self.brief, stretch=1)
        inside.addWidget(self.palette_panel)
        inside.addLayout(words, stretch=1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around = QVBoxLayout(frame)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Place the lower bar where it fits, and let the right column grow a little."""
        self._place_transport()
        least, most = RIGHT_WIDTH
        room = self._look.theme.room
        self._left.setFixedWidth(room(LEFT_WIDTH))
        share = round(self.width() * RIGHT_SHARE)
        self.side.setFixedWidth(min(room(most), max(least, share)))
