"""The page of one level: palette left, canvas in the middle, views and their rail right.

Layout only; the connections are in `app.window.wires`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.session.game import Game
from app.session.session import Session
from app.window.focus import order_tabs
from app.window.keys import Actions
from app.window.left_column import LeftColumn
from app.window.top_bar import TopBar
from app.window.wires.judge import JudgeWires
from app.window.wires.run import RunWires
from app.window.wires.solutions import SolutionWires
from widgets.bars.goal_bar import GoalBar
from widgets.bars.transport_bar import TransportBar
from widgets.bench import Bench
from widgets.canvas.fault_notice import FaultNotice
from widgets.canvas.view import NetworkView
from widgets.controls.elided_label import ElidedLabel
from widgets.dock.arrangement import (
    Arrangement,
    Columns,
    columns,
    in_sight,
    toggled_in_sight,
)
from widgets.dock.deck import Deck
from widgets.dock.dock import Dock
from widgets.dock.rail import Rail
from widgets.keys import tip
from widgets.palette.palette import Palette
from widgets.palette.toolbox import Toolbox
from widgets.selection import Selection
from widgets.settings.settings_chips import SettingsChips
from widgets.solutions.solution_tabs import SolutionTabs
from widgets.theme.buttons import IconButton
from widgets.theme.style import plain_label
from widgets.verdict.verdict_panel import VerdictPanel
from widgets.views.registry import views_for
from widgets.views.selection_card import SelectionCard

GOAL_MARGIN: Final = 16
GOAL_WIDEST: Final = 880
GOAL_LOW: Final = 260
FIT_AIR: Final = 24


class Workbench(QWidget):
    """The page of an open level.

    Attributes:
        bench: the models that all parts share.
        deck: the views that are open, and where.
        view, toolbox, palette_panel, left, goal_bar, tabs, transport, verdict, dock, stage, rail,
            card: its parts.
    """

    def __init__(
        self, session: Session, game: Game, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self._game, self._level = game, session.level
        self.bench = _bench(session, game)
        self._make_canvas(session)
        self._make_bars(session)
        self._make_views()
        self._lay_out(self._top_bar(actions))
        self.verdict = VerdictPanel(self.bench.look, self)
        self._connect(session, actions)
        self._arrange()

    def take_focus(self) -> None:
        """Give the canvas the focus."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- parts -------------------------------------------------------------------------------------

    def _make_canvas(self, session: Session) -> None:
        bench = self.bench
        self.toolbox = Toolbox(self)
        self.view = NetworkView(
            session.document, session.run, bench.look, self.toolbox, bench.selection
        )
        self.view.show_lenses(bench)
        self.palette_panel = Palette(session.document, bench.look, self.toolbox)
        self.left = LeftColumn(session.level, self.palette_panel, bench.look)
        self.notice = FaultNotice(session.document, bench.look, self.view)
        self.card = SelectionCard(bench, self.view)
        corners = self.view.corners
        self.card.place_between(corners.lens_bar, corners.zoom_bar)

    def _make_bars(self, session: Session) -> None:
        look = self.bench.look
        self.goal_bar = GoalBar(look)
        self.tabs = SolutionTabs(look)
        self.transport = TransportBar(session.run, look, SettingsChips(session.document, look))
        self.undo = IconButton(look, "undo", tip("undo"))
        self.redo = IconButton(look, "redo", tip("redo"))
        self.back = IconButton(look, "back", tip("back"))
        for button, name in ((self.undo, "undo"), (self.redo, "redo"), (self.back, "back")):
            button.setObjectName(name)

    def _make_views(self) -> None:
        bench, views = self.bench, views_for(self._level.task)
        arrangement = self._game.arrangement(self._level.id)
        self.deck = Deck(bench, views, arrangement, self)
        self.dock, self.stage = Dock(), Dock()
        self.stage.setObjectName("stage")
        self.rail = Rail(views, bench.look)

    def _top_bar(self, actions: Actions) -> TopBar:
        bar = TopBar(self._game.settings, actions)
        bar.left.addWidget(self.back)
        chapter = self._game.chapter_title(self._level)
        self._chapter = plain_label(f"{chapter} /" if chapter else "", "muted")
        self._title = ElidedLabel(self._level.title, "heading")
        self._title.setMinimumWidth(80)
        self._title.setMaximumWidth(self._title.sizeHint().width())
        bar.left.addWidget(self._chapter)
        bar.left.addWidget(self._title, stretch=1)
        bar.left.addSpacing(24)
        bar.left.addWidget(self.tabs, stretch=2)
        bar.right.addWidget(self.undo)
        bar.right.addWidget(self.redo)
        return bar

    def _lay_out(self, top: TopBar) -> None:
        over = QVBoxLayout(self.view)
        over.setContentsMargins(GOAL_MARGIN, GOAL_MARGIN, GOAL_MARGIN, 0)
        over.addWidget(self.goal_bar)
        over.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stage)
        middle.addWidget(self.view, stretch=1)
        middle.addWidget(self.dock)
        middle.addWidget(self.rail)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._top = top
        self._standing: tuple[object, ...] = ()
        self._grid.addWidget(top, 0, 0, 1, 2)
        self._grid.addLayout(middle, 1, 1)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(1, 1)
        self._across: bool | None = None

    def _connect(self, session: Session, actions: Actions) -> None:
        bench = self.bench
        RunWires(session, bench, actions, self.transport, self.goal_bar, self.view, self)
        SolutionWires(session, self._game, actions, self.tabs, self.undo, self.redo, self)
        JudgeWires(
            session,
            self._game,
            bench,
            actions,
            self.transport,
            self.goal_bar,
            self.verdict,
            self,
        )
        # The card keeps the keys, and a name is typed with them.
        self.tabs.renaming.connect(self.verdict.leave)
        actions.bind(
            {
                "hint": self.left.reveal_hint,
                "back": self._game.leave,
                "fold": self.toggle_fold,
                "build": partial(self.deck.set_mode, "build"),
                "look": partial(self.deck.set_mode, "look"),
                "stage": partial(self.deck.set_mode, "stage"),
            }
        )
        actions.bind(
            {
                f"view-{view.name}": partial(self.toggle_view, view.name)
                for view in views_for(self._level.task)
                if view.key
            }
        )
        self._modes = [actions[name] for name in ("build", "look", "stage")]
        self.back.clicked.connect(self._game.leave)
        self.left.fold_requested.connect(self.toggle_fold)
        self.rail.throw_requested.connect(self.deck.throw)
        self.card.menu_requested.connect(self.view.context.open_for_selected)
        self.goal_bar.judge_requested.connect(session.judge)
        self.rail.toggled.connect(self.toggle_view)
        self.rail.arrange_requested.connect(self.show_arrangements)
        self.deck.changed.connect(self._rearrange)
        self.notice.placed.connect(self._crowd_card)
        self._crowd_card()
        self.card.placed.connect(self._lift_corners)
        self.goal_bar.folded.connect(self._keep_goal_bar_clear)
        bench.look.changed.connect(self._arrange)

    # -- views -------------------------------------------------------------------------------------

    def toggle_fold(self) -> None:
        """Fold the palette, or unfold it."""
        share = self._share()
        self.deck.arrange(replace(self.deck.arrangement, folded=not share.folded))

    def toggle_view(self, name: str) -> None:
        """Open a view where there is room to see it, or close it."""
        self.deck.arrange(toggled_in_sight(self.deck.arrangement, name, self._share_of))
        self.rail.show_open(in_sight(self.deck.arrangement, self._share()))

    def show_arrangements(self) -> QMenu:
        """Open the menu of the arrangements at its button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._modes)
        button = self.rail.arrange
        corner = button.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
        return menu

    def _rearrange(self) -> None:
        self._game.remember_arrangement(self._level.id, self.deck.arrangement)
        self._arrange()
        if not self.view.camera.touched:
            self.view.fit()

    def _share(self) -> Columns:
        return self._share_of(self.deck.arrangement)

    def _share_of(self, arrangement: Arrangement) -> Columns:
        scale = max(self.bench.look.theme.text_scale, 1.0)
        return columns(self.width(), self._high, arrangement, scale)

    @property
    def _high(self) -> int:
        """The height between the bars; the canvas may not have been laid out yet."""
        return self.height() - self._top.height() - self.transport.height()

    def _arrange(self) -> None:
        """Share the width between the columns, and show the parts of each."""
        self.goal_bar.set_low(low=self._high < self.bench.look.theme.room(GOAL_LOW))
        share, arrangement = self._share(), self.deck.arrangement
        self.left.setFixedWidth(share.palette + 1)
        if share.folded is not self.left.folded:
            self.left.set_folded(folded=share.folded)
        self.dock.setVisible(bool(share.dock))
        self.dock.setFixedWidth(share.dock or 1)
        self.dock.set_frames(self.deck.docked(share.most_docked))
        thrown = arrangement.thrown
        self.stage.setVisible(bool(share.stage))
        self.stage.setFixedWidth(share.stage or 1)
        self.stage.set_frames([self.deck.frame(thrown)] if thrown is not None else [])
        shown = {frame.view.objectName() for frame in self.dock.frames}
        self.rail.show_open(in_sight(arrangement, share))
        self.card.set_wanted(wanted="inspector" not in shown and thrown != "numbers")
        self._keep_goal_bar_clear()
        self._place_transport(self.width() - share.palette - 1)
        standing = (share.folded, *self.stage.frames, *self.dock.frames)
        if standing != self._standing:
            self._standing = standing
            parts = (self.left, self.view, self.stage, self.dock, self.rail, self.transport)
            order_tabs((self._top, *parts))

    def _crowd_card(self) -> None:
        self.card.set_crowded(crowded=not self.notice.isHidden())

    def _lift_corners(self) -> None:
        """Raise the buttons of the canvas above the card."""
        stands = self.card.isVisible()
        self.view.corners.set_lift(self.view.height() - self.card.y() if stands else 0)

    def _keep_goal_bar_clear(self) -> None:
        """Fit networks below the goal bar, however high it is, and above the selection's card."""
        self.goal_bar.setMaximumWidth(self.bench.look.theme.room(GOAL_WIDEST))
        above = GOAL_MARGIN + self.goal_bar.sizeHint().height()
        below = self.card.room_at(self._high) + FIT_AIR
        self.notice.set_margins(QMargins(FIT_AIR, above, FIT_AIR, below))

    def _place_transport(self, room: int) -> None:
        """Below the canvas; below the left column too where the window is too narrow for that."""
        across = room < max(self.transport.needed_width, self.transport.minimumSizeHint().width())
        if across == self._across:
            return
        self._across = across
        for widget in (self.left, self.transport):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self.left, 1, 0, 1 if across else 2, 1)
        self._grid.addWidget(self.transport, 2, 0 if across else 1, 1, 2 if across else 1)

    # -- Qt ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the width again."""
        super().resizeEvent(event)
        self._chapter.setVisible(self.width() >= 1100 and bool(self._chapter.text()))
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape returns the focus to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self.take_focus()
        else:
            super().keyPressEvent(event)


def _bench(session: Session, game: Game) -> Bench:
    return Bench(
        level=session.level,
        dataset=session.dataset,
        document=session.document,
        run=session.run,
        selection=Selection(session.document, session.document),
        jobs=session.jobs,
        look=game.look,
    )
