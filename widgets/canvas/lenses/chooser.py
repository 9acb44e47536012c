"""Which lens the canvas looks through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from widgets.bench import Bench
from widgets.canvas.lenses.lens import Lens
from widgets.canvas.lenses.registry import LENSES, LensRow


class LensChooser(QObject):
    """Holds the lenses of an open level, each made when it is first looked through.

    Args:
        show: shows the network through a lens.
        bench: the open level.
        rows: the lenses to choose from; the first one is on.

    Signals:
        changed: another lens is on.
    """

    changed = Signal()

    def __init__(
        self,
        show: Callable[[Lens], None],
        bench: Bench,
        rows: Sequence[LensRow] = LENSES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = tuple(rows)
        self._show = show
        self._bench = bench
        self._made: dict[str, Lens] = {}
        self._name = ""
        self.choose(self.rows[0].name)

    @property
    def name(self) -> str:
        """The name of the lens that is on."""
        return self._name

    @property
    def lens(self) -> Lens:
        """The lens that is on."""
        return self._made[self._name]

    def choose(self, name: str) -> None:
        """Look through the lens of that name; StopIteration when there is none."""
        if name == self._name:
            return
        row = next(row for row in self.rows if row.name == name)
        if name not in self._made:
            self._made[name] = lens = row.make(self._bench)
            lens.setParent(self)
        self._name = name
        self._show(self._made[name])
        self.changed.emit()

    def next(self) -> None:
        """Look through the lens after this one, in a circle."""
        names = [row.name for row in self.rows]
        self.choose(names[(names.index(self._name) + 1) % len(names)])
