"""What waits in the outbox: solutions, runs, verdicts, open tabs, and sturdiness."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from app.storage.records import Records, StoredVerdict
from app.storage.stored_run import StoredRun, pack_run
from engine.judging.tally import Sturdiness
from levels import Address, Solution, write_solution


@dataclass(frozen=True, slots=True)
class PendingSolution:
    """The newest state of a solution that has a row.

    Attributes:
        id: number of the row.
        address: the level.
        solution: what is to be written.
    """

    reassurance: ClassVar[str] = "What you built is still here"

    id: int
    address: Address
    solution: Solution

    @property
    def key(self) -> Hashable:
        """Equal for two states of the same solution; the newer one replaces the older."""
        return "solution", self.id

    @property
    def text(self) -> str:
        """The solution as JSON.

        Raises:
            NotWritable: when it could not be read again.
        """
        return write_solution(self.solution, self.address.level_id)

    def write(self, records: Records) -> None:
        """Store it.

        Raises:
            RecordsError: when it cannot be stored.
            NotWritable: when it could not be read again.
        """
        size = self.solution.network.parameters
        records.save_solution(self.id, self.solution.name, self.text, size)


@dataclass(frozen=True, slots=True, eq=False)
class PendingRun:
    """The newest moment of a run.

    Attributes:
        id: number of the row of its solution.
        run_key: what the weights belong to (`app.storage.stored_run.run_key`).
        run: the moment; None when nothing is to be kept.
    """

    reassurance: ClassVar[str] = "The weights of this run are still here"

    id: int
    run_key: str
    run: StoredRun | None

    @property
    def key(self) -> Hashable:
        """Equal for two moments of the run of a solution; the newer one replaces the older."""
        return "run", self.id

    @property
    def data(self) -> bytes | None:
        """The run as bytes; None when nothing is to be kept, or it is too large."""
        return None if self.run is None else pack_run(self.run_key, self.run)

    def write(self, records: Records) -> None:
        """Store it, unless the same is stored already.

        Raises:
            RecordsError: when it cannot be stored.
        """
        data = self.data
        if data != records.run_of(self.id):
            records.save_run(self.id, data)


@dataclass(frozen=True, slots=True)
class PendingVerdict:
    """A verdict that was just given."""

    reassurance: ClassVar[str] = "The verdict counts"

    verdict: StoredVerdict

    @property
    def key(self) -> Hashable:
        """Different for each verdict."""
        return "verdict", self.verdict

    def write(self, records: Records) -> None:
        """Store it.

        Raises:
            RecordsError: when it cannot be stored.
        """
        records.add_verdict(self.verdict)


@dataclass(frozen=True, slots=True)
class PendingOpening:
    """Which solution of a level is open.

    Attributes:
        address: the level.
        id: number of the solution's row.
    """

    reassurance: ClassVar[str] = "The solution is open"

    address: Address
    id: int

    @property
    def key(self) -> Hashable:
        """Equal for two openings in the same level; the newer one replaces the older."""
        return "opening", self.address

    def write(self, records: Records) -> None:
        """Store it, unless the solution is gone.

        Raises:
            RecordsError: when it cannot be stored.
        """
        is_new = records.open_solution(self.address) != self.id
        if is_new and records.find_solution(self.id) is not None:
            records.set_open_solution(self.address, self.id)


@dataclass(frozen=True, slots=True)
class PendingSturdiness:
    """How sturdy a judged solution is; it can be measured again.

    Attributes:
        level_key: what affected the score.
        text: the judged solution as JSON.
        found: the counts, complete.
    """

    reassurance: ClassVar[str] = "How sturdy the solution is can be measured again"

    level_key: str
    text: str
    found: Sturdiness

    @property
    def key(self) -> Hashable:
        """Equal for two measurements of the same solution."""
        return "sturdiness", self.level_key, self.text

    def write(self, records: Records) -> None:
        """Store it.

        Raises:
            RecordsError: when it cannot be stored.
        """
        records.save_sturdiness(self.level_key, self.text, self.found)


Pending = PendingSolution | PendingRun | PendingVerdict | PendingOpening | PendingSturdiness
