"""A row that wraps."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.controls.flow import FlowLayout, height_at


@pytest.fixture
def make_row(qtbot):
    holders = []  # qtbot keeps weak references only

    def make(width, **options):
        holder = QWidget()
        qtbot.addWidget(holder)
        holders.append(holder)
        layout = FlowLayout(10, holder, **options)
        labels = []
        for _ in range(3):
            label = QLabel()
            label.setFixedSize(50, 20)
            layout.addWidget(label)
            labels.append(label)
        holder.resize(width, 100)
        holder.show()
        layout.activate()
        return layout, labels

    yield make
    holders.clear()


def places(labels):
    return [(label.x(), label.y()) for label in labels]


def test_what_fits_stands_in_one_line(make_row):
    layout, labels = make_row(170)
    assert places(labels) == [(0, 0), (60, 0), (120, 0)]
    assert layout.sizeHint().width() == 170
    assert layout.heightForWidth(170) == 20


def test_what_does_not_fit_goes_on_below(make_row):
    layout, labels = make_row(169)
    assert places(labels) == [(0, 0), (60, 0), (0, 25)]
    assert layout.heightForWidth(169) == 45


def test_a_spread_line_reaches_from_edge_to_edge(make_row):
    _, labels = make_row(250, spread=True)
    assert [x for x, _ in places(labels)] == [0, 100, 200]


def test_a_row_within_a_row_wraps_too(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    outer, inner = FlowLayout(10, holder), FlowLayout(10)
    outer.add_layout(inner)
    labels = [QLabel() for _ in range(3)]
    for label in labels:
        label.setFixedSize(50, 20)
        inner.addWidget(label)
    holder.resize(120, 100)
    holder.show()
    outer.activate()
    assert places(labels) == [(0, 0), (60, 0), (0, 25)]
    assert outer.heightForWidth(120) == 45


def test_hidden_items_take_no_room(make_row):
    layout, labels = make_row(300)
    labels[0].hide()
    layout.activate()
    assert labels[1].x() == 0
    assert layout.sizeHint().width() == 110


def test_items_stay_their_own_when_others_come_and_go(qtbot):
    kept = QWidget()
    qtbot.addWidget(kept)
    flow = FlowLayout(6, kept)
    for _ in range(3):
        flow.addWidget(QPushButton("kept"))
    for _ in range(50):
        host = QWidget()
        passing = FlowLayout(6, host)
        buttons = [QPushButton("passing") for _ in range(4)]
        for button in buttons:
            passing.addWidget(button)
        passing.removeWidget(buttons[0])
        assert passing.count() == 3
        host.deleteLater()
        QCoreApplication.sendPostedEvents(host, QEvent.Type.DeferredDelete.value)
    assert [flow.itemAt(place).widget().text() for place in range(3)] == ["kept"] * 3


@pytest.mark.parametrize("wraps", [True, False])
def test_the_height_of_a_layout_is_known_whether_or_not_something_wraps(qtbot, wraps):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setContentsMargins(3, 4, 3, 5)
    column.setSpacing(0)
    for _ in range(2):
        bar = QWidget()
        bar.setFixedHeight(30)
        column.addWidget(bar)
    words = QLabel("a word or two")
    words.setWordWrap(wraps)
    column.addWidget(words)
    needed = words.heightForWidth(394) if wraps else words.sizeHint().height()
    assert height_at(column, 400) == 4 + 30 + 30 + needed + 5
