"""What the network, or the neuron that is pointed at, makes of the plane of its inputs."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine import Network, Neuron, Task
from widgets.bench import Bench
from widgets.controls.menu import Entries, Entry
from widgets.document.names import activation_label, node_title
from widgets.glossary.notes import notes_for
from widgets.plots.clipboard import copy_picture
from widgets.plots.output_map import OutputMap


class MapView(QWidget):
    """The big map. It shows the node under the pointer, else the selected one, else the output.

    Its window title says whose values it shows.

    Attributes:
        output_map: the map itself.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("view-map")
        self._bench = bench
        self.output_map = OutputMap(bench.run, bench.document.task, bench.look)
        self.output_map.set_samples(bench.dataset.train, bench.dataset.validation)
        self.output_map.set_notes(notes_for(bench.level))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.output_map)
        bench.selection.changed.connect(self._follow)
        bench.selection.pointed_changed.connect(self._follow)
        bench.marks.changed.connect(self._show_marks)
        bench.document.changed.connect(self._show_title)
        self.output_map.picture.values_changed.connect(self._show_title)
        self._follow()
        self._show_marks()

    def hasHeightForWidth(self) -> bool:
        """The map is a square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which the map fills the width."""
        return self.output_map.height_at(width)

    def menu_entries(self) -> Entries:
        """What can be done with the map."""
        picture = self.output_map.picture
        return (
            *(
                Entry(
                    f"{which.capitalize()} points",
                    partial(picture.toggle_set, which),
                    checked=picture.shows(which),
                )
                for which in ("train", "validation")
            ),
            Entry("Copy the picture", partial(copy_picture, self.output_map)),
        )

    def _follow(self) -> None:
        selection = self._bench.selection
        pointed = selection.pointed
        node = pointed if isinstance(pointed, str) else selection.single_node
        self.output_map.set_node(node)
        self._show_title()

    def _show_marks(self) -> None:
        self.output_map.set_mark(self._bench.marks.shown)

    def _show_title(self) -> None:
        picture = self.output_map.picture
        title = subject(self._bench.document.network, picture.node, picture.task)
        self.setWindowTitle(f"{title}, as judged" if picture.judged else title)


def subject(network: Network, node_id: str, task: Task | None = None) -> str:
    """A node with what it is: "Output y", "Neuron h2 (tanh)", "Input x₁"."""
    node, title = network.nodes.get(node_id), node_title(network, node_id, task)
    if not isinstance(node, Neuron):
        return f"Input {title}" if node is not None else f"Output {title}"
    if node.output:
        return f"Output {title}"
    return f"Neuron {title} ({activation_label(node.activation)})"
