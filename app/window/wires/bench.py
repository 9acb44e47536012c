"""The wires between a session and the parts of the workbench that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.session.game import Game
from app.session.judging import Outcome
from app.session.session import Session
from app.storage.records import StoredVerdict
from app.window.keys import Actions
from engine.judging.judge import Verdict
from engine.training.run import RunState
from levels import Level, Solution
from widgets.solutions.solution_tabs import SolutionTab
from widgets.verdict.size_plot import Attempt
from widgets.verdict.verdict_panel import VerdictNews, attempt_of

if TYPE_CHECKING:
    from app.window.workbench import Workbench


class BenchWires(QObject):
    """Lets the workbench follow the session, and the session the workbench."""

    def __init__(self, bench: Workbench, session: Session, game: Game, actions: Actions) -> None:
        super().__init__(bench)
        self._bench, self._session, self._game, self._actions = bench, session, game, actions
        self._verdict: Verdict | None = None
        self._slots = {
            "train": session.toggle_training,
            "step": session.step,
            "reset": session.reset,
            "new-start": session.new_start,
            "judge": session.judge,
            "undo": session.document.undo_stack.undo,
            "redo": session.document.undo_stack.redo,
            "new-solution": session.shelf.create,
            "copy-solution": self._copy_solution,
            "next-solution": self._next_solution,
            "list": self._toggle_list,
            "hint": bench.brief.reveal_next,
            "back": game.leave,
        }
        actions.bind(self._slots)
        self._connect_run()
        self._connect_solutions()
        self._connect_judge()
        self._show_level(session.level)

    def release(self) -> None:
        """Give the window's keys back."""
        self._actions.unbind(self._slots)

    # -- the run -----------------------------------------------------------------------------------

    def _connect_run(self) -> None:
        bench, session = self._bench, self._session
        bar = bench.transport
        bar.train_requested.connect(session.train)
        bar.pause_requested.connect(session.pause)
        bar.step_requested.connect(session.step)
        bar.reset_requested.connect(session.reset)
        bar.new_start_requested.connect(session.new_start)
        bar.judge_requested.connect(session.judge)
        session.run.frame_changed.connect(self._show_score)
        session.run.state_changed.connect(self._bench_moves)
        session.document.changed.connect(self._show_size)
        session.document.changed.connect(self._forget_wrong)
        bench.view.selection.changed.connect(self._on_selected)
        bench.side.chosen.connect(bench.view.selection.select)
        bench.side.refused.connect(self._game.noticed)
        bench.view.space_tapped.connect(session.toggle_training)

    def _show_level(self, level: Level) -> None:
        bench = self._bench
        chance = chance_of(level)
        bench.goal_bar.set_goal(level.terms, level.medals, chance)
        bench.goal_bar.set_parameters(self._session.document.network.parameters)
        bench.brief.set_brief(level.brief, level.hints)
        bench.side.show_level(self._session.dataset, level.terms, chance)
        self._show_best(self._session.judging.best)
        self._show_tabs()
        self._show_history()

    def _show_score(self) -> None:
        frame = self._session.run.frame
        if frame is None:
            self._bench.goal_bar.set_score(None)
            return
        scores = frame.snapshot.curves.validation_score
        self._bench.goal_bar.set_score(float(scores[-1, 0]) if len(scores) else None)

    def _show_size(self, before: Solution, after: Solution) -> None:
        if after.network.parameters != before.network.parameters:
            self._bench.goal_bar.set_parameters(after.network.parameters)

    def _on_selected(self) -> None:
        selection = self._bench.view.selection
        self._bench.side.set_selection(selection.nodes, selection.links)

    def _toggle_list(self) -> None:
        self._bench.side.toggle_outline()

    # -- solutions ---------------------------------------------------------------------------------

    def _connect_solutions(self) -> None:
        bench, session = self._bench, self._session
        bench.tabs.chosen.connect(self._open)
        bench.tabs.new_requested.connect(session.shelf.create)
        bench.tabs.renamed.connect(self._rename)
        bench.tabs.duplicated.connect(self._duplicate)
        bench.tabs.deleted.connect(self._delete)
        session.shelf.changed.connect(self._show_tabs)
        history = session.document.undo_stack
        history.canUndoChanged.connect(self._show_history)
        history.canRedoChanged.connect(self._show_history)
        history.indexChanged.connect(self._show_history)
        bench.undo.clicked.connect(history.undo)
        bench.redo.clicked.connect(history.redo)
        bench.back.clicked.connect(self._game.leave)

    def _show_tabs(self) -> None:
        shelf, tabs = self._session.shelf, self._bench.tabs
        wanted = [
            SolutionTab(str(entry.id), entry.name, entry.parameters) for entry in shelf.entries
        ]
        tabs.set_solutions(wanted, str(shelf.open_entry.id))

    def _show_history(self) -> None:
        history = self._session.document.undo_stack
        undo, redo = history.undoText(), history.redoText()
        self._bench.undo.setEnabled(history.canUndo())
        self._bench.redo.setEnabled(history.canRedo())
        self._bench.undo.set_tooltip(f"Undo: {undo} (Ctrl+Z)" if undo else "Undo (Ctrl+Z)")
        self._bench.redo.set_tooltip(f"Redo: {redo} (Ctrl+Y)" if redo else "Redo (Ctrl+Y)")

    def _open(self, tab: str) -> None:
        self._session.shelf.open(int(tab))

    def _rename(self, tab: str, name: str) -> None:
        self._session.rename(int(tab), name)

    def _duplicate(self, tab: str) -> None:
        self._session.shelf.duplicate(int(tab))

    def _delete(self, tab: str) -> None:
        self._session.shelf.delete(int(tab))

    def _copy_solution(self) -> None:
        shelf = self._session.shelf
        shelf.duplicate(shelf.open_entry.id)

    def _next_solution(self) -> None:
        shelf = self._session.shelf
        ids = [entry.id for entry in shelf.entries]
        shelf.open(ids[(ids.index(shelf.open_entry.id) + 1) % len(ids)])

    # -- the judge ---------------------------------------------------------------------------------

    def _connect_judge(self) -> None:
        judging, panel = self._session.judging, self._bench.verdict
        judging.started.connect(self._show_judging)
        judging.progressed.connect(panel.progress)
        judging.finished.connect(self._show_outcome)
        judging.author_judged.connect(self._show_author)
        judging.cancelled.connect(panel.hide)
        panel.closed.connect(self._verdict_closed)
        panel.next_requested.connect(self._go_on)
        panel.wrong_points_requested.connect(self._mark_wrong)

    def _show_judging(self) -> None:
        level = self._session.level
        self._bench.transport.set_judge_enabled(enabled=False, reason="The judge is at work")
        self._forget_wrong()
        self._bench.verdict.begin(level.terms, chance_of(level))

    def _show_outcome(self, outcome: Outcome) -> None:
        judging, level = self._session.judging, self._session.level
        self._bench.transport.set_judge_enabled(enabled=True)
        self._verdict = outcome.verdict
        best = judging.best
        news = VerdictNews(
            medal=outcome.medal,
            star=outcome.star,
            best=None if best is None else best.parameters,
            after=level.after,
            attempts=self._attempts(),
            has_next=self._game.next_level() is not None,
        )
        self._bench.verdict.show_verdict(outcome.verdict, news)
        self._show_best(best)

    def _attempts(self) -> list[Attempt]:
        """The author's solution if it was judged, and the player's earlier verdicts."""
        level, judging = self._session.level, self._session.judging
        # The newest verdict of the history is the one that is shown.
        earlier = [
            Attempt(own.parameters, stored_score(own, level)) for own in judging.history[:-1]
        ]
        author = [] if judging.author is None else [attempt_of(judging.author, "author")]
        return author + earlier

    def _show_author(self, verdict: Verdict) -> None:
        self._bench.verdict.add_attempt(attempt_of(verdict, "author"))

    def _show_best(self, best: StoredVerdict | None) -> None:
        medals = self._session.level.medals
        if best is None:
            self._bench.goal_bar.set_best(None)
        else:
            medal, star = medals.medal_for(best.parameters), medals.has_star(best.parameters)
            self._bench.goal_bar.set_best(medal, star=star)

    def _verdict_closed(self) -> None:
        self._session.judging.cancel()
        self._bench.transport.set_judge_enabled(enabled=True)
        self._bench.view.setFocus()

    def _go_on(self) -> None:
        level = self._game.next_level()
        if level is not None:
            self._game.open(level)

    def _forget_wrong(self) -> None:
        self._bench.side.mark_wrong(None, self._session.dataset.test)

    def _bench_moves(self) -> None:
        # The map shows the bench again as soon as something happens there.
        if self._session.run.state is RunState.RUNNING:
            self._forget_wrong()

    def _mark_wrong(self) -> None:
        self._bench.verdict.hide()
        self._bench.side.mark_wrong(self._verdict, self._session.dataset.test)
        self._bench.view.setFocus()


def chance_of(level: Level) -> float:
    """The score of guessing, at which the goal's bar begins."""
    return level.terms.metric.chance(level.task)


def stored_score(verdict: StoredVerdict, level: Level) -> float | None:
    """The test score that decided a verdict of the records."""
    scores = [score for _, score in verdict.scores]
    return level.terms.metric.deciding_score(scores, level.terms.needed)
