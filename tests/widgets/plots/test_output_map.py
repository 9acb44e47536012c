"""The output map: what lies where, what is said there, and what is marked."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF

from engine import (
    DecisionMaps,
    Link,
    MapGrid,
    Network,
    Neuron,
    Samples,
    Task,
    Trainer,
    TrainingSettings,
)
from engine import Input as InputNode
from engine.data import Dataset
from engine.training.run import Frame
from widgets.marks import Mark, masked
from widgets.plots.line_view import LineView
from widgets.plots.output_map import OutputMap
from widgets.plots.plane_view import PlaneView


@pytest.fixture
def output_map(run, xor, look, qtbot):
    widget = OutputMap(run, xor.task, look)
    qtbot.addWidget(widget)
    widget.resize(320, 348)
    data = xor.dataset()
    widget.set_samples(data.train, data.validation)
    widget.show()
    return widget


def test_two_columns_make_a_square_map(output_map):
    assert isinstance(output_map.view, PlaneView)
    assert output_map.view.width() == output_map.view.height() == 320


def test_pixels_and_places_belong_together(output_map):
    (left, right), (low, high) = output_map.picture.bounds
    view = output_map.view
    assert view.pixel_of(left, high).toPoint() == QPoint(0, 0)
    assert view.pixel_of(right, low).toPoint() == QPoint(320, 320)
    assert view.plane_at(view.pixel_of(0.3, -0.4)) == pytest.approx((0.3, -0.4))


def test_hovering_says_where_and_what(output_map, run, trained, qtbot):
    run.set_frame(trained)
    pixel = output_map.view.pixel_of(1.0, -0.5).toPoint()
    qtbot.mouseMove(output_map.view, pixel)
    value = output_map.picture.value_at(*output_map.view.plane_at(QPointF(pixel)))
    first, second, third = output_map.view.readout.split("   ")
    assert first.startswith("x₁ ")
    assert second.startswith("x₂ −")
    assert third == f"y {value:.2f}".replace("-", "−")


def test_the_value_is_that_of_the_cell(output_map, run, trained):
    run.set_frame(trained)
    grid = trained.grid
    shown = trained.map_of("y")
    x, y = grid.axis(0)[5], grid.axis(1)[-3]
    assert output_map.picture.value_at(x, y) == pytest.approx(float(shown[2, 5]))


def test_a_node_can_be_shown_instead_of_the_output(output_map, run, trained, document):
    hidden = document.network.hidden[0].id
    output_map.set_node(hidden)
    assert output_map.picture.node == "y"
    run.set_frame(trained)
    assert output_map.picture.node == hidden
    assert np.array_equal(output_map.picture.values, trained.map_of(hidden))
    output_map.set_node("gone")
    assert output_map.picture.node == "y"


def test_wrong_points_are_ringed_and_named(output_map, xor):
    test = xor.dataset().test
    assert output_map.legend_entries == ("train", "validation")
    wrong = np.zeros(len(test), dtype=bool)
    wrong[[3, 7]] = True
    output_map.set_notes({"wrong": "Wrong: test points of another class."})
    assert output_map.wrong_means == ""
    output_map.set_mark(Mark(masked(test, wrong), "wrong"))
    assert len(output_map.picture.ringed) == 2
    assert output_map.legend_entries == ("train", "validation", "wrong")
    assert output_map.wrong_means == "Wrong: test points of another class."
    before = output_map.grab().toImage()
    output_map.set_mark(None)
    assert output_map.wrong_means == ""
    assert output_map.legend_entries == ("train", "validation")
    assert output_map.grab().toImage() != before


def test_points_are_drawn_once_for_many_frames(output_map, run, trained):
    output_map.grab()
    kept = output_map.view._points
    run.set_frame(trained)
    output_map.grab()
    run.set_frame(trained)
    output_map.grab()
    assert output_map.view._points is kept


def test_the_theme_changes_the_picture(output_map, run, trained, look):
    run.set_frame(trained)
    light = output_map.grab().toImage()
    look.set_theme("dark")
    assert output_map.grab().toImage() != light


def test_of_very_many_samples_some_of_all_are_drawn(output_map):
    x = np.stack([np.linspace(0, 1, 1000), np.zeros(1000)], axis=1)
    samples = Samples(x, np.zeros((1000, 1)))
    output_map.set_samples(samples, samples)
    drawn = [mark[0] for mark in output_map.picture.marks(output_map.picture.train)]
    assert len(drawn) < 400
    assert (drawn[0], drawn[-1]) == (0.0, 1.0)


@pytest.fixture
def curve(run, look, qtbot):
    task = Task("regression", ("x1",))
    x = np.linspace(-2.0, 2.0, 40)[:, None]
    samples = Samples(x, np.sin(2 * x))
    network = Network((InputNode("x1"),), (Neuron("y", "identity", output=True),))
    network = network.add_link("x1", "y", 0.5)
    assert network.links == (Link("x1", "y", 0.5),)
    data = Dataset(task, samples, samples, samples)
    settings = TrainingSettings(loss="squared-error")
    snapshot = Trainer(network, data, settings, (1,)).snapshot()
    grid = MapGrid.around(x)
    maps = DecisionMaps(snapshot.plan, grid, task.columns)(snapshot.parameters[0])
    widget = OutputMap(run, task, look)
    qtbot.addWidget(widget)
    widget.resize(320, 348)
    widget.set_samples(samples, samples)
    run.set_frame(Frame(1, snapshot, maps.astype(np.float32), grid))
    widget.show()
    return widget


def test_one_column_makes_a_plot(curve):
    assert isinstance(curve.view, LineView)
    low, high = curve.view.value_range
    assert low < -1.0
    assert high > 1.0
    assert curve.picture.value_at(1.0, 0.0) == pytest.approx(0.5, abs=0.05)
    assert not curve.grab().isNull()


def test_the_plot_of_a_hidden_node_holds_the_data_and_the_node(run, look, qtbot):
    task = Task("regression", ("x1",))
    x = np.linspace(-1.0, 1.0, 21)[:, None]
    samples = Samples(x, 3 * x)
    network = Network(
        (InputNode("x1"),), (Neuron("h1", "tanh"), Neuron("y", "identity", output=True))
    )
    network = network.add_link("x1", "h1", 9.0).add_link("h1", "y", 1.0)
    data = Dataset(task, samples, samples, samples)
    snapshot = Trainer(network, data, TrainingSettings(loss="squared-error"), (1,)).snapshot()
    grid = MapGrid.around(x)
    maps = DecisionMaps(snapshot.plan, grid, task.columns)(snapshot.parameters[0])
    widget = OutputMap(run, task, look)
    qtbot.addWidget(widget)
    widget.set_samples(samples, samples)
    run.set_frame(Frame(1, snapshot, maps.astype(np.float32), grid))
    widget.set_node("h1")
    low, high = widget.view.value_range
    assert low < -3.0
    assert high > 3.0
    small = Samples(x, 0.1 * x)
    widget.set_samples(small, small)
    low, high = widget.view.value_range
    assert low < -0.99
    assert high > 0.99


def test_hovering_over_the_plot_says_the_output(curve, qtbot):
    qtbot.mouseMove(curve.view, curve.view.pixel_of(1.0, 0.0).toPoint())
    assert curve.view.readout.startswith("x₁ ")
    assert "y 0.5" in curve.view.readout or "y 0.4" in curve.view.readout


def test_axes_are_named_where_columns_have_labels(run, look, qtbot):
    columns = ("x1", "x2", "x3")
    task = Task("classification", columns, 1, 2, labels=("sepal length", "hue", "age"))
    labelled = OutputMap(run, task, look)
    plain = OutputMap(run, Task("classification", columns[:2], 1, 2), look)
    for widget in (labelled, plain):
        qtbot.addWidget(widget)
        widget.resize(320, 348)
        widget.show()
    assert labelled.picture.axis_titles == ("sepal length", "hue")
    assert labelled.picture.names_axes
    assert not plain.picture.names_axes
    assert labelled.view.grab().toImage() != plain.view.grab().toImage()
    plain.hide()  # it lies over the other
    qtbot.mouseMove(labelled.view, QPoint(100, 100))
    assert labelled.view.readout.startswith("sepal length ")
