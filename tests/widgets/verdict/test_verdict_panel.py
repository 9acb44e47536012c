"""The verdict: starts filling live, the medal or "Not yet", causes, and the way on."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from engine import ACCURACY, MSE, Cause, JudgeProgress, SeedResult, Terms, TrainingSettings, judge
from engine.judging.tally import Sturdiness
from levels import Medal
from tests.widgets.verdict.frontiers import KNOWN
from tests.widgets.verdict.tallies import tally
from widgets.verdict.size_plot import Attempt
from widgets.verdict.verdict_panel import VerdictPanel
from widgets.verdict.verdict_words import VerdictNews

TERMS = Terms(ACCURACY, 0.9, (1, 2, 3), 2)


@pytest.fixture
def floor(qtbot):
    widget = QWidget()
    widget.resize(1280, 800)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def panel(look, floor):
    return VerdictPanel(look, floor)


@pytest.fixture(scope="module")
def real_verdict(xor):
    settings = TrainingSettings(epochs=5)
    *_, verdict = judge(xor.author_solution.network, xor.dataset(), settings, TERMS)
    return verdict


def result(seed, test_score, diverged_at=None, cause=None):
    passed = diverged_at is None and TERMS.reached(test_score)
    wrong = np.arange(10 if test_score is None else round((1 - test_score) * 10))
    return SeedResult(seed, 0.9, 0.9, test_score, passed, diverged_at, cause, wrong)


@pytest.fixture
def verdict_of(real_verdict):
    def build(*results, cause=None):
        passed = sum(own.passed for own in results) >= TERMS.needed
        return replace(
            real_verdict, terms=TERMS, parameters=9, results=results, passed=passed, cause=cause
        )

    return build


def button(panel, name):
    return panel.findChild(QPushButton, name)


def test_starts_fill_while_the_judge_is_at_work(panel):
    panel.begin(TERMS)
    panel.progress(JudgeProgress(40, 100, (0.95, 0.6, None)))
    assert panel.isVisible()
    assert [row.bar.fraction for row in panel.rows] == pytest.approx([0.9, 0.2, 0.0])
    assert [row.text for row in panel.rows] == ["95.0\u00a0%", "60.0\u00a0%", "–"]
    assert all(row.bar.tick == pytest.approx(0.8) for row in panel.rows)
    assert "epoch 40 of 100" in panel.summary
    assert not any(row.failed for row in panel.rows)
    assert not panel.plot.isVisible()


def test_a_pass_shows_its_medal_and_the_way_on(panel, verdict_of, qtbot):
    panel.begin(TERMS)
    verdict = verdict_of(result(1, 0.98), result(2, 0.7), result(3, 0.95))
    panel.show_verdict(verdict, VerdictNews(Medal.BLOSSOM, after="In 1969 …", best=9))
    assert panel.headline == "Blossom"
    assert panel.summary == (
        "9 parameters · 2 of 3 starts reached 90\u00a0% on the sealed test set"
    )
    assert panel.after == "In 1969 …"
    assert [row.failed for row in panel.rows] == [False, True, False]
    with qtbot.waitSignal(panel.next_requested):
        qtbot.mouseClick(button(panel, "verdict-next"), Qt.MouseButton.LeftButton)
    assert not panel.isVisible()


def test_a_fail_says_why_and_leads_back(panel, verdict_of, qtbot):
    panel.begin(TERMS)
    cause = Cause("underfit", "Underfit: even the training set is not learnt.")
    verdict = verdict_of(result(1, 0.6), result(2, 0.98), result(3, 0.7), cause=cause)
    panel.show_verdict(verdict, VerdictNews(after="only for those who passed"))
    assert panel.headline == "Not yet"
    assert panel.summary.endswith("2 are needed")
    assert panel.cause == cause.text
    assert panel.after == ""
    assert not button(panel, "verdict-next").isVisible()
    assert button(panel, "verdict-back").text() == "Back to the bench"
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(button(panel, "verdict-back"), Qt.MouseButton.LeftButton)


def test_a_pass_with_an_unlucky_start_names_it(panel, verdict_of):
    panel.begin(TERMS)
    unlucky = Cause("unlucky-start", "Start 2 got stuck at 70.0 % in training.")
    verdict = verdict_of(result(1, 0.98), result(2, 0.7, cause=unlucky), result(3, 0.95))
    panel.show_verdict(verdict, VerdictNews(Medal.LEAF))
    assert panel.cause == "Start 2 got stuck at 70.0 % in training."


def test_a_start_that_diverged_has_no_score(panel, verdict_of):
    panel.begin(TERMS)
    verdict = verdict_of(result(1, 0.98), result(2, None, diverged_at=12), result(3, 0.95))
    panel.show_verdict(verdict, VerdictNews(Medal.LEAF))
    assert panel.rows[1].text == "diverged at epoch 12"
    assert panel.rows[1].failed
    assert panel.rows[1].bar.fraction == 0.0
    assert len({row.bar.width() for row in panel.rows}) == 1


def test_when_a_diverged_start_decides_there_is_no_score(panel, verdict_of):
    panel.begin(TERMS)
    diverged = [result(seed, None, diverged_at=5) for seed in (1, 2)]
    verdict = verdict_of(*diverged, result(3, 0.98))
    assert verdict.deciding_score is None
    panel.show_verdict(verdict, VerdictNews())
    assert panel.plot.accessibleName() == "this one: 9 parameters, no score"
    assert panel.plot.edge == ()


def test_one_parameter_is_singular(panel, verdict_of):
    panel.begin(TERMS)
    verdict = replace(verdict_of(*(result(seed, 0.98) for seed in (1, 2, 3))), parameters=1)
    panel.show_verdict(verdict, VerdictNews(Medal.BONSAI))
    assert panel.summary.startswith("1 parameter · 3 of 3 starts")
    assert panel.plot.accessibleName().startswith("this one: 1 parameter,")


def test_enter_presses_the_first_button(panel, verdict_of, qtbot):
    panel.begin(TERMS)
    panel.show_verdict(verdict_of(*(result(s, 0.98) for s in (1, 2, 3))), VerdictNews(Medal.LEAF))
    with qtbot.waitSignal(panel.next_requested):
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    panel.show_verdict(verdict_of(*(result(s, 0.6) for s in (1, 2, 3))), VerdictNews())
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Enter)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_with_the_focus(panel, verdict_of, qtbot, key):
    panel.begin(TERMS)
    panel.show_verdict(verdict_of(*(result(s, 0.6) for s in (1, 2, 3))), VerdictNews())
    wrong = button(panel, "verdict-wrong")
    wrong.setFocus()
    with qtbot.waitSignal(panel.wrong_points_requested):
        qtbot.keyClick(wrong, key)


def test_plain_keys_do_not_reach_the_bench(panel, floor, qtbot):
    pressed = []
    shortcut = QShortcut(QKeySequence("Space"), floor)
    shortcut.activated.connect(lambda: pressed.append("train"))
    floor.activateWindow()
    panel.begin(TERMS)
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    assert pressed == []
    floor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    floor.setFocus()
    qtbot.keyClick(floor, Qt.Key.Key_Space)
    assert pressed == ["train"]


def test_regression_says_what_counts_as_wrong(panel, verdict_of):
    terms = Terms(MSE, 0.015, (1, 2, 3), 2)
    note = "Wrong: test points whose squared error is above 0.015."
    panel.begin(terms)
    verdict = replace(verdict_of(*(result(s, 0.6) for s in (1, 2, 3))), terms=terms)
    panel.show_verdict(verdict, VerdictNews())
    shown = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    assert note in [label.text() for label in shown]


@pytest.mark.parametrize("size", [(640, 360), (960, 540), (420, 500)])
def test_in_a_small_window_the_middle_scrolls_and_the_buttons_stay(panel, floor, verdict_of, size):
    floor.resize(*size)
    panel.begin(TERMS)
    long = "A long and winding history of what was learnt. " * 12
    verdict = verdict_of(result(1, 1.0), result(2, 0.6), result(3, 1.0))
    panel.show_verdict(verdict, VerdictNews(Medal.LEAF, after=long))
    assert floor.rect().contains(panel.geometry())
    card = panel.rect()
    for name in ("verdict-next", "verdict-back", "verdict-wrong"):
        own = button(panel, name)
        place = own.geometry().translated(own.parentWidget().mapTo(panel, QPoint()))
        assert card.contains(place)
        assert own.width() >= own.sizeHint().width()
    area = panel.findChild(QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    after = next(label for label in panel.findChildren(QLabel) if label.text() == long)
    bottom = after.mapTo(area.viewport(), after.rect().bottomLeft()).y()
    assert bottom <= area.viewport().height()


def test_a_star_is_said(panel, verdict_of):
    panel.begin(TERMS)
    verdict = verdict_of(result(1, 1.0), result(2, 1.0), result(3, 1.0))
    panel.show_verdict(verdict, VerdictNews(Medal.BONSAI, star=True, has_next=False))
    assert panel.headline == "Bonsai with a star"
    assert not button(panel, "verdict-next").isVisible()
    assert not button(panel, "verdict-wrong").isVisible()


def test_escape_closes(panel, qtbot):
    panel.begin(TERMS)
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_wrong_points_are_asked_for(panel, verdict_of, qtbot):
    panel.begin(TERMS)
    panel.show_verdict(verdict_of(result(1, 0.6), result(2, 0.6), result(3, 0.6)), VerdictNews())
    with qtbot.waitSignal(panel.wrong_points_requested):
        qtbot.mouseClick(button(panel, "verdict-wrong"), Qt.MouseButton.LeftButton)


def test_the_card_says_which_points_are_wrong(panel, verdict_of):
    panel.begin(TERMS)
    assert panel.wrong_means == ""
    panel.show_verdict(verdict_of(result(1, 0.6), result(2, 0.6), result(3, 0.6)), VerdictNews())
    assert panel.wrong_means == "Wrong: test points that are put into another class."
    values = replace(verdict_of(result(1, 0.6)), terms=Terms(MSE, 0.015, (1,), 1))
    panel.show_verdict(values, VerdictNews())
    assert panel.wrong_means == "Wrong: test points whose squared error is above 0.015."


def test_the_card_stays_in_the_middle_of_its_parent(panel, floor, verdict_of):
    panel.begin(TERMS)
    long = "A long and winding history of what was learnt. " * 8
    verdict = verdict_of(result(1, 1.0), result(2, 1.0), result(3, 1.0))
    panel.show_verdict(verdict, VerdictNews(Medal.LEAF, after=long))
    for size in ((1280, 800), (900, 640)):
        floor.resize(*size)
        assert floor.rect().contains(panel.geometry())
        assert abs(panel.geometry().center().x() - floor.rect().center().x()) <= 1


def test_a_real_verdict_can_be_shown(panel, real_verdict):
    panel.show_verdict(real_verdict, VerdictNews(attempts=[Attempt(13, 0.9)]))
    assert len(panel.rows) == len(TERMS.seeds)
    assert panel.headline == "Not yet"


def test_sturdiness_appears_grows_and_goes_with_the_next_judging(panel, verdict_of):
    panel.begin(TERMS)
    panel.show_verdict(verdict_of(result(1, 0.98), result(2, 0.96), result(3, 0.95)), VerdictNews())
    assert not panel.sturdiness.isVisible()
    panel.show_sturdiness(Sturdiness(tally(15, 16), tally(0, 0)))
    assert panel.sturdiness.isVisible()
    assert panel.plot.accessibleName() == "this one: 9 parameters, 96.0\u00a0%"
    panel.show_sturdiness(Sturdiness(tally(97), tally(91)))
    assert panel.sturdiness.starts.text == "Passes from 97 of 100 starts"
    assert panel.plot.accessibleName().endswith(
        "passes from 97 of 100 starts, 91 of 100 on other draws"
    )
    panel.begin(TERMS)
    assert not panel.sturdiness.isVisible()


@pytest.mark.parametrize("size", [(960, 540), (1280, 800)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_sturdiness_is_read_whole_at_every_size_of_text(
    panel, look, floor, verdict_of, size, scale
):
    floor.resize(*size)
    look.set_text_scale(scale)
    panel.begin(TERMS)
    panel.show_verdict(verdict_of(result(1, 0.98), result(2, 0.96), result(3, 0.95)), VerdictNews())
    panel.show_sturdiness(Sturdiness(tally(97), tally(91)))
    QApplication.processEvents()
    for row in (panel.sturdiness.starts, panel.sturdiness.draws):
        for label in row.findChildren(QLabel):
            assert label.width() >= label.sizeHint().width(), label.text()
            edge = label.mapTo(panel, QPoint(label.width(), 0)).x()
            assert edge <= panel.width()


def searched(panel, verdict, **news):
    panel.begin(TERMS)
    panel.show_verdict(verdict, VerdictNews(frontier=KNOWN, **news))
    return panel.plot.searched.smallest, panel.size_block.sentence


def test_what_a_search_found_below_the_author_is_shown_once_the_author_is_reached(
    panel, verdict_of
):
    passed = replace(verdict_of(*(result(seed, 0.98) for seed in (1, 2, 3))), parameters=7)
    small = replace(passed, parameters=4)
    failed = replace(verdict_of(*(result(seed, 0.6) for seed in (1, 2, 3))), parameters=3)
    challenge = "Of 4,508 networks that were tried, the smallest that passes has 4 parameters."
    least = "Nobody can go below 4: all 312 smaller networks were tried, none passes."
    assert searched(panel, passed, best=7, author_size=6) == (None, "")
    assert searched(panel, passed, best=7, author_size=7) == (4, challenge)
    assert searched(panel, small, best=4, author_size=7) == (4, least)
    assert searched(panel, failed, best=9, author_size=7) == (None, "")
    assert searched(panel, failed, best=7, author_size=7) == (4, "")
    assert searched(panel, passed, best=7) == (4, challenge)


@pytest.mark.parametrize("size", [(960, 540), (1280, 800)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_the_sentence_on_the_search_is_read_whole(panel, look, floor, verdict_of, size, scale):
    floor.resize(*size)
    look.set_text_scale(scale)
    passed = replace(verdict_of(*(result(seed, 0.98) for seed in (1, 2, 3))), parameters=4)
    searched(panel, passed, best=4, author_size=7)
    QApplication.processEvents()
    said = panel.size_block.sentence
    label = next(own for own in panel.findChildren(QLabel) if own.text() == said)
    assert label.height() >= label.heightForWidth(label.width())
    assert label.mapTo(panel, QPoint(label.width(), 0)).x() <= panel.width()
