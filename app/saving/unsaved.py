"""The file that holds what could not be saved.

It is plain JSON in the data folder and holds solutions, runs and verdicts with the addresses of
their levels. The next start takes it in (`app.saving.recovery`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from app.saving.pending import Pending, PendingRun, PendingSolution, PendingVerdict
from app.storage.errors import RecordsError
from app.storage.files import write_atomically
from app.storage.records import Records, StoredVerdict
from levels import Address, NotWritable

MOST_BYTES: Final = 512 * 2**20
_Number = Annotated[int, Field(ge=0, lt=2**63)]


def _encodable(text: str) -> str:
    """The text, when a file can hold it: a lone surrogate cannot be written as UTF-8."""
    text.encode("utf-8")
    return text


_Text = Annotated[str, AfterValidator(_encodable)]

log = logging.getLogger(__name__)


class UnsavedError(Exception):
    """A file that does not hold what the game writes; the message says what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class UnsavedSolution(_Strict):
    """A solution whose newest state is not in its row.

    Attributes:
        id: number of the row.
        origin: of the level.
        level: id of the level.
        name: what the player calls it.
        text: its JSON.
        parameters: its size.
        base: `digest_of` the text that the row held; None when it could not be read.
    """

    id: _Number
    origin: _Text
    level: _Text
    name: _Text
    text: _Text
    parameters: _Number
    base: str | None


class UnsavedRun(_Strict):
    """The last run of a solution.

    Attributes:
        id: number of the solution's row.
        of: `digest_of` the text of the solution that was trained.
        data: the run (`app.storage.stored_run`) as base64.
    """

    id: _Number
    of: str
    data: str


class UnsavedVerdict(_Strict):
    """A verdict; the fields are those of `app.storage.records.StoredVerdict`."""

    origin: _Text
    level: _Text
    level_key: _Text
    text: _Text
    parameters: _Number
    passed: bool
    scores: list[tuple[int, FiniteFloat | None]]
    judged: FiniteFloat

    @classmethod
    def of(cls, verdict: StoredVerdict) -> Self:
        """The verdict as the file holds it."""
        return cls(
            origin=verdict.address.origin,
            level=verdict.address.level_id,
            level_key=verdict.level_key,
            text=verdict.text,
            parameters=verdict.parameters,
            passed=verdict.passed,
            scores=list(verdict.scores),
            judged=verdict.judged,
        )

    @property
    def verdict(self) -> StoredVerdict:
        """The verdict as the records hold it."""
        return StoredVerdict(
            address=Address(self.origin, self.level),
            level_key=self.level_key,
            text=self.text,
            parameters=self.parameters,
            passed=self.passed,
            scores=tuple(self.scores),
            judged=self.judged,
        )


class Unsaved(_Strict):
    """All that could not be saved.

    Attributes:
        checksum: in a file, `digest` of what was written; else empty.
    """

    format: Literal[1] = 1
    checksum: str = ""
    solutions: list[UnsavedSolution] = []
    runs: list[UnsavedRun] = []
    verdicts: list[UnsavedVerdict] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that anybody made: which tab is open is not kept here."""
        return not (self.solutions or self.runs or self.verdicts)

    @property
    def digest(self) -> str:
        """A fingerprint of everything but the checksum."""
        return digest_of(self.model_dump_json(exclude={"checksum"}))


def digest_of(text: str) -> str:
    """A fingerprint of a stored text, to see later whether it is still the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def collect(pending: Sequence[Pending], records: Records) -> tuple[Unsaved, list[Pending]]:
    """Make the content of the file.

    Args:
        pending: what is not saved.
        records: where the rows are that it was to go to.

    Returns:
        The content, and the items that cannot be written in any file.
    """
    solutions: dict[int, UnsavedSolution] = {}
    runs: list[UnsavedRun] = []
    verdicts: list[UnsavedVerdict] = []
    unwritable: list[Pending] = []
    # Runs last: a run names the text of its solution.
    for item in sorted(pending, key=lambda own: isinstance(own, PendingRun)):
        try:
            if isinstance(item, PendingSolution):
                solutions[item.id] = _solution(item, records)
            elif isinstance(item, PendingVerdict):
                verdicts.append(UnsavedVerdict.of(item.verdict))
            elif isinstance(item, PendingRun):
                runs += _run(item, solutions.get(item.id), records)
        except NotWritable:
            unwritable.append(item)
        except Exception:
            # A fault in one item must not keep the others from the file.
            log.exception("not written to a file")
            unwritable.append(item)
    return Unsaved(solutions=[*solutions.values()], runs=runs, verdicts=verdicts), unwritable


def _solution(item: PendingSolution, records: Records) -> UnsavedSolution:
    stored = _stored_text(item.id, records)
    return UnsavedSolution(
        id=item.id,
        origin=item.address.origin,
        level=item.address.level_id,
        name=item.solution.name,
        text=item.text,
        parameters=item.solution.network.parameters,
        base=None if stored is None else digest_of(stored),
    )


def _run(item: PendingRun, solution: UnsavedSolution | None, records: Records) -> list[UnsavedRun]:
    """The run, unless none is to be kept or its solution is unknown."""
    text = _stored_text(item.id, records) if solution is None else solution.text
    data = item.data
    if text is None or data is None:
        return []
    coded = base64.b64encode(data).decode("ascii")
    return [UnsavedRun(id=item.id, of=digest_of(text), data=coded)]


def _stored_text(solution_id: int, records: Records) -> str | None:
    with suppress(RecordsError):
        found = records.find_solution(solution_id)
        if found is not None:
            return found[1].text
    return None


# -- files -----------------------------------------------------------------------------------------


def write_unsaved(path: Path, unsaved: Unsaved) -> None:
    """Write such a file, or replace it as a whole.

    Raises:
        OSError: when it cannot be written; an older one is intact then.
    """
    sealed = unsaved.model_copy(update={"checksum": unsaved.digest})
    write_atomically(path, json.dumps(sealed.model_dump(mode="json"), indent=1) + "\n")


def read_unsaved(path: Path) -> Unsaved:
    """Read such a file.

    Raises:
        UnsavedError: when it does not hold what the game writes.
        OSError: when it cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnsavedError("it is too large")
    try:
        found = Unsaved.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise UnsavedError(f"{place}: {first['msg']}") from error
    if found.checksum != found.digest:
        # With a damaged address its solutions would come to a level that nobody opens.
        raise UnsavedError("checksum: it is not what was written")
    return found
