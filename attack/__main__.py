"""``python -m attack``: run every attack, print a table of counts; 1 when anything was found."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from attack.blow_ups import blow_up_files
from attack.caches import damaged_caches
from attack.databases import damaged_databases, unusable_databases
from attack.files import fuzz_files, fuzz_packs
from attack.playing.actions import random_actions
from attack.playing.kills import kills
from attack.playing.two_games import two_games
from attack.preferences import odd_preferences
from attack.tally import Tally, table

Attack = Callable[[float, int, float], Sequence[Tally]]

ATTACKS: Final[dict[str, Attack]] = {
    "files": lambda share, seed, patience: [
        fuzz_files(round(100_000 * share), seed, patience),
        fuzz_packs(max(20, round(400 * share)), seed),
    ],
    "blow-ups": lambda _share, _seed, patience: [blow_up_files(patience)],
    "preferences": lambda share, seed, _patience: [odd_preferences(round(10_000 * share), seed)],
    "databases": lambda share, seed, _patience: [
        damaged_databases(share, seed),
        unusable_databases(),
    ],
    "kills": lambda share, seed, _patience: kills(max(12, round(300 * share)), seed),
    "caches": lambda share, seed, _patience: [damaged_caches(max(11, round(100 * share)), seed)],
    "two-games": lambda share, _seed, _patience: [two_games(max(1, round(5 * share)))],
    "window": lambda share, seed, patience: [random_actions(round(20_000 * share), seed, patience)],
}
"""What is attacked, by name; each gets its share (0 to 1) of a whole attack, a seed, and a
patience by which limits of time are multiplied."""

NOT_IN_FULL: Final = frozenset({"window"})
"""What a full attack leaves out when it is not named: alone it takes longer than all others."""

SHORT_SHARE: Final = 0.05
SHORT_PATIENCE: Final = 20.0
"""A short attack also runs beside other work, where the clock says little about the game."""


def main() -> int:
    """Read the options, attack, print."""
    options = _options()
    share = SHORT_SHARE if options.short else 1.0
    patience = SHORT_PATIENCE if options.short else 1.0
    tallies: list[Tally] = []
    left_out = frozenset() if options.short else NOT_IN_FULL
    for name in options.only or [name for name in ATTACKS if name not in left_out]:
        began = time.monotonic()
        tallies += ATTACKS[name](share, options.seed, patience)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(tallies))
    return 0 if all(tally.passed for tally in tallies) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m attack", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a twentieth of everything")
    parser.add_argument("--seed", type=int, default=1, help="another attack of the same kind")
    parser.add_argument(
        "--only", action="append", choices=tuple(ATTACKS), help="this alone; may be repeated"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
