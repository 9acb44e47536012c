"""What is ringed on the map: a lasting mark, and a passing one over it."""

import numpy as np

from engine import Samples
from widgets.marks import Mark, Marks, masked

SAMPLES = Samples(np.arange(6.0).reshape(3, 2), np.array([[0.0], [1.0], [1.0]]))


def test_a_passing_mark_covers_the_lasting_one_and_goes(qtbot):
    marks = Marks()
    wrong, pointed = Mark(SAMPLES, "wrong"), Mark(SAMPLES, "in this cell")
    with qtbot.waitSignal(marks.changed):
        marks.keep(wrong)
    marks.point_out(pointed)
    assert marks.shown is pointed
    with qtbot.waitSignal(marks.changed):
        marks.point_out(None)
    assert marks.shown is wrong
    marks.keep(None)
    assert marks.shown is None


def test_the_same_again_is_no_change(qtbot):
    marks = Marks()
    with qtbot.assertNotEmitted(marks.changed):
        marks.keep(None)
        marks.point_out(None)


def test_masked_samples_are_those_of_the_mask():
    kept = masked(SAMPLES, np.array([False, True, True]))
    assert kept.x.tolist() == [[2.0, 3.0], [4.0, 5.0]]
    assert masked(SAMPLES, np.zeros(3, dtype=bool)) is None
