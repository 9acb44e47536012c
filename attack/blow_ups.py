"""Small files that cost much: long, deep, repeated, quadratic, huge once expanded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from attack.files import BUILD_SECONDS, Reader, check_accepted, judge_reading, warm_readers
from attack.guard import Guard
from attack.tally import Tally
from engine import Network, Plan
from levels import Level, Solution, campaign, parse_level, read_solution, write_solution
from levels.reading.files import MAX_BYTES

Value = dict[str, Any]


def blow_up_files(patience: float = 1.0) -> Tally:
    """Read every text of `texts`; ``patience`` multiplies the limits of time."""
    warm_readers()
    guard, tally = Guard(), Tally("files made to blow up")
    for name, text, read in texts():
        if len(text) > MAX_BYTES:
            raise ValueError(f"{name} is {len(text)} bytes long, and no file is")
        value = judge_reading(read, text, guard, tally, name, patience)
        check_accepted(value, tally, name)
        _check_building(value, tally, name, patience)
    return tally


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


def texts() -> Iterator[tuple[str, bytes, Reader]]:
    """Name, text and reader of each; as a level and, where it makes sense, as a solution."""
    as_level: Reader = partial(parse_level, source="blow-up.json")
    for name, make in {**_SYNTAX, **_LEVELS}.items():
        yield f"level: {name}", make()[:MAX_BYTES], as_level
    for name, make in {**_SYNTAX, **_SOLUTIONS}.items():
        yield f"solution: {name}", make()[:MAX_BYTES], read_solution


def _fill(piece: str, before: str = "", after: str = "") -> bytes:
    room = MAX_BYTES - len(before.encode()) - len(after.encode())
    return (before + piece * (room // len(piece.encode())) + after).encode()


def _level(**changes: Any) -> bytes:
    return json.dumps({**_plain_level(), **changes}).encode()


def _plain_level() -> Value:
    points = [[0.0, 0.0, 0], [1.0, 1.0, 1]] * 8
    return {
        "format": 1,
        "id": "blow-up",
        "title": "Blow up",
        "task": {"kind": "classification", "inputs": ["x1", "x2"]},
        "data": {"points": points},
    }


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


def _real_level(change: Callable[[Value], None]) -> bytes:
    level = campaign().levels[1]
    assert level.author_solution is not None  # noqa: S101 (the campaign is proved)
    value: Value = json.loads(write_solution(level.author_solution, level.id))
    change(value)
    return json.dumps(value).encode()


def _long_layout(value: Value) -> None:
    value["network"]["nodes"] = [
        {"id": f"n{number}", "x": number * 0.1, "y": -number * 0.1} for number in range(15_000)
    ]


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

_LEVELS: Final[dict[str, Callable[[], bytes]]] = {
    "bad points": lambda: _level(data={"points": [[0]] * 100_000}),
    "short points": lambda: _level(data={"points": [[]] * 200_000}),
    "points of texts": lambda: _level(data={"points": [["a", "b", "c"]] * 50_000}),
    "points of every kind": lambda: _level(data={"points": [[None, True, {}]] * 40_000}),
    "many good points": lambda: _level(data={"points": [[0.5, 0.25, 1]] * 19_000}),
    "very many good points": lambda: _level(data={"points": [[0.5, 0.25, 1]] * 60_000}),
    "unknown fields of data": lambda: _level(data={f"k{n}": n for n in range(40_000)}),
    "many inputs": lambda: _level(
        task={"kind": "classification", "inputs": [f"x{n}" for n in range(80_000)]}
    ),
    "many classes": lambda: _level(
        task={"kind": "classification", "inputs": ["x1", "x2"], "classes": ["c"] * 100_000}
    ),
    "many hints": lambda: _level(hints=["Look."] * 100_000),
    "long brief": lambda: _level(brief="word " * 200_000),
    "many medals": lambda: _level(medals={f"m{n}": n for n in range(60_000)}),
    "many seeds": lambda: _level(judge={"seeds": list(range(140_000))}),
    "many activations": lambda: _level(palette={"activations": ["tanh"] * 90_000}),
    "many features": lambda: _level(palette={"inputs": [f"x{n % 9}^{n}" for n in range(70_000)]}),
    "palette of nothing known": lambda: _level(palette={f"p{n}": [] for n in range(60_000)}),
    "everything of the wrong kind": lambda: _level(
        **{key: [[]] * 20_000 for key in ("title", "task", "data", "palette", "goal", "medals")}
    ),
}

_SOLUTIONS: Final[dict[str, Callable[[], bytes]]] = {
    "ten thousand links": lambda: _solution(_names(150), _pairs(150, 10_000)),
    "ten thousand links backwards": lambda: _solution(_names(150), _pairs(150, 10_000)[::-1]),
    "too many links": lambda: _solution(_names(400), _pairs(400, 60_000)),
    "the same link": lambda: _solution(_names(2), [["h0", "h1"]] * 80_000),
    "links to themselves": lambda: _solution(_names(2), [["h0", "h0"]] * 80_000),
    "links to nothing": lambda: _solution(_names(2), [["h0", f"q{n}"] for n in range(60_000)]),
    "a circle": lambda: _solution(
        _names(256), [[f"h{n}", f"h{(n + 1) % 256}"] for n in range(256)]
    ),
    "circles in circles": lambda: _solution(
        _names(140), [*_pairs(140, 9_000), *[[b, a] for a, b in _pairs(140, 900)]]
    ),
    "a long chain": lambda: _solution(_names(256), [[f"h{n}", f"h{n + 1}"] for n in range(255)]),
    "many nodes": lambda: _solution(_names(70_000), []),
    "the same node": lambda: _solution([{"id": "h0"}] * 90_000, []),
    "nodes of every kind": lambda: _solution([{"id": []}] * 90_000, []),
    "unknown fields of nodes": lambda: _solution(
        [{"id": f"h{n}", f"k{n}": 1} for n in range(30_000)], []
    ),
    "unknown activations": lambda: _solution(
        [{"id": f"h{n}", "activation": f"tanh{n}"} for n in range(20_000)], []
    ),
    "huge weights": lambda: _solution(_names(150), [[a, b, 1e300] for a, b in _pairs(150, 10_000)]),
    "places of nodes that are not": lambda: _real_level(_long_layout),
    "links of texts": lambda: _solution(_names(2), ["h0-h1"] * 90_000),
    "links of lists": lambda: _solution(_names(2), [[[]]] * 150_000),
}
