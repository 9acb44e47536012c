"""Writes docs/atlas.md and its pictures from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.atlas import lesson
from benchmarks.atlas.making import is_reliable
from benchmarks.atlas.pictures import first_that_passes, svg
from benchmarks.atlas.puzzles import (
    FIRST,
    FURTHER,
    MOST_WIRINGS,
    RELIABLE,
    STARTS,
    Puzzle,
    names,
    puzzle,
)
from benchmarks.atlas.table import Row, Table, read_table
from benchmarks.atlas.words import HEAD, LESSON, NOTES, PUBLISHED, REMARKS
from benchmarks.search import ready_kernel
from engine.judging.tally import wilson_interval
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.candidate import Candidate
from engine.search.halving import found_with
from engine.settings import Optimizer
from levels.reading.recipe import search_settings

DOCS: Final = Path(__file__).parents[2] / "docs"
DOCUMENT: Final = DOCS / "atlas.md"
PICTURES: Final = DOCS / "pictures" / "atlas"
MOST_PICTURES: Final = 4


def write() -> None:
    """Write the document and pictures of the smallest networks."""
    kernel = ready_kernel() or NumpyKernel
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = [_drawn(own, table, kernel) for own, table in made()]
    for old in PICTURES.glob("*.svg"):
        if old.name not in {name for pictures in drawn for name in pictures}:
            old.unlink()
    DOCUMENT.write_text("\n".join(lines(kernel)) + "\n", encoding="utf-8")


def made() -> Iterator[tuple[Puzzle, Table]]:
    """The puzzles that have a table."""
    for name in names():
        if puzzle(name).path.exists():
            yield puzzle(name), read_table(puzzle(name).path)


def lines(kernel: KernelMaker) -> Iterator[str]:
    """The document, in blocks."""
    yield HEAD.format(
        first=FIRST, starts=STARTS, further=FURTHER, reliable=RELIABLE, most=MOST_WIRINGS
    )
    yield from _overview()
    for one, table in made():
        yield from section(one, table)
    yield LESSON.format(key=lesson.KEY, starts=lesson.STARTS)
    yield from _lesson(kernel)
    yield PUBLISHED.format_map(_smallest())
    yield NOTES.rstrip()


def section(one: Puzzle, table: Table) -> Iterator[str]:
    """What there is to say of one puzzle."""
    yield f"\n## {one.level.title}\n\n`{one.name}`: {one.level.brief} {recipe(one)}\n"
    smallest = shown_rows(table)
    for row, name in zip(smallest, picture_names(one, smallest), strict=False):
        yield f"![{row.key}](pictures/atlas/{name})\n"
    if smallest and not is_reliable(smallest[0]):
        yield "No wiring of these sizes learns reliably; this one passes most often.\n"
    if len(smallest) > MOST_PICTURES:
        yield f"{len(smallest)} wirings of this size learn reliably; {MOST_PICTURES} are shown.\n"
    yield (
        "| parameters | wirings | ever pass | learn reliably | best: first starts | further "
        "starts | its rate (95 %) | epochs | key of the best |\n"
        "|---:|---:|---:|---:|---:|---:|---|---:|---|"
    )
    for size, wirings in enumerate(table.sizes, start=1):
        yield _size_row(table, size, wirings)
    yield f"\n{below(table)}{REMARKS.get(one.name, '')}"


def recipe(one: Puzzle) -> str:
    """How a puzzle is trained and what passes, in a sentence."""
    settings, terms = search_settings(one.level), one.level.terms
    batch = "all samples" if settings.batch_size is None else f"{settings.batch_size} samples"
    return (
        f"{terms.goal} passes. Trained by {optimizer_name(settings.optimizer)}, rate "
        f"{settings.learning_rate:g}, {batch} an update, {settings.epochs:,} epochs."
    )


def optimizer_name(optimizer: Optimizer) -> str:
    """As people write it."""
    return {"sgd": "SGD", "rmsprop": "RMSProp"}.get(optimizer, optimizer.capitalize())


def reliable_rows(table: Table) -> list[Row]:
    """The wirings of the smallest size that has some which learn reliably, best first."""
    found = [row for row in table.rows if is_reliable(row)]
    least = min((row.size for row in found), default=0)
    return sorted((row for row in found if row.size == least), key=best_first)


def shown_rows(table: Table) -> list[Row]:
    """What is drawn: `reliable_rows`, or the one that passes most often where there are none."""
    passed = sorted((row for row in table.rows if row.passes), key=best_first)
    return reliable_rows(table) or passed[:1]


def best_first(row: Row) -> tuple[int, int, int, str]:
    """A key to sort by: the further starts count most, as nothing was chosen by them."""
    return -(row.further or 0), -row.passes, row.epochs or 0, row.key


def picture_names(one: Puzzle, rows: list[Row]) -> list[str]:
    """Names of the files of the pictures, for as many rows as are drawn."""
    return [f"{one.name}-{place}.svg" for place in range(1, len(rows[:MOST_PICTURES]) + 1)]


def below(table: Table) -> str:
    """What is known of the wirings below the first that learns reliably."""
    smallest = reliable_rows(table)
    limit = smallest[0].size if smallest else len(table.sizes) + 1
    wirings = sum(table.sizes[: limit - 1])
    if not wirings:
        return "There is no smaller wiring."
    passed = [row for row in table.rows if row.size < limit and row.passes]
    chances = " and ".join(
        f"one that passes once in {often} with probability {found_with(1 / often, FIRST):.3f}"
        for often in (5, 20)
    )
    which = f"with fewer than {limit}" if smallest else f"with up to {limit - 1}"
    tried = f"{FIRST} starts each would have found {chances}"
    if not passed:
        return f"Of {wirings:,} wirings {which} parameters none ever passed; {tried}."
    best = min(passed, key=lambda row: (-row.passes, row.size, row.key))
    least = min(row.size for row in passed)
    return (
        f"Of {wirings:,} wirings {which} parameters {len(passed):,} passed at least once, the "
        f"first of them with {least}; the best, `{best.key}`, from {best.passes} of "
        f"{best.starts} starts. Of the others, {tried}."
    )


def _size_row(table: Table, size: int, wirings: int) -> str:
    rows = [row for row in table.of_size(size) if row.passes]
    sure = sum(is_reliable(row) for row in rows)
    if not rows:
        return f"| {size} | {wirings:,} | 0 | 0 | | | | | |"
    best = min(rows, key=best_first)
    passed, starts = (best.passes, best.starts) if best.further is None else (best.further, FURTHER)
    low, high = wilson_interval(passed, starts)
    further = "" if best.further is None else f"{best.further} of {FURTHER}"
    return (
        f"| {size} | {wirings:,} | {len(rows):,} | {sure:,} | {best.passes} of {best.starts} | "
        f"{further} | {low:.0%} to {high:.0%} | {best.epochs or ''} | `{best.key}` |"
    )


def _overview() -> Iterator[str]:
    yield (
        "| puzzle | smallest that learns reliably | wirings that do | smaller wirings | "
        "of them ever pass | all sizes up to |\n|---|---:|---:|---:|---:|---:|"
    )
    for one, table in made():
        smallest = reliable_rows(table)
        least = smallest[0].size if smallest else 0
        smaller = sum(table.sizes[: least - 1]) if smallest else sum(table.sizes)
        passed = sum(bool(row.passes) for row in table.rows if not smallest or row.size < least)
        anchor = one.level.title.lower().replace(" ", "-").replace(",", "")
        yield (
            f"| [{one.level.title}](#{anchor}) | {least or 'none found'} | "
            f"{len(smallest) or ''} | {smaller:,} | {passed:,} | {len(table.sizes)} |"
        )


def _smallest() -> dict[str, str]:
    """For each puzzle its smallest network that learns reliably, in words."""
    found = dict.fromkeys(names(), "not made yet")
    for one, table in made():
        rows = reliable_rows(table)
        none = f"none with up to {len(table.sizes)} parameters"
        found[one.name] = f"{rows[0].size} parameters, `{rows[0].key}`" if rows else none
    return found


def _lesson(kernel: KernelMaker) -> Iterator[str]:
    found = {
        (way.optimizer, way.learning_rate, way.epochs): passed
        for way, passed in lesson.measure(kernel)
    }
    yield "| | " + " | ".join(f"{epochs:,} epochs" for epochs in lesson.EPOCHS) + " |"
    yield "|---|" + "---:|" * len(lesson.EPOCHS)
    for optimizer, rate in lesson.WAYS:
        cells = " | ".join(str(found[optimizer, rate, epochs]) for epochs in lesson.EPOCHS)
        yield f"| {optimizer_name(optimizer)}, rate {rate:g} | {cells} |"


def _drawn(one: Puzzle, table: Table, kernel: KernelMaker) -> list[str]:
    """Draw the smallest networks of a puzzle; names of the files."""
    rows = shown_rows(table)
    drawn = picture_names(one, rows)
    for row, name in zip(rows, drawn, strict=False):
        network = Candidate.parse(row.key, one.space).network()
        text = svg(first_that_passes(network, one.level, kernel), f"{one.level.title}: {row.key}")
        (PICTURES / name).write_text(text, encoding="utf-8")
    return drawn
