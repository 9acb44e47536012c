"""The last run of a solution as bytes: weights of all replicas and the curves.

What is read back may have been damaged or written by anyone: it is checked for its length, a
checksum, shapes, finite numbers and plausible counters. What does not pass is no run.
"""

from __future__ import annotations

import hashlib
import json
import logging
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from engine import Curves, Network, Plan, Snapshot, Status, TrainingSettings
from engine.data import Floats
from engine.settings import MAX_EPOCHS
from engine.state import LARGEST_PARAMETER

MAGIC: Final = b"neural-bonsai run 1\n"
MOST_BYTES: Final = 16 * 2**20
MOST_ROWS: Final = 5000
_HEAD: Final = struct.Struct("<II")  # checksum of what follows it, length of the header
_COUNTERS: Final = ("diverged_at", "stopped_at", "best_epoch")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class StoredRun:
    """What is kept of a run for good.

    Attributes:
        seeds: of its replicas.
        snapshot: its last moment.
    """

    seeds: tuple[int, ...]
    snapshot: Snapshot


class _Unreadable(ValueError):
    """What is wrong with the bytes."""


def run_key(level_key: str, network: Network, settings: TrainingSettings) -> str:
    """What the weights and curves belong to; another network, setting or level has another key."""
    text = repr((level_key, network, settings))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def pack_run(key: str, run: StoredRun) -> bytes | None:
    """The run as bytes; None when it is too large to be kept."""
    snapshot = run.snapshot
    curves = snapshot.curves
    header = {
        "key": key,
        "seeds": run.seeds,
        "epoch": snapshot.epoch,
        "update": snapshot.update,
        "rows": len(curves.epochs),
        **{name: getattr(snapshot, name) for name in _COUNTERS},
    }
    arrays = (snapshot.parameters, curves.epochs, *curves.rows)
    payload = b"".join(np.ascontiguousarray(own, dtype="<f8").tobytes() for own in arrays)
    if len(payload) > MOST_BYTES or len(curves.epochs) > MOST_ROWS:
        return None
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    body = text + zlib.compress(payload, level=1)
    return MAGIC + _HEAD.pack(zlib.crc32(body), len(text)) + body


def unpack_run(data: bytes, key: str, network: Network) -> StoredRun | None:
    """The run of the bytes; None when they are damaged, or are of something else than the key."""
    try:
        return _unpacked(data, key, network)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, zlib.error) as error:
        log.info("a stored run is not used: %s", error)
        return None


def _unpacked(data: bytes, key: str, network: Network) -> StoredRun:
    start = len(MAGIC) + _HEAD.size
    if len(data) < start or not data.startswith(MAGIC) or len(data) > MOST_BYTES:
        raise _Unreadable("it does not begin like one")
    checksum, length = _HEAD.unpack_from(data, len(MAGIC))
    body = data[start:]
    if zlib.crc32(body) != checksum or length > len(body):
        raise _Unreadable("it is damaged")
    header = json.loads(body[:length].decode("ascii"))
    if not isinstance(header, dict) or header.get("key") != key:
        raise _Unreadable("it belongs to another network")
    return _checked(header, body[length:], Plan.compile(network))


def _checked(header: dict[str, Any], compressed: bytes, plan: Plan) -> StoredRun:
    seeds = tuple(_whole(seed, 0, 2**63) for seed in header["seeds"])
    replicas, rows = len(seeds), _whole(header["rows"], 0, MOST_ROWS)
    if not 1 <= replicas <= 64:
        raise _Unreadable("an odd number of starts")
    epoch = _whole(header["epoch"], 0, MAX_EPOCHS)
    counters = {name: _counters(header[name], replicas, epoch) for name in _COUNTERS}
    shapes = [(replicas, plan.size), (rows,), *[(rows, replicas)] * 4]
    parameters, epochs, *curves = _arrays(compressed, shapes)
    if not (np.abs(parameters) <= LARGEST_PARAMETER).all():
        raise _Unreadable("a weight is no number, or out of range")
    if not ((np.diff(epochs) > 0).all() and (epochs >= 0).all() and (epochs <= epoch).all()):
        raise _Unreadable("the epochs of its curves do not rise")
    parameters = parameters * plan.mask
    parameters.setflags(write=False)
    snapshot = Snapshot(
        plan=plan,
        epoch=epoch,
        update=_whole(header["update"], 0, 2**63),
        status=Status.DIVERGED if counters["diverged_at"][0] >= 0 else Status.RUNNING,
        parameters=parameters,
        curves=Curves(epochs, *curves),
        **counters,
    )
    return StoredRun(seeds, snapshot)


def _arrays(compressed: bytes, shapes: list[tuple[int, ...]]) -> list[Floats]:
    """The arrays of these shapes; not one byte more is unpacked than they need."""
    sizes = [int(np.prod(shape)) for shape in shapes]
    needed = 8 * sum(sizes)
    if needed > MOST_BYTES:
        raise _Unreadable("it is too large")
    unpacker = zlib.decompressobj()
    payload = unpacker.decompress(compressed, needed + 1)
    if len(payload) != needed or unpacker.unconsumed_tail:
        raise _Unreadable("its arrays have other shapes")
    numbers = np.frombuffer(payload, dtype="<f8").astype(np.float64)
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


def _counters(values: Any, replicas: int, epoch: int) -> tuple[int, ...]:
    """One epoch a replica, perhaps the one under way; −1 where it never came."""
    found = tuple(_whole(value, -1, epoch + 1) for value in values)
    if len(found) != replicas:
        raise _Unreadable("not one counter for each start")
    return found


def _whole(value: Any, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _Unreadable(f"{value!r} is no whole number from {low} to {high}")
    return value
