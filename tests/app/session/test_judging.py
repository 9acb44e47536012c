"""The judge's button: whatever happens, it comes back, and the verdict is of what was handed in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.session.judging import Judging
from app.session.session import Session
from app.training.jobs import WorkerJobs
from levels import campaign


@pytest.fixture
def session(start_game, qtbot) -> Session:
    game = start_game()
    game.open_id("xor")
    return game.session


@pytest.fixture
def judging(session: Session) -> Judging:
    return session.judging


def solution():
    return campaign().level("xor").author_solution


def collect(signal) -> list[object]:
    news: list[object] = []
    signal.connect(lambda *values: news.append(values[0] if values else None))
    return news


def test_the_verdict_is_of_what_was_handed_in_whatever_is_on_the_bench(
    session, judging, qtbot
) -> None:
    outcomes = collect(judging.finished)
    assert not session.document.network.links
    judging.start(solution())
    session.document.add_input("x1", (0.0, 0.0))
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    assert outcomes[0].solution == solution()
    assert outcomes[0].verdict.parameters == 7
    assert outcomes[0].verdict.passed


def test_the_record_keeps_the_score_of_every_start_and_no_other(session, judging, qtbot) -> None:
    weak = replace(solution(), training=replace(solution().training, epochs=20))
    outcomes = collect(judging.finished)
    judging.start(weak)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    verdict, (kept,) = outcomes[0].verdict, judging.history
    scores = [own.test_score for own in verdict.results]
    assert kept.scores == tuple(zip(session.level.terms.seeds, scores, strict=True))
    assert len(set(scores)) > 1
    assert kept.text == outcomes[0].text
    assert kept.parameters == 7


def test_the_judge_is_active_until_the_verdict(judging, qtbot) -> None:
    changes = []
    judging.active_changed.connect(lambda: changes.append(judging.active))
    outcomes = collect(judging.finished)
    judging.start(solution())
    judging.start(solution())  # one at a time
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    assert changes == [True, False]


def test_a_fault_in_the_judge_gives_the_button_back_and_says_so(
    session, judging, qtbot, expected_log
) -> None:
    expected_log("a job failed")
    strange = session.level.start.network.add_input("x9")
    failures, cancelled = collect(judging.failed), collect(judging.cancelled)
    judging.start(replace(solution(), network=strange))
    qtbot.waitUntil(lambda: bool(failures))
    assert "x9" in failures[0]
    assert cancelled
    assert not judging.active
    outcomes = collect(judging.finished)
    judging.start(solution())
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)


def test_the_author_is_judged_while_one_trains_on(session, judging, qtbot) -> None:
    session.document.load(solution())
    authors = collect(judging.author_judged)
    judging.start(session.document.solution)
    qtbot.waitUntil(lambda: not judging.active, timeout=30_000)
    session.train()
    qtbot.waitUntil(lambda: bool(authors), timeout=30_000)
    assert judging.author is authors[0]


def test_leaving_drops_the_judge(session, judging, start_game, qtbot) -> None:
    news = collect(judging.progressed)
    judging.start(replace(solution(), training=replace(solution().training, epochs=1_000_000)))
    qtbot.waitUntil(lambda: bool(news))
    game = session.parent()
    game.leave()
    assert not judging.active
    qtbot.waitUntil(lambda: not game._thread._timer.isActive())


def test_another_level_is_judged_by_its_own_data(session, judging, qtbot) -> None:
    other = campaign().level("first-line")
    jobs = WorkerJobs(session.parent()._thread)
    elsewhere = Judging(jobs, session.judging._verdicts, other, other.dataset())
    outcomes = collect(elsewhere.finished)
    elsewhere.start(other.author_solution)
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    assert outcomes[0].verdict.passed
    jobs.close()
    elsewhere.deleteLater()
