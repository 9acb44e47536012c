"""The network as a tree of words: for screen readers, and for whoever prefers a list.

A graphics view shows accessibility tools nothing, so this tree tells the same document: each node
with what it is, and below it the links that enter it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from engine import LinkKey, Refused
from widgets.canvas.card import signed
from widgets.document.describe import describe, kind_of
from widgets.document.document import Document
from widgets.document.names import node_title
from widgets.run_model import RunModel

_WHAT: Final = Qt.ItemDataRole.UserRole
_REPLACE: Final = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)


class Outline(QTreeView):
    """Nodes in reading order; each unfolds to its incoming links with their weights.

    Signals:
        chosen: other nodes (tuple of ids) and links (tuple of keys) were selected here.
        refused: a deletion was refused, with its reason.
    """

    chosen = Signal(object, object)
    refused = Signal(str)

    def __init__(self, document: Document, run: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        self._model = QStandardItemModel(0, 2, self)
        self._weights: dict[LinkKey, QStandardItem] = {}
        self.setModel(self._model)
        self.setObjectName("outline")
        self.setAccessibleName("Network as a list")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._tell)
        document.changed.connect(self._rebuild)
        run.frame_changed.connect(self._show_weights)
        self._rebuild()

    def select(self, nodes: tuple[str, ...], links: tuple[LinkKey, ...]) -> None:
        """Select the same here as elsewhere, without telling."""
        selection = QItemSelection()
        for item in self._items():
            if item.data(_WHAT) in nodes or item.data(_WHAT) in links:
                selection.select(item.index(), item.index())
        model = self.selectionModel()
        with QSignalBlocker(model):
            model.select(selection, _REPLACE)
        self.viewport().update()

    def texts(self) -> list[str]:
        """Every row as text, for tests and for copying."""
        return [item.text() for item in self._items()]

    def _items(self) -> list[QStandardItem]:
        tops = [self._model.item(row) for row in range(self._model.rowCount())]
        return [
            item for top in tops for item in (top, *(top.child(i) for i in range(top.rowCount())))
        ]

    def _rebuild(self) -> None:
        network, task = self._document.network, self._document.task
        unfolded = {item.data(_WHAT) for item in self._items() if self.isExpanded(item.index())}
        self._weights.clear()
        self._model.clear()
        self._model.setHorizontalHeaderLabels(["Node", "What it is"])
        for node_id in network.nodes:
            top = _item(node_title(network, node_id, task), node_id)
            top.setAccessibleText(describe(network, node_id, task))
            for link in network.incoming(node_id):
                value = self._weights[link.key] = _item("", link.key)
                top.appendRow(
                    [_item(f"from {node_title(network, link.source, task)}", link.key), value]
                )
            self._model.appendRow([top, _item(kind_of(network, node_id), node_id)])
            self.setExpanded(top.index(), node_id in unfolded)
        self._show_weights()

    def _show_weights(self) -> None:
        frame = self._run.frame
        known = {} if frame is None else frame.snapshot.plan.network.link_by_key
        for key, item in self._weights.items():
            text = signed(frame.snapshot.weight(*key)) if frame and key in known else ""
            if item.text() != text:
                item.setText(text)

    def _tell(self) -> None:
        self.chosen.emit(*self._chosen())

    def _chosen(self) -> tuple[tuple[str, ...], tuple[LinkKey, ...]]:
        rows: list[QModelIndex] = self.selectionModel().selectedRows()
        whats = [index.data(_WHAT) for index in rows]
        nodes = tuple(what for what in whats if isinstance(what, str))
        return nodes, tuple(LinkKey(*what) for what in whats if not isinstance(what, str))

    # -- Qt ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes what is selected."""
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            super().keyPressEvent(event)
            return
        try:
            self._document.remove(*self._chosen())
        except Refused as refusal:
            self.refused.emit(refusal.reason)


def _item(text: str, what: str | LinkKey) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(what, _WHAT)
    return item
