"""The palette: what a network may be made of, and the tools.

Every tile has three ways: drag it to the canvas, click it and then the canvas, or press Enter on
it. What the level does not allow, or what is used up, is greyed and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from engine import Refused
from engine.wording import counted
from widgets.controls.menu import Entries, Entry, open_menu
from widgets.document.document import Document
from widgets.document.names import activation_label, pretty, reason_of
from widgets.keys import native
from widgets.palette import faces
from widgets.palette.ingredient import Ingredient
from widgets.palette.tile import Face, Tile
from widgets.palette.toolbox import TOOLS, Tool, Toolbox
from widgets.theme.look import Look, Theme
from widgets.theme.style import plain_label
from widgets.theme.tooltips import set_tooltip, show_own_tooltip

_COLUMNS: Final = 3
_BLOCKS: Final = (2, 4, 8)
_TOOL_ICONS: Final[dict[Tool, tuple[str, str]]] = {
    "select": ("pointer", "Select and move"),
    "link": ("link", "Link: click one node, then another"),
    "cut": ("scissors", "Shears: swipe across links to cut them"),
}


class Palette(QWidget):
    """The left column: inputs, neurons, blocks, tools.

    Args:
        document: what the tiles add to; its rules decide what they offer.
        look: the theme.
        toolbox: shared with the canvas (`NetworkView.toolbox`).
    """

    def __init__(
        self,
        document: Document,
        look: Look,
        toolbox: Toolbox | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._look = look
        self.toolbox = toolbox or Toolbox(self)
        self._tiles: list[Tile] = []
        self._tools: dict[Tool, Tile] = {}
        self._content: QWidget | None = None
        self._folded = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self.setObjectName("palette")
        self.setAccessibleName("Palette")
        self._build()
        document.changed.connect(self._refresh)
        document.rules_changed.connect(self._build)
        self.toolbox.changed.connect(self._show_held)

    @property
    def tiles(self) -> Sequence[Tile]:
        """The tiles of inputs, neurons and blocks."""
        return tuple(self._tiles)

    def set_folded(self, *, folded: bool) -> None:
        """Show one column of tiles without words, or all of it."""
        if folded is not self._folded:
            self._folded = folded
            margin = 1 if folded else 10
            self._column.setContentsMargins(margin, 8, margin, 8)
            self._build()

    def tile(self, name: str) -> Tile:
        """A tile by its object name without "palette-"; KeyError when there is none."""
        found = self.findChild(Tile, f"palette-{name}")
        if not isinstance(found, Tile):
            raise KeyError(name)
        return found

    # -- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        if self._content is not None:
            self._content.setParent(None)
            self._content.deleteLater()
        self._tiles, self._tools = [], {}
        self._content = QWidget()
        sections = QVBoxLayout(self._content)
        sections.setContentsMargins(0, 0, 0, 0)
        sections.setSpacing(0)
        rules = self._document.rules
        self._section(sections, "Inputs", [self._input(name) for name in rules.inputs])
        neurons = [self._neuron(name) for name in rules.activations]
        self._section(sections, "Neurons", neurons)
        self._section(sections, "Blocks", self._blocks())
        self._section(sections, "Tools", [self._tool(tool) for tool in TOOLS])
        sections.addStretch(1)
        self._column.addWidget(self._content)
        self._refresh()
        self._show_held()

    def _section(self, sections: QVBoxLayout, title: str, tiles: Sequence[Tile]) -> None:
        if not tiles:
            return
        if self._folded:
            self._folded_section(sections, tiles)
            return
        heading: QLabel = plain_label(title, "label")
        heading.setContentsMargins(6, 8, 0, 4)
        sections.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setVerticalSpacing(4)
        for number, tile in enumerate(tiles):
            row, column = divmod(number, _COLUMNS)
            grid.addWidget(tile, row, column, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(_COLUMNS, 1)
        sections.addLayout(grid)

    def _folded_section(self, sections: QVBoxLayout, tiles: Sequence[Tile]) -> None:
        if sections.count():
            line = QFrame()
            line.setProperty("role", "hairline")
            line.setFixedSize(24, 1)
            sections.addSpacing(6)
            sections.addWidget(line, alignment=Qt.AlignmentFlag.AlignHCenter)
            sections.addSpacing(6)
        for tile in tiles:
            tile.set_bare()
            sections.addWidget(tile, alignment=Qt.AlignmentFlag.AlignHCenter)

    def _input(self, name: str) -> Tile:
        task = self._document.task
        face = _InputFace(partial(faces.input_image, name=name, columns=task.columns))
        return self._ingredient(Ingredient("input", name), pretty(name, task), face, name)

    def _neuron(self, name: str) -> Tile:
        face = partial(faces.draw_curve, activation=name)
        return self._ingredient(Ingredient("neuron", name), activation_label(name), face, name)

    def _blocks(self) -> list[Tile]:
        rules = self._document.rules
        names = [name for name in rules.activations if name != "identity"]
        most = rules.max_neurons if rules.max_neurons is not None else max(_BLOCKS)
        if not names:
            return []
        return [
            self._ingredient(
                Ingredient("block", names[0], count),
                f"{count} {activation_label(names[0])}",
                partial(faces.draw_block, count=count),
                f"block-{count}",
            )
            for count in _BLOCKS
            if count <= most
        ]

    def _ingredient(self, ingredient: Ingredient, label: str, face: Face, name: str) -> Tile:
        tile = Tile(self._look, label, face, ingredient)
        tile.setObjectName(f"palette-{name}")
        tile.setAccessibleName(f"Add {ingredient.title(self._document.task)}")
        tile.clicked.connect(partial(self._hold, tile))
        tile.entered.connect(partial(self.toolbox.request_place, ingredient))
        tile.menu_requested.connect(partial(self._open_menu, tile))
        self._tiles.append(tile)
        return tile

    def _tool(self, tool: Tool) -> Tile:
        icon, tooltip = _TOOL_ICONS[tool]
        tile = Tile(self._look, "", partial(_draw_tool, icon=icon))
        tile.setObjectName(f"palette-{tool}")
        tile.setAccessibleName(tooltip)
        set_tooltip(tile, tooltip)
        tile.clicked.connect(partial(self._choose, tool))
        tile.entered.connect(partial(self._choose, tool))
        self._tools[tool] = tile
        return tile

    def entries(self, tile: Tile) -> Entries:
        """The menu of a tile: its ways to the canvas."""
        ingredient = tile.ingredient
        if ingredient is None:
            return ()
        return (
            Entry(
                f"Add {ingredient.title(self._document.task)}",
                partial(self.toolbox.request_place, ingredient),
                native("Return"),
            ),
            Entry("Take it, then click where it goes", partial(self.toolbox.hold, ingredient)),
        )

    def _open_menu(self, tile: Tile, at: QPoint) -> None:
        open_menu(self.entries(tile), tile, at)

    # -- following the models ----------------------------------------------------------------

    def _hold(self, tile: Tile) -> None:
        held_already = self.toolbox.held == tile.ingredient
        self.toolbox.hold(None if held_already else tile.ingredient)
        self._show_held()

    def _choose(self, tool: Tool) -> None:
        self.toolbox.choose(tool)
        self._show_held()

    def _show_held(self) -> None:
        held = self.toolbox.held
        for tile in self._tiles:
            tile.setChecked(tile.ingredient == held)
        for tool, tile in self._tools.items():
            tile.setChecked(held is None and tool == self.toolbox.tool)

    def _refresh(self) -> None:
        for tile in self._tiles:
            if tile.ingredient is not None:
                reason = self._refusal(tile.ingredient)
                tile.setEnabled(not reason)
                set_tooltip(
                    tile,
                    reason or f"Drag or click to add: {tile.ingredient.title(self._document.task)}",
                )

    def _refusal(self, ingredient: Ingredient) -> str:
        network, rules = self._document.network, self._document.rules
        try:
            if ingredient.kind == "input":
                rules.check_add_input(network, ingredient.name)
                return ""
            rules.check_add_neuron(network, ingredient.name)
        except Refused as refusal:
            return reason_of(network, refusal, self._document.task)
        most = rules.max_neurons
        if most is not None and len(network.hidden) + ingredient.count > most:
            allowed = counted(most, "neuron")
            return f"There is no room for {ingredient.count} more: the level allows {allowed}."
        return ""

    # -- Qt ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say at once why a greyed tile cannot be taken: its own events come here."""
        tile = self.childAt(event.position().toPoint())
        if isinstance(tile, Tile) and not tile.isEnabled():
            show_own_tooltip(event.globalPosition().toPoint(), tile)
        super().mousePressEvent(event)


class _InputFace:
    """Paints an input's map and keeps its picture for each theme."""

    def __init__(self, image: Callable[[Theme], QImage]) -> None:
        self._image = image
        self._kept: dict[str, QImage] = {}

    def __call__(self, painter: QPainter, theme: Theme, square: QRectF) -> None:
        if theme.name not in self._kept:
            self._kept[theme.name] = self._image(theme)
        faces.draw_input(painter, theme, square, self._kept[theme.name])


def _draw_tool(painter: QPainter, theme: Theme, square: QRectF, icon: str) -> None:
    faces.draw_icon(painter, square, icon, theme.ink.name())
