"""Residuals: their values, the band beyond which a point is wrong, and pointing at one."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from engine import DecisionMaps, MapGrid, Trainer, outputs
from engine.training.run import Frame
from levels import campaign
from widgets.document.document import Document
from widgets.views.registry import views_for
from widgets.views.residuals import ResidualsView


@pytest.fixture
def bench(qapp, make_bench):
    level = campaign().level("first-line")
    document = Document(level.author_solution, level.task, level.rules)
    bench = make_bench(document, level)
    yield bench
    bench.jobs.stop()


@pytest.fixture
def frame(bench):
    solution = bench.document.solution
    trainer = Trainer(solution.network, bench.dataset, solution.training, (1,))
    for _ in trainer.snapshots(20):
        pass
    snapshot = trainer.snapshot()
    grid = MapGrid.around(bench.dataset.train.x)
    maps = DecisionMaps(snapshot.plan, grid, bench.level.task.columns)(snapshot.parameters[0])
    return Frame(1, snapshot, maps.astype(np.float32), grid)


@pytest.fixture
def view(bench, frame, qtbot):
    bench.run.set_frame(frame)
    view = ResidualsView(bench)
    qtbot.addWidget(view)
    view.resize(288, 320)
    view.show()
    qtbot.waitUntil(lambda: view.answers.outputs is not None)
    return view


def by_hand(bench, frame):
    samples = bench.dataset.validation
    found = outputs(
        frame.snapshot.plan, frame.snapshot.parameters[0], samples.x, bench.level.task.columns
    )
    return found[0], samples.y[:, 0] - found[0]


def test_they_are_target_minus_answer(view, bench, frame):
    answers, residuals = by_hand(bench, frame)
    assert np.array_equal(view.plot._answers, answers)
    assert np.array_equal(view.plot._residuals, residuals)


def test_beyond_the_root_of_the_threshold_a_point_is_wrong(view, bench, frame):
    _, residuals = by_hand(bench, frame)
    band = math.sqrt(bench.level.terms.threshold)
    wrong = sum(abs(one) > band for one in residuals)
    assert view.summary.text().endswith(
        f"{wrong} of {len(residuals)} points are wrong: beyond ±{band:.3g}."
    )


def test_pointing_at_a_point_rings_it_on_the_map(view, bench, frame, qtbot):
    answers, residuals = by_hand(bench, frame)
    place = view.plot.pixel_of(answers[7], residuals[7])
    qtbot.mouseMove(view.plot, place.toPoint())
    found = view.plot.sample
    near = view.plot.pixel_of(answers[found], residuals[found]) - place
    assert QPointF.dotProduct(near, near) <= 2  # the pointer is on whole pixels
    assert bench.marks.shown.samples.x.tolist() == [bench.dataset.validation.x[found].tolist()]
    assert view.plot.readout.startswith("answer ")
    view.hide()
    assert bench.marks.shown is None


def test_a_diverged_network_is_drawn_without_a_word(view):
    view.plot.set_residuals(np.array([np.nan, 1.0]), np.array([np.inf, 0.5]), 0.1)
    assert not view.plot.grab().isNull()


def test_numbers_get_residuals_and_classes_a_confusion_matrix():
    names = [
        {view.name for view in views_for(campaign().level(level).task)}
        for level in ("first-line", "xor")
    ]
    assert names[0] - names[1] == {"residuals"}
    assert names[1] - names[0] == {"confusion"}
