"""What was to become faster: each figure today, before, and as it should be.

Both come from the same functions, applied to what `python -m benchmarks` measures today and to what
it measured before (``benchmarks/before.json``). Figures with a × are ratios of two things measured
in turns in one run; only these can be compared between machines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

BEFORE: Final = Path(__file__).with_name("before.json")

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """One row.

    Attributes:
        title: what is measured, with its unit.
        value: the figure, given what a run of the benchmarks has found.
        wanted: the aim in words; empty where nothing was promised.
    """

    title: str
    value: Callable[[Found], float]
    wanted: str = ""

    def of(self, found: Found) -> float | None:
        """The figure; None where the run lacks what it is made of."""
        try:
            return self.value(found)
        except KeyError:
            return None


def _updates(table: str, who: str, net: str, found: Found) -> float:
    return float(found[table][who][net])


def _ratio(table: str, net: str, who: str, to: str, found: Found) -> float:
    return _updates(table, who, net, found) / _updates(table, to, net, found)


def _eight_to_one(net: str, wanted: str = "") -> Aim:
    value = partial(_ratio, "update_us", net, "numba-8", "numba")
    return Aim(f"{net}: eight replicas to one, ×", value, wanted)


def _jax_to_ours(net: str, table: str, optimizer: str, wanted: str = "") -> Aim:
    value = partial(_ratio, table, net, "jax", "numba")
    return Aim(f"{net}, {optimizer}: JAX to one replica of ours, ×", value, wanted)


def _single(net: str, wanted: str = "") -> Aim:
    return Aim(f"{net}: one replica, µs", partial(_updates, "update_us", "numba", net), wanted)


def _map_to_bare(found: Found) -> float:
    return float(found["start"]["map_ms"]) / float(found["start"]["bare_ms"])


SMALL: Final = ("2-2-1", "2-4-2-1", "2-8-8-1", "2-1-1 skip")
AIMS: Final = (
    *(_eight_to_one(net, "≤ 3.5") for net in SMALL),
    _eight_to_one("2-8x6-1"),
    *(_single(net, "no slower") for net in (*SMALL, "2-8x6-1")),
    _single("sparse 200", "a third"),
    _jax_to_ours("sparse 200", "update_us", "SGD"),
    _single("64-32-10"),
    _jax_to_ours("64-32-10", "update_us", "SGD", "≥ 2"),
    _jax_to_ours("64-32-10", "adam_update_us", "Adam", "≥ 2"),
    Aim("All maps of 2-8x6-1, ms", lambda found: float(found["maps_ms"]["median_ms"])),
    Aim("Start: painted map to bare window, ×", _map_to_bare, "≤ 2.5"),
    Aim("Start: painted map, ms", lambda found: float(found["start"]["map_ms"])),
)


def before() -> Found:
    """What was measured before, with ``commit``, ``when`` and ``machine``."""
    found: Found = json.loads(BEFORE.read_text(encoding="utf-8"))
    return found


def rows(found: Found) -> list[tuple[str, float | None, float | None, str]]:
    """Title, figure before, figure today and aim of each row of which there is a figure today."""
    earlier = before()
    figures = [(aim.title, aim.of(earlier), aim.of(found), aim.wanted) for aim in AIMS]
    return [row for row in figures if row[2] is not None]


def print_aims(found: Found) -> None:
    """The rows as a table."""
    print(f"{'':<52}{'before':>9}{'today':>9}  aim")
    for title, earlier, today, wanted in rows(found):
        cells = ["-" if one is None else f"{one:.3g}" for one in (earlier, today)]
        print(f"{title:<52}{cells[0]:>9}{cells[1]:>9}  {wanted}")
