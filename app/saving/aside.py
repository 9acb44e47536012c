"""The file beside the records that holds what the running game cannot save for now.

A kill or a power cut while the records cannot be written then loses nothing older than a few
seconds: the next start takes the file in (`app.saving.recovery`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.saving.pending import Pending
from app.saving.unsaved import Unsaved, collect, write_unsaved
from app.saving.unsaved_files import next_path
from app.storage.records import Records

log = logging.getLogger(__name__)


class Aside:
    """One such file, replaced as a whole. Any thread may call the methods.

    Args:
        folder: where it is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._path: Path | None = None
        self._held: tuple[Pending, ...] = ()
        self._is_final = False

    def keep(self, items: Sequence[Pending], records: Records) -> None:
        """Have the file hold exactly these items; where it cannot be written, it stays as it was.

        Args:
            items: what is not saved.
            records: where the rows are that it was to go to, as the calling thread reads them.
        """
        with self._turn:
            if self._is_final or _same(self._held, items):
                return
            try:
                unsaved, _ = collect(items, records)
                if unsaved.is_empty:  # an open tab or sturdiness alone needs no file
                    self._remove()
                else:
                    self._write(unsaved)
            except OSError as error:
                log.info("unsaved work cannot be written to a file: %s", error)
            except Exception:
                # A fault here must not keep the items from the records.
                log.exception("unsaved work cannot be written to a file")
            else:
                self._held = tuple(items)

    def drop(self) -> None:
        """Remove the file: what it holds is in the records."""
        with self._turn:
            if not self._is_final:
                self._remove()

    def finish(self, unsaved: Unsaved) -> Path:
        """Write the file for the last time; `keep` and `drop` do nothing from now on.

        Raises:
            OSError: when it cannot be written; an older one is still there then.
        """
        with self._turn:
            path = self._write(unsaved)
            self._is_final = True
            return path

    def remove(self) -> None:
        """Remove the file, also a last one: everything is in the records after all."""
        with self._turn:
            self._remove()

    def _write(self, unsaved: Unsaved) -> Path:
        path = self._path or next_path(self._folder)
        write_unsaved(path, unsaved)
        self._path = path
        return path

    def _remove(self) -> None:
        if self._path is not None:
            # One that stays is taken in again, which changes nothing.
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._path, self._held = None, ()


def _same(held: Sequence[Pending], items: Sequence[Pending]) -> bool:
    return len(held) == len(items) and all(a is b for a, b in zip(held, items, strict=True))
