"""Where chunks are trained: threads, processes, or the machines of a Dask cluster.

The runner sees a `concurrent.futures.Executor` and no more.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from platform import python_version
from typing import Any, Final, Protocol

from app.search.chunks import Chunk, train_chunk
from app.search.errors import SearchError
from engine.data import Floats

PACKAGES: Final = ("neural-bonsai", "numpy", "numba", "distributed")
"""Packages that must be of one version on all machines of a cluster."""

_CONNECT_SECONDS: Final = 10


class Workers(Protocol):
    """What trains chunks.

    Attributes:
        count: how many chunks are trained at the same time.
        place: where, in words.
    """

    count: int
    place: str

    def submit(self, chunk: Chunk) -> Future[Floats]:
        """Have a chunk trained."""

    def is_loss(self, error: BaseException) -> bool:
        """Whether an exception of a chunk says that its worker died."""

    def renew(self) -> None:
        """Begin with fresh workers, where some have died."""

    def stop(self) -> None:
        """End them now; what they are at is lost."""


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def local_workers(count: int | None, kernel: str) -> Workers:
    """Threads where the kernel releases the interpreter's lock, else processes."""
    number = count or cores()
    return Threads(number) if kernel == "numba" else Processes(number)


class Threads:
    """Threads of this process: nothing to start, nothing to copy."""

    def __init__(self, count: int) -> None:
        self.count, self.place = count, f"{count} thread{'s' if count > 1 else ''}"
        self._stopped = threading.Event()
        self._executor: Executor = self._made()

    def submit(self, chunk: Chunk) -> Future[Floats]:
        """Have a chunk trained."""
        return self._executor.submit(train_chunk, chunk, self._stopped.is_set)

    def is_loss(self, error: BaseException) -> bool:
        """Threads do not die alone."""
        return isinstance(error, BrokenExecutor)

    def renew(self) -> None:
        """Begin with fresh ones."""
        self.stop()
        self._stopped = threading.Event()
        self._executor = self._made()

    def stop(self) -> None:
        """End them now."""
        self._stopped.set()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> Executor:
        return ThreadPoolExecutor(self.count, "search")


class Processes:
    """Processes of this machine, for a kernel that holds the interpreter's lock."""

    def __init__(self, count: int) -> None:
        self.count, self.place = count, f"{count} process{'es' if count > 1 else ''}"
        # Fresh interpreters: a fork would copy locks that other threads hold.
        self._context = multiprocessing.get_context("spawn")
        self._executor = self._made()

    @property
    def ids(self) -> list[int]:
        """Process ids of the workers that run now."""
        return [own.pid for own in self._running() if own.pid is not None]

    def submit(self, chunk: Chunk) -> Future[Floats]:
        """Have a chunk trained."""
        return self._executor.submit(train_chunk, chunk)

    def is_loss(self, error: BaseException) -> bool:
        """Whether a process of them died."""
        return isinstance(error, BrokenExecutor)

    def renew(self) -> None:
        """Begin with fresh ones."""
        self.stop()
        self._executor = self._made()

    def stop(self) -> None:
        """End them now."""
        for process in self._running():
            process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.count, self._context, _leave_interrupts)

    def _running(self) -> list[Any]:
        return list((getattr(self._executor, "_processes", None) or {}).values())


def _leave_interrupts() -> None:
    """Ctrl+C reaches all processes of a terminal: the search itself decides what ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Cluster:
    """The workers of a Dask scheduler that runs already.

    Args:
        address: of the scheduler, as in "tcp://10.0.0.1:8786".
        kernel: name of the kernel that the search trains with.

    Raises:
        SearchError: when there is no scheduler, no worker, or another version somewhere.
    """

    def __init__(self, address: str, kernel: str) -> None:
        if find_spec("distributed") is None:
            raise SearchError(
                "A cluster needs Dask: install the extra “cluster” of neural-bonsai, here and on "
                "all machines."
            )
        self._address = address
        self._client = _connected(address)
        try:
            self._check(kernel)
        except BaseException:
            self.stop()
            raise
        self._executor: Executor = self._client.get_executor(pure=False, retries=3)

    def submit(self, chunk: Chunk) -> Future[Floats]:
        """Have a chunk trained."""
        try:
            return self._executor.submit(train_chunk, chunk)
        except Exception as error:
            raise SearchError(
                f"The scheduler at {self._address} does not answer any more ({error}). What is "
                "done is kept, and --resume goes on from there."
            ) from error

    def is_loss(self, error: BaseException) -> bool:
        """Whether Dask gave up on a chunk because its workers died, or cancelled it."""
        return type(error).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError")

    def renew(self) -> None:
        """Dask gives the chunks of a lost worker to another one by itself."""

    def stop(self) -> None:
        """End them now."""
        _silence()
        with suppress(Exception):
            executor = getattr(self, "_executor", None)
            if executor is not None:
                executor.shutdown(wait=False)
        with suppress(Exception):
            self._client.close(timeout=2)

    def _check(self, kernel: str) -> None:
        threads = self._client.nthreads()
        self.count = sum(threads.values())
        if not threads:
            raise SearchError(f"The scheduler at {self._address} has no workers yet; start some.")
        machines = f"{len(threads)} worker{'s' if len(threads) > 1 else ''}"
        self.place = f"{machines} of {self._address}"
        own = versions()
        try:
            there = self._client.run(versions)
        except ModuleNotFoundError as error:
            raise SearchError(
                f"The workers of {self._address} have no neural-bonsai: install "
                f"{own['neural-bonsai']} there."
            ) from error
        for worker, theirs in there.items():
            wrong = mismatch(own, theirs, kernel)
            if wrong is not None:
                name, here, other = wrong
                raise SearchError(
                    f"{name} is {here} here and {other} on the worker {worker}: install the same "
                    "version on both."
                )


def versions() -> dict[str, str]:
    """The versions of Python and of `PACKAGES` in this process; "missing" for what is not there."""
    found = {"Python": python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def mismatch(
    here: Mapping[str, str], there: Mapping[str, str], kernel: str
) -> tuple[str, str, str] | None:
    """The first package of which there are two versions, and both of them.

    Of Python the first two figures count, and Numba only where it trains.
    """
    for name, own in here.items():
        other = there.get(name, "missing")
        if name == "Python":
            own, other = (".".join(text.split(".")[:2]) for text in (own, other))  # noqa: PLW2901
        if own != other and (name != "numba" or kernel == "numba"):
            return name, own, other
    return None


def _connected(address: str) -> Any:
    _silence()
    client = import_module("distributed").Client
    try:
        return client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise SearchError(
            f"No Dask scheduler answers at {address}: is it running, and is that its address?"
        ) from error


def _silence() -> None:
    """Dask warns of every connection that closes, as all do at the end of a search."""
    for name in ("distributed", "distributed.client", "distributed.comm", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
