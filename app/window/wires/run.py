"""Between the run and the bars that drive and show it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.session.session import Session
from app.window.keys import Actions
from levels import Solution
from widgets.bars.goal_bar import GoalBar
from widgets.bars.transport_bar import TransportBar
from widgets.bench import Bench
from widgets.canvas.view import NetworkView
from widgets.glossary.notes import notes_for


class RunWires(QObject):
    """Connects the transport bar and the keys with the run, and the run with the goal bar."""

    def __init__(
        self,
        session: Session,
        bench: Bench,
        actions: Actions,
        transport: TransportBar,
        goal_bar: GoalBar,
        canvas: NetworkView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._goal_bar = session, goal_bar
        actions.bind(
            {
                "train": session.toggle_training,
                "step": session.step,
                "reset": session.reset,
                "new-start": session.new_start,
            }
        )
        transport.train_requested.connect(session.train)
        transport.pause_requested.connect(session.pause)
        transport.step_requested.connect(session.step)
        transport.reset_requested.connect(session.reset)
        transport.new_start_requested.connect(session.new_start)
        canvas.space_tapped.connect(session.toggle_training)
        session.run.frame_changed.connect(self._show_score)
        session.document.changed.connect(self._show_size)
        goal_bar.set_goal(bench.level.terms, bench.level.medals, bench.chance)
        goal_bar.set_notes(notes_for(bench.level))
        goal_bar.set_parameters(session.document.network.parameters)

    def _show_score(self) -> None:
        run = self._session.run
        self._goal_bar.set_score(run.score, run.unscored)

    def _show_size(self, before: Solution, after: Solution) -> None:
        if after.network.parameters != before.network.parameters:
            self._goal_bar.set_parameters(after.network.parameters)
