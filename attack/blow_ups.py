"""Small files that cost much: long, deep, repeated, quadratic, huge once expanded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from attack.files import BUILD_SECONDS, Reader, check_accepted, judge_reading, warm_readers
from attack.guard import Guard
from attack.tally import Tally
from engine import Network, Plan
from levels import Level, LevelErrors, Solution, parse_level, read_solution
from levels.limits import MAX_NODES, MAX_PARAMETER
from levels.reading.files import MAX_BYTES

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Costly:
    """One text.

    Attributes:
        name: what is costly about it.
        text: at most `MAX_BYTES`.
        read: what reads it.
        aim: fields at the top of the file that have faults, and no others have; None when it is no
            JSON at all, or not in any order that a reader knows.
        accepted: whether it is expected to be read, as costly as it is.
    """

    name: str
    text: bytes
    read: Reader
    aim: frozenset[str] | None = None
    accepted: bool = False


def blow_up_files(patience: float = 1.0) -> Tally:
    """Read every text of `texts`; ``patience`` multiplies the limits of time."""
    warm_readers()
    guard, tally = Guard(), Tally("files made to blow up")
    for own in texts():
        if len(own.text) > MAX_BYTES:
            raise ValueError(f"{own.name} is {len(own.text)} bytes long, and no file is")
        value = judge_reading(own.read, own.text, guard, tally, own.name, patience)
        _check_aim(own, tally)
        check_accepted(value, tally, own.name)
        _check_building(value, tally, own.name, patience)
    return tally


def _check_aim(own: Costly, tally: Tally) -> None:
    """A text with other faults than its name says would be refused before it costs anything."""
    try:
        own.read(own.text)
    except LevelErrors as faults:
        if own.accepted:
            tally.err(f"{own.name} is refused: {str(faults)[:300]}")
        # The last of many faults says that there are more, and has no place.
        places = {fault.path.partition(".")[0].partition("[")[0] for fault in faults.errors} - {""}
        if own.aim is not None and not (places and places <= own.aim):
            tally.err(f"{own.name} has faults in {sorted(places)}: {str(faults)[:300]}")
    else:
        if not own.accepted:
            tally.err(f"{own.name} is accepted")


def _check_building(value: object, tally: Tally, name: str, patience: float) -> None:
    networks: list[Network] = []
    if isinstance(value, Solution):
        networks = [value.network]
    if isinstance(value, Level):
        networks = [own.network for own in (value.start, value.author_solution) if own is not None]
    for network in networks:
        began = time.process_time()
        Plan.compile(network)
        seconds = time.process_time() - began
        if seconds > patience * BUILD_SECONDS:
            tally.err(f"{name}: its network took {seconds:.2f} s to build")


def texts() -> Iterator[Costly]:
    """Each as a level and, where it makes sense, as a solution; the unchanged level first."""
    as_level: Reader = partial(parse_level, source="blow-up.json")
    yield Costly("level: unchanged", _level({}), as_level, accepted=True)
    for name, make in _SYNTAX.items():
        yield Costly(f"level: {name}", make(), as_level)
        yield Costly(f"solution: {name}", make(), read_solution)
    for name, change in _LEVELS.items():
        changes, accepted = change(), name in _ACCEPTED
        yield Costly(
            f"level: {name}", _level(changes), as_level, frozenset(changes), accepted=accepted
        )
    for name, draw in _SOLUTIONS.items():
        text, accepted = _solution(*draw()), name in _ACCEPTED
        yield Costly(
            f"solution: {name}", text, read_solution, frozenset({"network"}), accepted=accepted
        )


def _fill(piece: str, before: str = "", after: str = "") -> bytes:
    room = MAX_BYTES - len(before.encode()) - len(after.encode())
    return (before + piece * (room // len(piece.encode())) + after).encode()


def _level(changes: Value) -> bytes:
    level = {
        "format": 1,
        "id": "blow-up",
        "title": "Blow up",
        "data": {"points": [[0.0, 0.0, 0], [1.0, 1.0, 1]] * 8},
        "pass": _PASS,
    }
    return json.dumps({**level, **changes}).encode()


def _solution(nodes: list[Value], links: list[Any]) -> bytes:
    text = json.dumps(
        {"format": 1, "name": "big", "network": {"nodes": nodes, "links": links}},
        separators=(",", ":"),
    )
    return text.encode()


def _names(count: int) -> list[Value]:
    return [{"id": f"h{number}"} for number in range(count)]


def _pairs(count: int, most: int) -> list[list[str]]:
    names = [f"h{number}" for number in range(count)]
    return [[a, b] for place, a in enumerate(names) for b in names[place + 1 :]][:most]


def _places(count: int) -> list[Value]:
    return [{"id": f"h{number}", "at": [number * 0.1, -number * 0.1]} for number in range(count)]


_PASS: Final[Value] = {"metric": "accuracy", "at_least": 0.9}

_SYNTAX: Final[dict[str, Callable[[], bytes]]] = {
    "open brackets": lambda: b"[" * MAX_BYTES,
    "open braces": lambda: _fill('{"a":'),
    "closed brackets": lambda: b"]" * MAX_BYTES,
    "brackets both ways": lambda: b"[" * (MAX_BYTES // 2) + b"]" * (MAX_BYTES // 2),
    "small lists": lambda: _fill("[],", '{"a":[', "[]]}"),
    "small objects": lambda: _fill("{},", '{"a":[', "{}]}"),
    "the same key": lambda: _fill('"a":1,', "{", '"a":1}'),
    "the same key within": lambda: _fill('{"a":1,"a":2},', '{"l":[', "0]}"),
    "unknown keys": lambda: json.dumps({f"k{n}": n for n in range(60_000)}).encode(),
    "keys nearly right": lambda: json.dumps({f"titl{n}": n for n in range(50_000)}).encode(),
    "one long key": lambda: _fill("k", '{"', '": 1}'),
    "one long text": lambda: _fill("t", '{"title": "', '"}'),
    "escapes": lambda: _fill("\\u0041", '{"title": "', '"}'),
    "lone surrogates": lambda: _fill("\\ud800", '{"title": "', '"}'),
    "quotes": lambda: _fill('\\"', '{"title": "', '"}'),
    "an unfinished text": lambda: _fill("x", '{"title": "'),
    "one long number": lambda: _fill("9", '{"format": ', "}"),
    "one long fraction": lambda: _fill("9", '{"format": 0.', "}"),
    "a long exponent": lambda: _fill("9", '{"format": 1e', "}"),
    "no numbers": lambda: _fill("NaN,", '{"a":[', "0]}"),
    "huge numbers": lambda: _fill("1e999,", '{"a":[', "0]}"),
    "blanks": lambda: _fill(" ", "{", "}"),
    "line ends": lambda: _fill("\n", "{", "}"),
    "line ends before faults": lambda: _fill('\n"a":NaN,', "{", '"b":1}'),
    "zero bytes": lambda: b"{" + b"\0" * (MAX_BYTES - 1),
    "bytes that are no text": lambda: b"{" + b"\xff" * (MAX_BYTES - 1),
    "wide characters": lambda: _fill("🌳", '{"title": "', '"}'),
    "marks for the other direction": lambda: _fill("\u202e", '{"title": "', '"}'),
}

_LEVELS: Final[dict[str, Callable[[], Value]]] = {
    "bad points": lambda: {"data": {"points": [[0]] * 100_000}},
    "short points": lambda: {"data": {"points": [[]] * 200_000}},
    "points of texts": lambda: {"data": {"points": [["a", "b", "c"]] * 50_000}},
    "points of every kind": lambda: {"data": {"points": [[None, True, {}]] * 40_000}},
    "many good points": lambda: {"data": {"points": [[0.5, 0.25, 1], [0.5, 0, 0]] * 9_500}},
    "very many good points": lambda: {"data": {"points": [[0.5, 0.25, 1], [0.5, 0, 0]] * 30_000}},
    "points of many inputs": lambda: {"data": {"points": [[0.5] * 64 + [1], [0] * 65] * 750}},
    "points of too many inputs": lambda: {"data": {"points": [[0.5] * 100_000 + [1]] * 2}},
    "points of as many widths": lambda: {
        "data": {"points": [[0.5] * (2 + n % 60) for n in range(5_000)]}
    },
    "unknown fields of data": lambda: {
        "data": {"points": [[0, 0], [1, 1]], **{f"k{n}": n for n in range(40_000)}}
    },
    "many classes": lambda: {"data": {"points": [[0.5, 0.25, n] for n in range(15_000)]}},
    "many hints": lambda: {"hints": ["Look."] * 100_000},
    "long brief": lambda: {"brief": "word " * 200_000},
    "many medals": lambda: {"medals": {f"m{n}": n for n in range(60_000)}},
    "many seeds": lambda: {"pass": _PASS | {"seeds": list(range(120_000))}},
    "the same seed": lambda: {"pass": _PASS | {"seeds": [1] * 300_000}},
    "many activations": lambda: {"palette": {"activations": ["tanh"] * 90_000}},
    "many features": lambda: {"palette": {"inputs": [f"x{n % 9}^{n}" for n in range(70_000)]}},
    "palette of nothing known": lambda: {"palette": {f"p{n}": [] for n in range(60_000)}},
    "many locks": lambda: {"training": {"locked": ["epochs"] * 100_000}},
    "a large start": lambda: {"start": {"nodes": _names(150), "links": _pairs(150, 10_000)}},
    "too large a start": lambda: {"start": {"nodes": _names(400), "links": _pairs(400, 50_000)}},
    "everything of the wrong kind": lambda: {
        key: [[]] * 20_000 for key in ("title", "data", "palette", "pass", "medals", "start")
    },
}
"""What is changed in a level that is accepted without."""

_SOLUTIONS: Final[dict[str, Callable[[], tuple[list[Value], list[Any]]]]] = {
    "ten thousand links": lambda: (_names(150), _pairs(150, 10_000)),
    "ten thousand links backwards": lambda: (_names(150), _pairs(150, 10_000)[::-1]),
    "too many links": lambda: (_names(MAX_NODES), _pairs(MAX_NODES, 60_000)),
    "the same link": lambda: (_names(2), [["h0", "h1"]] * 80_000),
    "as often the same link as there may be links": lambda: (_names(2), [["h0", "h1"]] * 10_000),
    "links to themselves": lambda: (_names(2), [["h0", "h0"]] * 10_000),
    "links to nothing": lambda: (_names(2), [["h0", f"q{n}"] for n in range(10_000)]),
    "a circle": lambda: (_names(256), [[f"h{n}", f"h{(n + 1) % 256}"] for n in range(256)]),
    "circles in circles": lambda: (
        _names(140),
        [*_pairs(140, 9_000), *[[b, a] for a, b in _pairs(140, 900)]],
    ),
    "a long chain": lambda: (_names(256), [[f"h{n}", f"h{n + 1}"] for n in range(255)]),
    "many nodes": lambda: (_names(60_000), []),
    "the same node": lambda: ([{"id": "h0"}] * MAX_NODES, []),
    "the same node too often": lambda: ([{"id": "h0"}] * 80_000, []),
    "nodes of every kind": lambda: ([{"id": []}] * 90_000, []),
    "unknown fields of nodes": lambda: ([{"id": f"h{n}", f"k{n}": 1} for n in range(30_000)], []),
    "unknown activations": lambda: (
        [{"id": f"h{n}", "activation": f"tanh{n}"} for n in range(MAX_NODES)],
        [],
    ),
    "great weights": lambda: (_names(150), [[a, b, MAX_PARAMETER] for a, b in _pairs(150, 10_000)]),
    "too great weights": lambda: (_names(150), [[a, b, 1e300] for a, b in _pairs(150, 10_000)]),
    "places of all nodes": lambda: (_places(256), []),
    "places of too many nodes": lambda: (_places(15_000), []),
    "links of texts": lambda: (_names(2), ["h0-h1"] * 90_000),
    "links of lists": lambda: (_names(2), [[[]]] * 150_000),
}

_ACCEPTED: Final = {
    *("many good points", "points of many inputs", "a large start"),
    *("ten thousand links", "ten thousand links backwards", "a long chain", "great weights"),
    *("places of all nodes",),
}
