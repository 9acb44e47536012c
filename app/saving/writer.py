"""Writes what is pending, on a thread of its own and through a connection of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeVar

from app.saving.aside import Aside
from app.saving.pending import Pending
from app.storage.errors import NoSuchSolution, RecordsError
from app.storage.records import Records
from levels import NotWritable

ASIDE_SECONDS: Final = 2.0
"""Saving that has failed for longer has what is pending written to a file beside the records."""

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Written:
    """What became of one pass over the pending items.

    Attributes:
        done: items that are on disk.
        refused: items that can never be written as they are, each with a sentence.
        error: what ended the pass early; the items after it were not tried.
    """

    done: list[Pending] = field(default_factory=list)
    refused: list[tuple[Pending, str]] = field(default_factory=list)
    error: RecordsError | None = None


class Writer:
    """One thread that writes items in order, each as a transaction of its own.

    Args:
        records: the open records; the thread opens a further connection to the same file.
        aside: holds what is pending while the records cannot be written.
    """

    def __init__(self, records: Records, aside: Aside) -> None:
        self._first, self._aside = records, aside
        self._failing_since: float | None = None
        self._records: Records | None = None
        self._thread = ThreadPoolExecutor(1, "records")
        self._ended: Future[None] | None = None

    def start(self, items: tuple[Pending, ...]) -> Future[Written]:
        """Begin a pass."""
        return self._thread.submit(self._write_all, items)

    def run(self, work: Callable[[Records], T]) -> Future[T]:
        """Begin other work on the records; nothing is written meanwhile."""
        return self._thread.submit(lambda: work(self._connected()))

    def stop(self) -> Future[None]:
        """Close the connection and end the thread once the pass under way is over."""
        if self._ended is None:
            self._ended = self._thread.submit(self._close)
            self._thread.shutdown(wait=False)
        return self._ended

    # -- on the thread -----------------------------------------------------------------------------

    def _write_all(self, items: tuple[Pending, ...]) -> Written:
        written = Written()
        try:
            records = self._connected()
            if self._has_long_failed:
                # Before the records: at any moment either they or the file hold the newest state.
                self._aside.keep(items, records)
            for item in items:
                self._write(item, records, written)
        except RecordsError as error:
            self._fail(written, error)
        except Exception as error:
            log.exception("saving failed")
            self._fail(written, RecordsError(f"Saving failed: {error}."))
        else:
            self._failing_since = None
            self._aside.drop()
        return written

    def _connected(self) -> Records:
        if self._records is None:
            self._records = self._first.further_connection()
        return self._records

    def _fail(self, written: Written, error: RecordsError) -> None:
        written.error = error
        self._failing_since = self._failing_since or time.monotonic()

    @property
    def _has_long_failed(self) -> bool:
        since = self._failing_since
        return since is not None and time.monotonic() - since >= ASIDE_SECONDS

    def _write(self, item: Pending, records: Records, written: Written) -> None:
        try:
            item.write(records)
        except (NotWritable, NoSuchSolution) as error:
            log.exception("not written")
            written.refused.append((item, str(error)))
        except RecordsError:
            raise
        except Exception as error:
            # A fault in one item must not keep the others from the disk.
            log.exception("not written")
            written.refused.append((item, f"Something could not be saved: {error}."))
        else:
            written.done.append(item)

    def _close(self) -> None:
        if self._records is not None:
            self._records.close()
