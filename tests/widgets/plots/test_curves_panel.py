"""Curves: drawn lazily, never choking on what is no number, with values under the pointer."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QGraphicsView, QPushButton

from engine import ACCURACY, Curves, Terms
from engine.training.run import Now
from widgets.plots.curve_set import CurveSet, nice_end
from widgets.plots.curves_panel import CurvesPanel


@pytest.fixture
def panel(run, look, qtbot):
    widget = CurvesPanel(run, look)
    qtbot.addWidget(widget)
    widget.resize(320, 240)
    widget.set_goal(Terms(ACCURACY, 0.97, (1,), 1))
    widget.show()
    qtbot.waitUntil(lambda: widget.plot is not None)
    return widget


def curves_of(losses, scores=None):
    losses = np.asarray(losses, dtype=float)
    scores = 1 - losses if scores is None else np.asarray(scores, dtype=float)
    return Curves(np.arange(len(losses), dtype=float), losses, losses, scores, scores)


def with_curves(frame, curves):
    return replace(frame, snapshot=replace(frame.snapshot, curves=curves))


def test_pyqtgraph_is_not_imported_before_it_is_shown():
    code = (
        "import sys, widgets.plots.curves_panel, widgets.plots.output_map;"
        "sys.exit('pyqtgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_loss_is_drawn_by_its_logarithm(panel, run, trained):
    run.set_frame(trained)
    panel.refresh()
    epochs, values = panel.plot.lines["validation"]
    wanted = trained.snapshot.curves.validation_loss[:, 0]
    assert np.array_equal(epochs, trained.snapshot.curves.epochs)
    assert np.allclose(10**values, wanted)
    assert panel.plot.threshold is None


def test_other_starts_are_one_broken_line(panel, run, trained):
    run.set_frame(trained)
    panel.refresh()
    rows, replicas = trained.snapshot.curves.validation_loss.shape
    _, values = panel.plot.lines["others"]
    assert len(values) == (rows + 1) * (replicas - 1)
    assert np.isnan(values).sum() == replicas - 1


def test_scores_have_the_threshold_as_a_line(panel, run, trained):
    run.set_frame(trained)
    panel.set_kind("score")
    assert panel.plot.threshold == 0.97
    _, values = panel.plot.lines["train"]
    assert np.allclose(values, trained.snapshot.curves.train_score[:, 0])


@pytest.mark.parametrize("kind", ["loss", "score"])
@pytest.mark.parametrize(
    "losses",
    [
        [[np.nan, 1.0]],
        [[np.inf, np.nan], [np.nan, np.nan]],
        [[0.5, 0.5], [np.nan, 0.4], [1e308, 0.0]],
        [[0.0, 0.0], [0.0, -1.0]],
    ],
)
def test_what_is_no_number_is_left_out(panel, run, trained, losses, kind):
    run.set_frame(with_curves(trained, curves_of(losses)))
    panel.set_kind(kind)
    for _, values in panel.plot.lines.values():
        assert not np.isinf(values).any()
    assert not panel.grab().isNull()


def test_the_pointer_tells_the_values(panel, run, trained):
    run.set_frame(with_curves(trained, curves_of([[0.5, 0.6], [0.25, 0.4], [0.125, np.nan]])))
    panel.refresh()
    panel.plot.point_at(1.2)
    assert panel.plot.readout.splitlines() == [
        "epoch 1",
        "validation 0.25",
        "train 0.25",
        "other starts 0.4 to 0.4",
    ]
    panel.plot.point_at(None)
    assert panel.plot.readout == ""


def with_now(frame, **figures):
    known = {"train_loss": 0.2, "validation_loss": 0.3, "train_score": 0.9}
    return replace(frame, now=Now(**(known | {"validation_score": 0.8} | figures)))


def test_the_curves_end_at_the_network_on_screen(panel, run, trained):
    shown = with_curves(trained, curves_of([[0.5, 0.6], [0.25, 0.4]]))
    run.set_frame(with_now(shown))
    panel.refresh()
    epoch = trained.snapshot.epoch
    assert panel.plot.end_point == pytest.approx((epoch, np.log10(0.3)))
    panel.plot.point_at(epoch)
    assert panel.plot.readout.splitlines() == [
        f"epoch {epoch}, now",
        "validation 0.3",
        "train 0.2",
    ]
    panel.set_kind("score")
    assert panel.plot.end_point == (epoch, 0.8)


def test_a_turned_weight_is_a_step_at_the_end(panel, run, trained):
    losses = np.linspace(0.6, 0.1, trained.snapshot.epoch + 1)[:, np.newaxis]
    run.set_frame(with_now(with_curves(trained, curves_of(losses)), validation_loss=2.0))
    panel.refresh()
    epochs, values = panel.plot.lines["validation"]
    assert epochs[-1] == epochs[-2] == trained.snapshot.epoch
    assert np.allclose(10 ** values[-2:], [0.1, 2.0])
    panel.plot.point_at(epochs[-1])
    assert "validation 2" in panel.plot.readout


def test_a_network_without_a_score_ends_where_it_was_measured(panel, run, trained):
    run.set_frame(with_now(trained, unlinked=("y",)))
    panel.refresh()
    epochs, _ = panel.plot.lines["validation"]
    assert np.array_equal(epochs, trained.snapshot.curves.epochs)


def test_many_frames_are_drawn_at_their_own_pace(panel, run, trained, qtbot):
    run.set_frame(trained)
    panel.refresh()
    later = with_curves(trained, curves_of([[0.5, 0.6], [0.25, 0.4]]))
    for _ in range(20):
        run.set_frame(later)
    assert len(panel.plot.lines["train"][0]) != 2
    qtbot.waitUntil(lambda: len(panel.plot.lines["train"][0]) == 2)


def test_no_run_shows_no_plot(panel, run, trained):
    run.set_frame(trained)
    panel.refresh()
    assert panel.plot.isVisible()
    run.set_frame(None)
    panel.refresh()
    assert not panel.plot.isVisible()


@pytest.mark.parametrize(
    ("epoch", "last", "end"),
    [(0, 1000, 10), (7, 1000, 10), (11, 1000, 20), (420, 1000, 500), (700, 800, 800)],
)
def test_the_axis_of_epochs_ends_at_a_round_number(epoch, last, end):
    assert nice_end(epoch, last) == end


def test_the_nearest_row_of_nothing_is_none():
    empty = Curves(np.zeros(0), *(np.zeros((0, 2)) for _ in range(4)))
    curves = CurveSet.of(empty, "loss", log=True)
    assert curves.nearest(3.0) is None
    assert curves.range() is None


def test_the_tab_of_the_score_names_the_metric_and_leaves_room_for_the_legend(panel):
    tab = panel.findChild(QPushButton, "curves-score")
    assert tab.text() == "Accuracy"
    room = panel.minimumSizeHint().width()
    long = replace(ACCURACY, label="area under the curve")
    panel.set_goal(Terms(long, 0.9, (1,), 1))
    assert (tab.text(), tab.accessibleName()) == ("Score", "Area under the curve")
    assert panel.minimumSizeHint().width() <= room


def test_drags_pass_over_the_curves(panel):
    views = panel.findChildren(QGraphicsView)
    assert views
    assert not any(view.acceptDrops() or view.viewport().acceptDrops() for view in views)
