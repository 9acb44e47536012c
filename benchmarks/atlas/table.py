"""The rows of one puzzle, and the file that they are kept in: tab-separated text, packed with xz.

pandas reads it by ``read_table(path, comment="#")``; lines that begin with ``#`` say what it is. Of
a size with very many wirings those only have a line that passed: the others never did from the
first starts, and `Table.every` puts them back from the enumeration.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from engine.judging.tally import Interval, wilson_interval
from engine.search.enumeration import candidates
from engine.search.space import SearchSpace

LISTED: Final = 200_000
"""A size with more wirings than this has lines for those only that passed."""

_COLUMNS: Final = ("key", "size", "passes", "starts", "epochs", "further")


class Row(NamedTuple):
    """One wiring.

    Attributes:
        key: its canonical name; `engine.search.candidate` says how to read it.
        size: links and biases.
        passes: how many of its starts passed.
        starts: how many starts it had.
        epochs: median, over the starts that passed, of the epoch in which the validation set first
            reached the threshold, looked at twenty times; of two in the middle the earlier. None
            where nothing passed, or where the set never reached it.
        further: how many of 100 further starts passed; None where it did not get them.
    """

    key: str
    size: int
    passes: int
    starts: int
    epochs: int | None = None
    further: int | None = None

    @property
    def interval(self) -> Interval:
        """Where the share of all possible starts lies, with 95 % confidence (Wilson)."""
        return wilson_interval(self.passes, self.starts)


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one puzzle.

    Attributes:
        facts: what the file's first lines say, such as puzzle, level, recipe, kernel, versions.
        sizes: how many wirings there are of each size, from 1 parameter on; all were trained.
        first: from how many starts each wiring was trained at least.
        rows: those with a line, in the order of the enumeration.
    """

    facts: dict[str, str]
    sizes: tuple[int, ...]
    first: int
    rows: tuple[Row, ...]

    def of_size(self, size: int) -> list[Row]:
        """The rows of one size that have a line."""
        return [row for row in self.rows if row.size == size]

    def every(self, space: SearchSpace) -> Iterator[Row]:
        """A row for each wiring, in the order of the enumeration.

        Args:
            space: what may be built.
        """
        for size in range(1, len(self.sizes) + 1):
            yield from self.every_of(size, space)

    def every_of(self, size: int, space: SearchSpace) -> Iterator[Row]:
        """A row for each wiring of one size, in the order of the enumeration."""
        known = {row.key: row for row in self.of_size(size)}
        for one in candidates(space, size):
            key = one.key
            yield known.get(key) or Row(key, size, 0, self.first)

    def text(self) -> str:
        """What the file holds, unpacked."""
        sizes = " ".join(f"{size}={number}" for size, number in enumerate(self.sizes, start=1))
        facts = self.facts | {"first": str(self.first), "sizes": sizes}
        head = [f"# {name}: {value}" for name, value in facts.items()]
        lines = ["\t".join("" if cell is None else str(cell) for cell in row) for row in self.rows]
        return "\n".join([*head, "\t".join(_COLUMNS), *lines, ""])

    def packed(self) -> bytes:
        """The file. Equal rows give equal bytes, as long as the packer is of the same version."""
        return lzma.compress(self.text().encode(), preset=9 | lzma.PRESET_EXTREME)


def listed(rows: Sequence[Row]) -> Iterator[Row]:
    """Those of all rows of a puzzle that get a line."""
    for _, group in groupby(rows, lambda row: row.size):
        own = list(group)
        yield from (row for row in own if row.passes or len(own) <= LISTED)


def read_table(path: Path) -> Table:
    """The table of a file."""
    return parsed(lzma.decompress(path.read_bytes()).decode())


def parsed(text: str) -> Table:
    """The table of what a file holds."""
    lines = text.splitlines()
    head = [line for line in lines if line.startswith("#")]
    facts = dict(line.removeprefix("# ").split(": ", 1) for line in head)
    sizes = tuple(int(one.split("=")[1]) for one in facts.pop("sizes").split())
    first = int(facts.pop("first"))
    rows = tuple(_row(line.split("\t")) for line in lines[len(head) + 1 :])
    return Table(facts, sizes, first, rows)


def _row(cells: Sequence[str]) -> Row:
    key, *numbers = cells
    size, passes, starts, epochs, further = (int(one) if one else None for one in numbers)
    if size is None or passes is None or starts is None:
        raise ValueError(f"The row of {key} is not whole.")
    return Row(key, size, passes, starts, epochs, further)
