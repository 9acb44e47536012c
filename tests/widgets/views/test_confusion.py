"""The confusion matrix: its counts, what pointing at a cell does, and that it can be read."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from engine import outputs
from widgets.theme.look import DARK, LIGHT
from widgets.theme.style import contrast
from widgets.views.confusion import ConfusionTable, ConfusionView, readable


@pytest.fixture
def view(bench, trained, qtbot):
    bench.run.set_frame(trained)
    view = ConfusionView(bench)
    qtbot.addWidget(view)
    view.resize(288, 320)
    view.show()
    qtbot.waitUntil(lambda: view.answers.outputs is not None)
    yield view
    bench.jobs.stop()


def by_hand(bench, frame, samples):
    """Counts by a loop over the samples."""
    found = outputs(
        frame.snapshot.plan, frame.snapshot.parameters[0], samples.x, bench.level.task.columns
    )[0]
    counts = np.zeros((2, 2), dtype=int)
    for label, output in zip(samples.labels, found, strict=True):
        counts[label, int(output > 0)] += 1
    return counts


def test_the_counts_are_those_of_the_network_on_the_bench(view, bench, trained):
    wanted = by_hand(bench, trained, bench.dataset.validation)
    assert np.array_equal(view.table._counts, wanted)
    assert view.table.share((0, 0)) == pytest.approx(wanted[0, 0] / wanted[0].sum())
    assert view.summary.text() == f"{np.trace(wanted)} of 400 validation points are right."


def test_the_switch_shows_the_train_points(view, bench, trained, qtbot):
    qtbot.mouseClick(view.findChild(QPushButton, "set-train"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "train points" in view.summary.text())
    assert np.array_equal(view.table._counts, by_hand(bench, trained, bench.dataset.train))


def test_pointing_at_a_cell_rings_its_points_on_the_map(view, bench, trained, qtbot):
    wanted = by_hand(bench, trained, bench.dataset.validation)
    qtbot.mouseMove(view.table, view.table.rect_of((1, 1)).center().toPoint())
    mark = bench.marks.shown
    assert len(mark.samples) == wanted[1, 1]
    assert set(mark.samples.labels) == {1}
    qtbot.mouseMove(view.table, QPoint(2, 2))
    assert bench.marks.shown is None


def test_arrows_walk_over_the_cells(view, bench, qtbot):
    qtbot.keyClick(view.table, Qt.Key.Key_Right)
    assert view.table.cell == (0, 0)
    qtbot.keyClick(view.table, Qt.Key.Key_Right)
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.table.cell == (1, 1)
    assert view.table.accessibleDescription().startswith("class 1 taken for class 1: ")


def test_a_hidden_view_rings_nothing(view, bench):
    view.table.point_at((0, 0))
    assert bench.marks.shown is not None
    view.hide()
    assert bench.marks.shown is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_numbers_can_be_read_on_every_ground(theme, look, qtbot):
    look.set_theme(theme.name)
    table = ConfusionTable(2, look)
    qtbot.addWidget(table)
    for share in range(0, 101, 5):
        table.set_counts(np.array([[share, 100 - share], [share, 100 - share]]))
        for cell in ((0, 0), (0, 1), (1, 0), (1, 1)):
            ground = table._ground(theme, cell)
            assert contrast(readable(theme, ground), ground) >= 4.5


def test_ten_classes_fit_into_the_dock(look, qtbot):
    table = ConfusionTable(10, look)
    qtbot.addWidget(table)
    table.resize(288, 260)
    counts = np.full((10, 10), 1000)
    table.set_counts(counts)
    cells = [table.rect_of((row, column)) for row in range(10) for column in range(10)]
    assert all(table.rect().toRectF().contains(cell) for cell in cells)
    assert not table.grab().isNull()
