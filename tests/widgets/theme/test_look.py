"""The theme and the text size, and how both reach the widgets."""

import pytest
from PySide6.QtWidgets import QLabel

from widgets.theme.fonts import text_room
from widgets.theme.look import DARK, LIGHT, TEXT_SCALES, Look, next_text_scale


@pytest.fixture
def look(qapp):
    return Look()


def test_the_theme_keeps_the_text_size(look):
    look.set_text_scale(1.5)
    look.set_theme("dark")
    assert look.theme.name == "dark"
    assert look.theme.paper == DARK.paper
    assert look.theme.text_scale == 1.5


def test_only_a_change_is_announced(look, qtbot):
    with qtbot.waitSignal(look.changed, timeout=100):
        look.set_text_scale(1.25)
    with qtbot.assertNotEmitted(look.changed):
        look.set_text_scale(1.25)
        look.set_theme("light")


@pytest.mark.parametrize(("wanted", "got"), [(0.1, 0.8), (0.9, 0.9), (7.0, 2.0)])
def test_the_text_size_stays_within_80_and_200_percent(look, wanted, got):
    look.set_text_scale(wanted)
    assert look.theme.text_scale == got


def test_fonts_follow_the_text_size(look):
    sizes = []
    for scale in (0.8, 1.0, 2.0):
        look.set_text_scale(scale)
        sizes.append(look.theme.font(15).pixelSize())
    assert sizes == [12, 15, 30]


def test_words_in_a_drawing_follow_it_as_far_as_there_is_room(look):
    look.set_text_scale(2.0)
    assert look.theme.drawing_font(10).pixelSize() == 14
    look.set_text_scale(0.8)
    assert look.theme.drawing_font(10).pixelSize() == 9


def test_room_grows_with_the_text_and_never_shrinks(look):
    look.set_text_scale(0.8)
    assert (look.theme.room(32), look.theme.icon_room(20)) == (32, 20)
    look.set_text_scale(2.0)
    assert (look.theme.room(32), look.theme.icon_room(20)) == (64, 30)


def test_a_widget_without_a_look_has_room_for_its_own_font(qtbot, look):
    label = QLabel()
    qtbot.addWidget(label)
    look.set_text_scale(1.5)
    label.setFont(look.theme.font())
    assert text_room(label, 100) == round(100 * 20 / 13)


@pytest.mark.parametrize(
    ("scale", "steps", "result"),
    [(1.0, 1, 1.1), (1.0, -1, 0.9), (2.0, 1, 2.0), (0.8, -1, 0.8), (1.13, 1, 1.25)],
)
def test_stepping_through_the_text_sizes(scale, steps, result):
    assert next_text_scale(scale, steps) == result


def test_the_offered_sizes_rise_from_80_to_200_percent():
    assert list(TEXT_SCALES) == sorted(TEXT_SCALES)
    assert (TEXT_SCALES[0], TEXT_SCALES[-1]) == (0.8, 2.0)
    assert LIGHT.text_scale in TEXT_SCALES
