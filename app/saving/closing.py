"""Bringing everything to the disk before the game ends."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.saving.outbox import Outbox
from app.saving.pending import Pending, PendingRun, PendingSolution, PendingVerdict
from app.saving.unsaved import collect
from app.storage.errors import RecordsError, Trouble
from app.storage.records import Records

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Secured:
    """What became of the unsaved work.

    Attributes:
        file: holds what could not be saved; None when everything is in the records.
        lost: what is neither in the records nor in a file, named for the player.
    """

    file: Path | None = None
    lost: tuple[str, ...] = ()


def secure(outbox: Outbox, records: Records, seconds: float, *, accept_loss: bool) -> Secured:
    """Write everything into the records or, where that fails, into the file beside them.

    Args:
        outbox: what is to be written.
        records: where it belongs.
        seconds: how long to wait for the records.
        accept_loss: whether what cannot be written may be lost. If not, and anything would be, no
            file is written either: the game goes on, and the file would be out of date.
    """
    gone = _gone(records)
    if outbox.flush(seconds):
        return Secured(lost=gone)
    unsaved, unwritable = collect(outbox.pending, records)
    lost = _names(unwritable)
    if lost and not accept_loss:
        return Secured(lost=lost)
    if unsaved.is_empty:
        return Secured(lost=lost)
    try:
        return Secured(outbox.aside.finish(unsaved), lost)
    except OSError as error:
        log.info("unsaved work cannot be written to a file: %s", error)
    except Exception:
        log.exception("unsaved work cannot be written to a file")
    return Secured(lost=_names(outbox.pending))


def _gone(records: Records) -> tuple[str, ...]:
    """What is lost where the file was removed and cannot be put back; mostly nothing."""
    try:
        # With nothing to be written, nobody else would notice.
        records.keep_in_place()
    except RecordsError as error:
        log.info("the records cannot be put back: %s", error)
        if error.trouble not in (Trouble.AWAY, Trouble.LOCKED):
            return ("your records",)
    return ()


def _names(pending: Iterable[Pending]) -> tuple[str, ...]:
    """What the player calls them, each once."""
    return tuple(dict.fromkeys(_name_each(pending)))


def _name_each(pending: Iterable[Pending]) -> Iterator[str]:
    for item in pending:
        if isinstance(item, PendingSolution):
            yield f"“{item.solution.name}”"
        elif isinstance(item, PendingRun):
            yield "the weights of the last run"
        elif isinstance(item, PendingVerdict):
            yield "a verdict"
