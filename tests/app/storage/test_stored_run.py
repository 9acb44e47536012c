"""Weights and curves as bytes: the same back, and nothing at all from what was damaged."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import replace

import numpy as np
import pytest

from app.storage.stored_run import MAGIC, StoredRun, pack_run, run_key, unpack_run
from engine.training.run import Run, RunState, Setup
from levels import campaign

LEVEL = campaign().level("xor")
SOLUTION = LEVEL.author_solution
KEY = run_key(LEVEL.key, SOLUTION.network, SOLUTION.training)
SEEDS = (4, 5, 6)


def fresh(**changes) -> Run:
    training = replace(SOLUTION.training, **changes)
    return Run(Setup(SOLUTION.network, LEVEL.dataset(), training, SEEDS))


def trained(until: int, **changes) -> Run:
    run = fresh(**changes)
    run.train()
    while run.active and run.epoch < until:
        run.advance(20)
    run.pause()
    return run


@pytest.fixture(scope="module")
def stored() -> StoredRun:
    return StoredRun(SEEDS, trained(150).snapshot())


@pytest.fixture(scope="module")
def data(stored: StoredRun) -> bytes:
    packed = pack_run(KEY, stored)
    assert packed is not None
    return packed


def test_weights_and_curves_come_back_exactly(stored, data) -> None:
    found = unpack_run(data, KEY, SOLUTION.network)
    mine, its = stored.snapshot, found.snapshot
    assert found.seeds == SEEDS
    assert (its.epoch, its.update) == (mine.epoch, mine.update)
    assert np.array_equal(its.parameters, mine.parameters)
    assert np.array_equal(its.curves.epochs, mine.curves.epochs)
    for one, other in zip(its.curves.rows, mine.curves.rows, strict=True):
        assert np.array_equal(one, other)
    assert len(data) < 40_000


def test_a_run_goes_on_from_what_came_back(stored, data) -> None:
    found = unpack_run(data, KEY, SOLUTION.network)
    run = fresh()
    run.resume(found.snapshot)
    assert (run.state, run.epoch) == (RunState.PAUSED, stored.snapshot.epoch)
    assert run.frame().now.validation_score == stored.snapshot.curves.validation_score[-1, 0]
    run.step()
    while run.active:
        run.advance()
    assert run.epoch == stored.snapshot.epoch + 1


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"epochs": 20}, RunState.FINISHED),
        ({"early_stopping": 1, "learning_rate": 3.0}, RunState.FINISHED),
        ({"optimizer": "sgd", "learning_rate": 1e6}, RunState.DIVERGED),
    ],
)
def test_a_run_that_had_ended_has_ended(changes, state) -> None:
    run = trained(10_000, **changes)
    assert run.state is state
    data = pack_run(KEY, StoredRun(SEEDS, run.snapshot()))
    again = fresh(**changes)
    again.resume(unpack_run(data, KEY, SOLUTION.network).snapshot)
    assert again.state is state
    assert np.array_equal(again.snapshot().parameters, run.snapshot().parameters)


def test_another_network_setting_or_level_has_another_key() -> None:
    network, training = SOLUTION.network, SOLUTION.training
    smaller = network.remove(links=[network.links[0].key])
    keys = {
        KEY,
        run_key(LEVEL.key, smaller, training),
        run_key(LEVEL.key, network, replace(training, epochs=7)),
        run_key("another level", network, training),
    }
    assert len(keys) == 4


def test_what_belongs_to_something_else_is_not_used(data) -> None:
    assert unpack_run(data, "another", SOLUTION.network) is None


def test_what_is_cut_short_is_no_run(data) -> None:
    for length in range(0, len(data), 97):
        assert unpack_run(data[:length], KEY, SOLUTION.network) is None


def test_what_is_damaged_is_no_run(data) -> None:
    chance = random.Random(1)
    for _ in range(300):
        damaged = bytearray(data)
        damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        assert unpack_run(bytes(damaged), KEY, SOLUTION.network) is None


def forged(data: bytes, header: dict[str, object] | None = None, payload=None) -> bytes:
    """The bytes with another header or payload under a checksum that fits."""
    start = len(MAGIC) + 8
    length = int.from_bytes(data[len(MAGIC) + 4 : start], "little")
    body = data[start:]
    text = json.dumps(json.loads(body[:length]) | (header or {})).encode()
    packed = body[length:] if payload is None else zlib.compress(payload)
    whole = text + packed
    head = zlib.crc32(whole).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    return MAGIC + head + whole


def test_a_forged_header_that_fits_is_read(data) -> None:
    assert unpack_run(forged(data), KEY, SOLUTION.network) is not None


@pytest.mark.parametrize(
    "header",
    [
        {"rows": 10**9},
        {"rows": -1},
        {"rows": 3},
        {"rows": True},
        {"seeds": []},
        {"seeds": [0.5, 1, 2]},
        {"seeds": list(range(1000))},
        {"seeds": None},
        {"epoch": 10**12},
        {"epoch": 0},
        {"epoch": "150"},
        {"update": -5},
        {"diverged_at": [-1]},
        {"diverged_at": [-1, -1, 10**9]},
        {"stopped_at": {}},
        {"best_epoch": 3},
    ],
)
def test_a_forged_header_that_does_not_fit_is_no_run(data, header) -> None:
    assert unpack_run(forged(data, header), KEY, SOLUTION.network) is None


def numbers(data: bytes) -> np.ndarray:
    start = len(MAGIC) + 8
    length = int.from_bytes(data[len(MAGIC) + 4 : start], "little")
    return np.frombuffer(zlib.decompress(data[start + length :]), dtype="<f8").copy()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300])
def test_a_weight_that_is_none_is_no_run(data, value) -> None:
    values = numbers(data)
    values[0] = value
    assert unpack_run(forged(data, payload=values.tobytes()), KEY, SOLUTION.network) is None


def test_epochs_that_do_not_rise_are_no_run(data, stored) -> None:
    values = numbers(data)
    values[stored.snapshot.parameters.size + 3] = 0.0
    assert unpack_run(forged(data, payload=values.tobytes()), KEY, SOLUTION.network) is None


@pytest.mark.parametrize("payload", [b"", b"\0" * 7, bytes(100_000_000)])
def test_a_payload_of_another_length_is_no_run(data, payload) -> None:
    assert unpack_run(forged(data, payload=payload), KEY, SOLUTION.network) is None


def test_a_curve_may_hold_what_is_no_number(data, stored) -> None:
    values = numbers(data)
    values[-1] = np.nan  # a replica that diverged
    found = unpack_run(forged(data, payload=values.tobytes()), KEY, SOLUTION.network)
    assert np.isnan(found.snapshot.curves.validation_score[-1, -1])


def test_what_is_too_large_is_not_kept(stored) -> None:
    rows = 6000
    curves = stored.snapshot.curves
    long = replace(
        curves,
        epochs=np.arange(rows, dtype=np.float64),
        **{
            name: np.zeros((rows, 3))
            for name in ("train_loss", "validation_loss", "train_score", "validation_score")
        },
    )
    snapshot = replace(stored.snapshot, curves=long)
    assert pack_run(KEY, StoredRun(SEEDS, snapshot)) is None
