"""The usual lens: a link says its weight by width among few, by density in a crowd."""

import pytest

from engine import LinkKey
from widgets.canvas.lenses.weights import WeightsLens, bias_tone, weight_look


def test_width_grows_with_the_weight_and_the_dash_tells_the_sign():
    widths = [weight_look(weight, 9).width for weight in (0.1, 0.8, 3.0, -3.0)]
    assert widths[0] < widths[1] < widths[2] == widths[3]
    assert (weight_look(1.0, 9).tone, weight_look(1.0, 9).dash) == ("blue", "solid")
    assert (weight_look(-1.0, 9).tone, weight_look(-1.0, 9).dash) == ("orange", "dashed")
    assert weight_look(None, 9).tone == "faint"


def test_in_a_crowd_a_link_is_a_hair_as_dense_as_its_weight():
    hairs = [weight_look(weight, 300) for weight in (0.1, 0.8, 3.0)]
    assert all(look.hair for look in hairs)
    faint, middle, dense = (look.opacity for look in hairs)
    assert faint + 0.1 < middle < dense - 0.1


@pytest.mark.parametrize(
    ("bias", "tone"), [(0.5, "blue"), (-0.5, "orange"), (0.0, "faint"), (None, "faint")]
)
def test_the_dot_tells_the_sign_of_the_bias(bias, tone):
    assert bias_tone(bias) == tone


def test_weights_come_from_the_run_and_before_it_from_the_start(xor_document, make_frame):
    lens, key = WeightsLens(xor_document), LinkKey("h1", "y")
    assert lens.link(key) == weight_look(None, 9)
    xor_document.set_start_weight(key, -2.0)
    assert lens.link(key) == weight_look(-2.0, 9)
    frame = make_frame(xor_document.network)
    lens.show_frame(frame)
    assert lens.link(key) == weight_look(frame.snapshot.weight(*key), 9)
    xor_document.set_bias(["h1"], False)
    assert lens.node("h1").bias is None
