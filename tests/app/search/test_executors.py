"""Threads, processes and a cluster that tells what is wrong with it."""

import threading
import time

import pytest

from app.search.chunks import Chunk, Stopped
from app.search.executors import (
    Processes,
    Threads,
    cores,
    local_workers,
    mismatch,
    versions,
)
from engine.search.enumeration import candidates


def long_chunk(recipe):
    keys = tuple(own.key for own in candidates(recipe.space, 6))
    return Chunk(recipe, keys * 40, 0, 24)


def test_there_are_as_many_as_there_are_cores():
    for kernel, kind in (("numba", Threads), ("numpy", Processes)):
        workers = local_workers(None, kernel)
        assert isinstance(workers, kind)
        assert workers.count == cores() >= 1
        workers.stop()
        assert local_workers(3, kernel).count == 3


def test_threads_stop_in_the_middle_of_a_chunk(recipe):
    workers = Threads(1)
    future = workers.submit(long_chunk(recipe))
    while not future.running():
        time.sleep(0.001)
    begun = time.monotonic()
    workers.stop()
    assert time.monotonic() - begun < 2
    assert isinstance(future.exception(), Stopped)


@pytest.mark.long
def test_processes_stop_in_the_middle_of_a_chunk(numpy_recipe):
    workers = Processes(1)
    assert workers.submit(Chunk(numpy_recipe, ("y=identity(x1)",), 0, 1)).result().shape == (1, 1)
    workers.submit(long_chunk(numpy_recipe))
    begun = time.monotonic()
    workers.stop()
    assert time.monotonic() - begun < 5
    assert not [own for own in threading.enumerate() if "Executor" in own.name]


def test_the_first_difference_of_versions_is_told():
    own = versions()
    assert mismatch(own, dict(own), "numba") is None
    assert mismatch(own, own | {"numpy": "1.0"}, "numpy") == ("numpy", own["numpy"], "1.0")
    missing = {name: text for name, text in own.items() if name != "neural-bonsai"}
    assert mismatch(own, missing, "numpy")[2] == "missing"
    patched = ".".join(own["Python"].split(".")[:2]) + ".99"
    assert mismatch(own, own | {"Python": patched}, "numba") is None
    assert mismatch(own, own | {"Python": "3.9.1"}, "numba") is not None


def test_another_numba_matters_only_where_it_trains():
    own = versions() | {"numba": "0.61"}
    assert mismatch(own, own | {"numba": "0.62"}, "numba") == ("numba", "0.61", "0.62")
    assert mismatch(own, own | {"numba": "missing"}, "numpy") is None
