"""Between the judge and what shows its work: the verdict, the medals, the wrong points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from app.session.game import Game
from app.session.judging import Outcome
from app.session.session import Session
from app.storage.records import StoredVerdict
from app.window.keys import Actions
from engine.inspection.maps import DecisionMaps
from engine.judging.judge import Verdict
from engine.judging.tally import Sturdiness
from engine.training.run import Frame, RunState
from levels import Level, Solution
from widgets.bars.goal_bar import GoalBar
from widgets.bars.transport_bar import TransportBar
from widgets.bench import Bench
from widgets.document.turned import turned
from widgets.marks import Mark, masked
from widgets.verdict.size_plot import Attempt
from widgets.verdict.verdict_panel import VerdictPanel
from widgets.verdict.verdict_words import VerdictNews, attempt_of


class JudgeWires(QObject):
    """Connects button and key with the judge, and shows its verdicts."""

    def __init__(
        self,
        session: Session,
        game: Game,
        bench: Bench,
        actions: Actions,
        transport: TransportBar,
        goal_bar: GoalBar,
        panel: VerdictPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._game, self._bench = session, game, bench
        self._transport, self._goal_bar, self._panel = transport, goal_bar, panel
        self._verdict: Verdict | None = None
        actions.bind({"judge": session.judge})
        transport.judge_requested.connect(session.judge)
        judging = session.judging
        judging.started.connect(self._show_judging)
        judging.progressed.connect(panel.progress)
        judging.finished.connect(self._show_outcome)
        judging.author_judged.connect(self._show_author)
        judging.cancelled.connect(panel.hide)
        session.further_starts.changed.connect(self._show_sturdiness)
        judging.active_changed.connect(self._show_refusal)
        # A verdict is on the solution that it lies on.
        session.shelf.opened.connect(panel.hide)
        panel.closed.connect(self._verdict_closed)
        panel.next_requested.connect(self._go_on)
        panel.wrong_points_requested.connect(self._mark_wrong)
        session.document.changed.connect(self._forget_wrong)
        session.run.state_changed.connect(self._run_moves)
        session.document.changed.connect(self._follow)
        session.document.rules_changed.connect(self._show_refusal)
        self._show_refusal()
        self._show_best(judging.best)

    def _follow(self, before: Solution, after: Solution) -> None:
        if turned(before, after) is None:  # no rule looks at start values, which sliders turn
            self._show_refusal()

    def _show_refusal(self) -> None:
        """Say before the judge is asked that it is at work, or will refuse."""
        working = self._session.judging.active
        refusal = "The judge is at work" if working else self._session.refusal
        self._transport.set_judge(refusal, working=working)
        self._goal_bar.set_judge_refusal(refusal)

    def _show_judging(self) -> None:
        self._forget_wrong()
        self._panel.begin(self._session.level.terms, self._bench.chance)

    def _show_outcome(self, outcome: Outcome) -> None:
        judging, level = self._session.judging, self._session.level
        self._verdict = outcome.verdict
        best = judging.best
        news = VerdictNews(
            medal=outcome.medal,
            star=outcome.star,
            best=None if best is None else best.parameters,
            after="" if outcome.medal is None else level.after.text_for(outcome.medal),
            attempts=self._attempts(),
            has_next=self._game.next_level() is not None,
            frontier=level.frontier,
            author_size=level.medals.bonsai,
        )
        self._panel.show_verdict(outcome.verdict, news)
        known = self._session.further_starts.of(outcome.text)
        if known is not None:
            self._panel.show_sturdiness(known)
        self._show_best(best)

    def _show_sturdiness(self, found: Sturdiness) -> None:
        # While the judge is at work, what still comes is of the solution before.
        if not self._session.judging.active:
            self._panel.show_sturdiness(found)

    def _attempts(self) -> list[Attempt]:
        """The author's solution if it was judged, and the player's earlier verdicts."""
        level, judging = self._session.level, self._session.judging
        further = self._session.further_starts
        # The newest verdict of the history is the one that is shown.
        earlier = [
            Attempt(own.parameters, stored_score(own, level), sturdiness=further.of(own.text))
            for own in judging.history[:-1]
        ]
        author = [] if judging.author is None else [attempt_of(judging.author, "author")]
        return author + earlier

    def _show_author(self, verdict: Verdict) -> None:
        self._panel.add_attempt(attempt_of(verdict, "author"))

    def _show_best(self, best: StoredVerdict | None) -> None:
        medals = self._session.level.medals
        if best is None:
            self._goal_bar.set_best(None)
        else:
            medal, star = medals.medal_for(best.parameters), medals.has_star(best.parameters)
            self._goal_bar.set_best(medal, star=star)

    def _verdict_closed(self) -> None:
        self._session.judging.cancel()

    def _go_on(self) -> None:
        level = self._game.next_level()
        if level is not None:
            self._game.open(level)

    def _forget_wrong(self) -> None:
        self._bench.marks.keep(None)

    def _run_moves(self) -> None:
        # The map shows the bench again as soon as something happens there.
        if self._session.run.state is RunState.RUNNING:
            self._forget_wrong()

    def _mark_wrong(self) -> None:
        self._panel.hide()
        frame = self._session.run.frame
        if self._verdict is not None and frame is not None:
            self._bench.marks.keep(wrong_points(self._verdict, self._bench, frame))


def wrong_points(verdict: Verdict, bench: Bench, frame: Frame) -> Mark:
    """The test samples that a verdict counts as wrong, with the map of that start.

    Of several starts the first that failed is shown.
    """
    failed = [place for place, result in enumerate(verdict.results) if not result.passed]
    place = failed[0] if failed else 0
    samples, task = bench.dataset.test, bench.level.task
    wrong = np.zeros(len(samples), dtype=np.bool_)
    wrong[verdict.results[place].wrong] = True
    maps = DecisionMaps(verdict.plan, frame.grid, task.columns)
    output = verdict.plan.index(task.output_ids[0])
    values = maps(verdict.weights[place])[output].astype(np.float32)
    return Mark(masked(samples, wrong), "wrong", values)


def stored_score(verdict: StoredVerdict, level: Level) -> float | None:
    """The test score that decided a verdict of the records; see `Metric.deciding_score`."""
    scores = [score for _, score in verdict.scores]
    return level.terms.metric.deciding_score(scores, level.terms.needed)
