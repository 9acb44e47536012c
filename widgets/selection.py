"""What is selected and what is pointed at, one for canvas, list, map and inspector alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from engine import LinkKey
from levels.solution import Solution
from widgets.document.document import Document


class Selection(QObject):
    """Nodes and links of one document that are selected, and the one under the pointer.

    What an edit removes is not selected any more; nobody has to clean up.

    Args:
        document: whose nodes and links these are.

    Signals:
        changed: other nodes or links are selected.
        pointed_changed: the pointer is on another node, on another link, or on none.
    """

    changed = Signal()
    pointed_changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._nodes: tuple[str, ...] = ()
        self._links: tuple[LinkKey, ...] = ()
        self._pointed: str | LinkKey | None = None
        document.changed.connect(self._prune)

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the selected nodes, in the order of the network."""
        return self._nodes

    @property
    def links(self) -> tuple[LinkKey, ...]:
        """Keys of the selected links, in the order of the network."""
        return self._links

    @property
    def pointed(self) -> str | LinkKey | None:
        """Id of the node or key of the link under the pointer; None when there is none."""
        return self._pointed

    @property
    def single_node(self) -> str | None:
        """The selected node, when nothing else is selected; else None."""
        return self._nodes[0] if len(self._nodes) == 1 and not self._links else None

    def select(self, nodes: Collection[str] = (), links: Iterable[LinkKey] = ()) -> None:
        """Select exactly these; what the network does not have is left out."""
        network, own, wanted = self._document.network, set(nodes), set(links)
        chosen = tuple(node for node in network.nodes if node in own)
        keys = tuple(key for key in network.link_by_key if key in wanted) if wanted else ()
        if (chosen, keys) != (self._nodes, self._links):
            self._nodes, self._links = chosen, keys
            self.changed.emit()

    def point_at(self, what: str | LinkKey | None) -> None:
        """The pointer is on this node (id) or link (key) now; None for neither."""
        if what != self._pointed:
            self._pointed = what
            self.pointed_changed.emit()

    def _prune(self, _before: Solution, after: Solution) -> None:
        network = after.network
        if self._pointed not in network.nodes and self._pointed not in network.link_by_key:
            self.point_at(None)
        self.select(self._nodes, self._links)
