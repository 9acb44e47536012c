"""Every window into the network, one row each.

A view is a widget that is made with a `Bench` and listens to it by itself; nothing else knows it.
Its ``windowTitle`` says what it shows at the moment. To add one: write the widget, add a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtWidgets import QWidget

from engine import Task
from widgets.bench import Bench
from widgets.keys import native
from widgets.views.confusion import ConfusionView
from widgets.views.curves import curves_view
from widgets.views.inspector import Inspector
from widgets.views.map import MapView
from widgets.views.outline import ListView
from widgets.views.residuals import ResidualsView

Group = Literal["see", "understand", "decide"]


def any_task(_task: Task) -> bool:
    """For views that suit every level."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """A row of the registry.

    Attributes:
        name: what it is called in the code and in what is kept.
        title: what it is called on screen; short enough for the rail.
        icon: a file of ``widgets/theme/icons``.
        key: opens and closes it; "" for none.
        explanation: what it shows, in a few words.
        group: where it is on the rail.
        make: makes the widget.
        suits: whether it has something to show for a task.
    """

    name: str
    title: str
    icon: str
    key: str
    explanation: str
    group: Group
    make: Callable[[Bench], QWidget]
    suits: Callable[[Task], bool] = any_task

    @property
    def tooltip(self) -> str:
        """What it shows, and its key."""
        return f"{self.explanation} ({native(self.key)})" if self.key else self.explanation


VIEWS: Final = (
    View("map", "Map", "map", "M", "What the network makes of its inputs", "see", MapView),
    View("curves", "Curves", "curves", "U", "Loss and score of the run", "see", curves_view),
    View("numbers", "Numbers", "numbers", "I", "Numbers of what is selected", "see", Inspector),
    View("list", "List", "list", "Ctrl+L", "The network as a list", "see", ListView),
    View(
        "confusion",
        "Confusion",
        "confusion",
        "K",
        "Which class is taken for which",
        "understand",
        ConfusionView,
        lambda task: task.kind == "classification",
    ),
    View(
        "residuals",
        "Residuals",
        "residuals",
        "K",
        "How far each answer is off",
        "understand",
        ResidualsView,
        lambda task: task.kind == "regression",
    ),
)


def views_for(task: Task) -> tuple[View, ...]:
    """The views that suit a task, in the order of the rail."""
    return tuple(view for view in VIEWS if view.suits(task))
