"""Colours of decision maps."""

import numpy as np
import pytest

from widgets.plots.colormap import MapColors
from widgets.theme.look import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_negative_is_orange_zero_is_the_middle_positive_is_blue(theme):
    image = MapColors(theme).image(np.array([[-1.0, 0.0, 1.0]]))
    shown = [image.pixelColor(x, 0) for x in range(3)]
    for color, role in zip(shown, (theme.orangebg, theme.mid, theme.bluebg), strict=True):
        far = max(
            abs(color.red() - role.red()),
            abs(color.green() - role.green()),
            abs(color.blue() - role.blue()),
        )
        assert far <= 1


def test_the_first_row_is_on_top():
    image = MapColors(LIGHT).image(np.array([[1.0], [-1.0]]))
    assert image.pixelColor(0, 0).name() == LIGHT.bluebg.name()
    assert image.pixelColor(0, 1).name() == LIGHT.orangebg.name()


def test_what_is_no_number_or_too_large_is_painted_all_the_same():
    values = np.array([[np.nan, np.inf, -np.inf, 1e30]])
    image = MapColors(LIGHT).image(values)
    names = [image.pixelColor(x, 0).name() for x in range(4)]
    assert names[1] == names[3] == LIGHT.bluebg.name()
    assert names[2] == LIGHT.orangebg.name()


def test_the_scale_stretches_the_colours():
    colors = MapColors(LIGHT)
    assert colors.color(5.0, scale=10.0) == colors.color(0.5)
    assert colors.color(50.0, scale=10.0).name() == LIGHT.bluebg.name()
