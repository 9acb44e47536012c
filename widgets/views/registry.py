"""Every window into the network, one row each.

A view is a widget that is made with a `Bench` and listens to it by itself; nothing else knows it.
Its ``windowTitle`` says what it shows at the moment. To add one: write the widget, add a row.
The row names the widget; its module is imported when it is made, as the map of levels needs only
the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtWidgets import QWidget

from widgets.keys import native

if TYPE_CHECKING:
    from engine import Task
    from widgets.bench import Bench

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
        widget: module in ``widgets.views`` and the name in it of what makes the widget.
        suits: whether it has something to show for a task.
    """

    name: str
    title: str
    icon: str
    key: str
    explanation: str
    group: Group
    widget: str
    suits: Callable[[Task], bool] = any_task

    def make(self, bench: Bench) -> QWidget:
        """The widget, which listens to the bench."""
        module, _, name = self.widget.partition(":")
        made: QWidget = getattr(import_module(f"widgets.views.{module}"), name)(bench)
        return made

    @property
    def tooltip(self) -> str:
        """What it shows, and its key."""
        return f"{self.explanation} ({native(self.key)})" if self.key else self.explanation


VIEWS: Final = (
    View("map", "Map", "map", "M", "What the network makes of its inputs", "see", "map:MapView"),
    View(
        "curves", "Curves", "curves", "U", "Loss and score of the run", "see", "curves:curves_view"
    ),
    View(
        "numbers",
        "Numbers",
        "numbers",
        "I",
        "Numbers of what is selected",
        "see",
        "inspector:Inspector",
    ),
    View("list", "List", "list", "Ctrl+L", "The network as a list", "see", "outline:ListView"),
    View(
        "confusion",
        "Confusion",
        "confusion",
        "K",
        "Which class is taken for which",
        "understand",
        "confusion:ConfusionView",
        lambda task: task.kind == "classification",
    ),
    View(
        "residuals",
        "Residuals",
        "residuals",
        "K",
        "How far each answer is off",
        "understand",
        "residuals:ResidualsView",
        lambda task: task.kind == "regression",
    ),
)


def views_for(task: Task) -> tuple[View, ...]:
    """The views that suit a task, in the order of the rail."""
    return tuple(view for view in VIEWS if view.suits(task))
