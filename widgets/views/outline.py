"""The network as a tree of words: for screen readers, and for whoever prefers a list.

A graphics view shows accessibility tools nothing, so this tree shows the same document: each node
with what it is, and below it the links that enter it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from engine import LinkKey, Refused
from widgets.bench import Bench
from widgets.canvas.card import signed
from widgets.document.describe import describe, kind_of
from widgets.document.names import node_title, reason_of
from widgets.theme.style import plain_label

_WHAT: Final = Qt.ItemDataRole.UserRole
_REPLACE: Final = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)


class Outline(QTreeView):
    """Nodes in reading order; each unfolds to its incoming links with their weights.

    What is selected here is selected everywhere, and the other way round.

    Args:
        bench: whose network is listed.

    Signals:
        refused: a deletion was refused, with its reason.
    """

    refused = Signal(str)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._document = bench.document
        self._run = bench.run
        self._selection = bench.selection
        self._model = QStandardItemModel(0, 2, self)
        self._weights: dict[LinkKey, QStandardItem] = {}
        self.setModel(self._model)
        self.setObjectName("outline")
        self.setAccessibleName("Network as a list")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHeaderHidden(True)
        self.selectionModel().selectionChanged.connect(self._select_everywhere)
        self._document.changed.connect(self._rebuild)
        self._run.frame_changed.connect(self._show_weights)
        self.setMouseTracking(True)
        self.entered.connect(self._point_at)
        self._selection.changed.connect(self._show_selection)
        self._rebuild()

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
        with QSignalBlocker(self.selectionModel()):
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
        self.resizeColumnToContents(0)
        self._show_weights()
        self._show_selection()

    def _show_selection(self) -> None:
        wanted = {*self._selection.nodes, *self._selection.links}
        selection = QItemSelection()
        for item in self._items():
            if item.data(_WHAT) in wanted:
                selection.select(item.index(), item.index())
        model = self.selectionModel()
        with QSignalBlocker(model):
            model.select(selection, _REPLACE)
        self.viewport().update()

    def _show_weights(self) -> None:
        frame = self._run.frame
        known = {} if frame is None else frame.snapshot.plan.network.link_by_key
        for key, item in self._weights.items():
            text = signed(frame.snapshot.weight(*key)) if frame and key in known else ""
            if item.text() != text:
                item.setText(text)

    def _select_everywhere(self) -> None:
        self._selection.select(*self._chosen())

    def _point_at(self, index: QModelIndex) -> None:
        self._selection.point_at(index.data(_WHAT))

    def _chosen(self) -> tuple[tuple[str, ...], tuple[LinkKey, ...]]:
        rows: list[QModelIndex] = self.selectionModel().selectedRows()
        whats = [index.data(_WHAT) for index in rows]
        nodes = tuple(what for what in whats if isinstance(what, str))
        return nodes, tuple(LinkKey(*what) for what in whats if not isinstance(what, str))

    # -- Qt ----------------------------------------------------------------------------------

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more."""
        super().leaveEvent(event)
        self._selection.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes what is selected."""
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            super().keyPressEvent(event)
            return
        try:
            self._document.remove(*self._chosen())
        except Refused as refusal:
            document = self._document
            self.refused.emit(reason_of(document.network, refusal, document.task))


class ListView(QWidget):
    """The outline, and below it why something was refused.

    Attributes:
        outline: the list itself.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("view-list")
        self.outline = Outline(bench)
        self._refusal = plain_label("", "warn", wrap=True)
        self._refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.outline)
        column.addWidget(self._refusal)
        self.outline.refused.connect(self._show_refusal)
        bench.document.changed.connect(self._refusal.hide)
        bench.selection.changed.connect(self._refusal.hide)

    @property
    def refusal(self) -> str:
        """Why the last deletion was refused; empty when it was not."""
        return "" if self._refusal.isHidden() else self._refusal.text()

    def _show_refusal(self, reason: str) -> None:
        self._refusal.setText(reason)
        self._refusal.show()


def _item(text: str, what: str | LinkKey) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(what, _WHAT)
    return item
