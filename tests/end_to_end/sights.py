"""What can be asked about things that the game paints itself; each answer is a value of JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from tests.end_to_end.answers import shown, the_window
from widgets.controls.medal_row import MedalRow
from widgets.home.data_thumbnail import DataThumbnail
from widgets.solutions.side_scroll import SideScroll
from widgets.solutions.solution_pill import SolutionPill
from widgets.verdict.size_axes import score_ticks
from widgets.verdict.size_plot import SizePlot

_STRONG: Final = 90  # how far a colour is from grey, of 255
_FAINT: Final = 40  # a difference in green below this is a softened edge, of 255
_SHARP: Final = 4  # pixels of a picture for one of the screen
_MIDDLE: Final = 17  # of a medal below the upper edge of its cell, px


def numbers(rect: QRectF) -> list[float]:
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def sight_medals() -> dict[str, float]:
    """By how much the outline of each medal of the goal bar is not round: its depth, px."""
    row = the_window().workbench.goal_bar.medals
    names = ("leaf", "branch", "blossom", "bonsai")
    return {name: unevenness(row, row.medal_rect(name)) for name in names}


def unevenness(row: MedalRow, cell: QRect) -> float:
    """How much farther from its middle the outline of a medal is one way than another, px."""
    picture = QPixmap(_SHARP * cell.size())
    picture.setDevicePixelRatio(_SHARP)
    picture.fill(row.palette().window().color())
    row.render(picture, QPoint(), QRegion(cell), QWidget.RenderFlag.DrawChildren)
    image = picture.toImage()
    ground = image.pixelColor(0, 0).green()

    def is_ink(radius: float, turn: float) -> bool:
        x, y = cell.width() / 2 + radius * math.cos(turn), _MIDDLE + radius * math.sin(turn)
        met = image.pixelColor(round(_SHARP * x), round(_SHARP * y)).green()
        return abs(met - ground) > _FAINT

    radii = [step / 10 for step in range(170, 100, -1)]
    outline = [
        next(radius for radius in radii if is_ink(radius, math.tau * step / 180))
        for step in range(180)
    ]
    return max(outline) - min(outline)


def sight_size_plot() -> dict[str, object] | None:
    """Labels and points of the plot in the verdict, and the numbers that stand at its axis."""
    plot = shown(SizePlot)
    if plot is None:
        return None
    picture, area = plot.grab().toImage(), plot.axes.area
    ground = picture.pixelColor(1, picture.height() - 1)
    left = round(area.left()) - 10

    def has_ink(height: float) -> bool:
        y = round(area.bottom() - height * area.height())
        spots = ((across, y + down) for across in range(left) for down in range(-5, 6))
        return any(picture.pixelColor(*spot) != ground for spot in spots)

    places = [(own.kind, plot.place_of(own)) for own in plot._attempts]
    return {
        "labels": {text: numbers(place) for text, place in plot.label_rects().items()},
        "points": [[kind, place.x(), place.y()] for kind, place in places],
        "size": [plot.width(), plot.height()],
        "numbers": [text for height, text in score_ticks(plot._scale) if has_ink(height)],
    }


def sight_thumbnail() -> dict[str, object]:
    """The data that the card of a level shows, and the least rectangle that holds its colours."""
    thumbnail = shown(DataThumbnail)
    picture, inked = thumbnail.grab().toImage(), QRect()
    for y in range(picture.height()):
        for x in range(picture.width()):
            colour = picture.pixelColor(x, y)
            parts = (colour.red(), colour.green(), colour.blue())
            if max(parts) - min(parts) > _STRONG:
                inked |= QRect(x, y, 1, 1)
    return {
        "aspect": thumbnail._data.aspect,
        "size": [thumbnail.width(), thumbnail.height()],
        "inked": list(inked.getRect()),
    }


def sight_fades() -> list[bool]:
    """Whether tabs are hidden beyond the left edge, and beyond the right one."""
    return list(the_window().workbench.tabs.findChild(SideScroll).fades)


def sight_tabs_in_sight() -> list[str]:
    """The names of the tabs that are wholly in sight."""
    tabs = the_window().workbench.tabs
    area = tabs.findChild(SideScroll)
    pills = [one for one in area.findChildren(SolutionPill) if one.isVisible()]
    whole = [one for one in pills if one.visibleRegion().boundingRect() == one.rect()]
    return [one.text() for one in sorted(whole, key=lambda one: one.x())]


SIGHTS: Final[dict[str, Callable[..., object]]] = {
    name.removeprefix("sight_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("sight_")
}
"""Every question by its name."""
