"""Takes what could not be saved last time into the records."""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from app.saving.names import free_name
from app.saving.unsaved import (
    Unsaved,
    UnsavedError,
    UnsavedRun,
    UnsavedSolution,
    digest_of,
    read_unsaved,
)
from app.saving.unsaved_files import unsaved_files
from app.storage.files import set_aside
from app.storage.records import Records
from engine.wording import counted, quoted
from levels import Address, LevelErrors, NotWritable, read_solution, write_solution

RECOVERED: Final = " (recovered)"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Taken:
    """What a file has brought.

    Attributes:
        updated: names of solutions whose rows have their newest state now.
        added: names of solutions that were added.
        verdicts: how many were added.
        places: row in the records by the row that the file names.
        texts: `digest_of` the text that the file holds, by the row of a solution of its own.
    """

    updated: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    verdicts: int = 0
    places: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


def take_in(records: Records, folder: Path) -> Iterator[str]:
    """Take every waiting file in, the oldest first, and remove those that are in the records.

    A solution goes into its row if that holds what the solution was based on; otherwise it is added
    as one of its own. To take the same file in twice changes nothing.

    Yields:
        Sentences for the player, of each file once it is in the records.

    Raises:
        RecordsError: when the records cannot be written now; the file waits on.
    """
    for path in unsaved_files(folder):
        try:
            unsaved = read_unsaved(path)
        except OSError as error:
            log.warning("%s cannot be read: %s", path, error)
            yield f"{path.name} holds unsaved work and cannot be read now: {error}."
            continue
        except UnsavedError as error:
            log.info("%s is not used: %s", path, error)
            yield _unusable(path)
            continue
        taken = _take(records, unsaved)
        with suppress(OSError):
            path.unlink()
        yield from _sentences(taken)


def _unusable(path: Path) -> str:
    aside = set_aside(path)
    kept = "It is still there." if aside is None else f"It is kept as {aside.name}."
    return f"{path.name} should hold unsaved work, but is damaged. {kept}"


def _take(records: Records, unsaved: Unsaved) -> _Taken:
    taken = _Taken()
    with records.together():
        for solution in unsaved.solutions:
            _take_solution(records, solution, taken)
        for run in unsaved.runs:
            _take_run(records, run, taken)
        for own in unsaved.verdicts:
            verdict = own.verdict
            if verdict not in records.verdicts(verdict.address, verdict.level_key):
                records.add_verdict(verdict)
                taken.verdicts += 1
    return taken


def _take_solution(records: Records, own: UnsavedSolution, taken: _Taken) -> None:
    address = Address(own.origin, own.level)
    found = records.find_solution(own.id)
    if found is not None and found[0].level_id == own.level:
        address, row = found  # the file of the level may have been moved
        if row.text == own.text or digest_of(row.text) == own.base:
            taken.places[own.id] = own.id
            if (row.name, row.text) != (own.name, own.text):
                records.save_solution(own.id, own.name, own.text, own.parameters)
                taken.updated.append(own.name)
            return
    others = records.solutions(address)
    for other in others:
        # Its name may have been cut to make room.
        stem, is_recovered, _ = other.name.rpartition(RECOVERED)
        is_named_so = bool(is_recovered) and own.name.startswith(stem)
        if other.text == own.text or (is_named_so and other.text == _under(own, other.name)):
            _place(taken, own, other.id)
            return
    name = free_name(own.name, {other.name for other in others}, RECOVERED)
    added = records.add_solution(address, name, _under(own, name), own.parameters)
    _place(taken, own, added.id)
    taken.added.append(name)


def _place(taken: _Taken, own: UnsavedSolution, row: int) -> None:
    taken.places[own.id] = row
    taken.texts[row] = digest_of(own.text)


def _under(own: UnsavedSolution, name: str) -> str:
    """The text under another name; as it is where the game of today cannot read it."""
    try:
        return write_solution(replace(read_solution(own.text), name=name), own.level)
    except (LevelErrors, NotWritable):
        return own.text


def _take_run(records: Records, own: UnsavedRun, taken: _Taken) -> None:
    place = taken.places.get(own.id, own.id)
    found = records.find_solution(place)
    if found is None or own.of not in (digest_of(found[1].text), taken.texts.get(place)):
        return
    with suppress(binascii.Error):
        records.save_run(place, base64.b64decode(own.data, validate=True))


def _sentences(taken: _Taken) -> list[str]:
    sentences = []
    if taken.updated:
        names = quoted(taken.updated)
        sentences.append(f"What you built in {names} was not saved last time; it is saved now.")
    if taken.added:
        names = quoted(taken.added)
        sentences.append(f"What was not saved last time is a solution of its own: {names}.")
    if taken.verdicts:
        verdicts, verb = counted(taken.verdicts, "verdict"), "is" if taken.verdicts == 1 else "are"
        sentences.append(f"{verdicts} of last time {verb} saved now.")
    return sentences
