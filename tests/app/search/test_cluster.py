"""The same search on a Dask cluster: real schedulers and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
DASK = [sys.executable, "-W", "ignore", "-m", "dask"]


class RealCluster:
    """A scheduler and some workers."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.processes = folder, []
        self._scheduler = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, of one thread and without a nurse that would restart it."""
        return self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def address(self, wait) -> str:
        """Of the scheduler, once it listens."""
        wait(self._scheduler.exists)
        return json.loads(self._scheduler.read_text())["address"]

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [*DASK, *words, "--scheduler-file", str(self._scheduler)]
        log = (self._folder / f"{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path) -> Iterator[RealCluster]:
    own = RealCluster(tmp_path)
    yield own
    own.stop()


def par(store: Path, *more: str) -> subprocess.Popen[str]:
    words = ["par", "xor", "--up-to", "4", "--time", "60s", "--json", "--store", str(store), *more]
    return subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result(process: subprocess.Popen[str]) -> dict[str, object]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert all(word not in err for word in ("distributed.", "Traceback", "WARNING")), err
    found = json.loads(out)
    return {name: found[name] for name in ("exhausted", "best", "tried")}


@pytest.fixture
def alone(tmp_path) -> dict[str, object]:
    """What is found without a cluster."""
    return result(par(tmp_path / "alone.db"))


def test_a_killed_worker_changes_nothing(cluster, alone, tmp_path, qtbot):
    def wait(ready):
        qtbot.waitUntil(ready, timeout=60_000)

    workers = [cluster.add_worker() for _ in range(2)]
    address = cluster.address(wait)
    process = par(tmp_path / "cluster.db", "--scheduler", address)
    while "starts/s" not in process.stderr.readline():
        assert process.poll() is None
    os.kill(workers[0].pid, signal.SIGKILL)
    assert result(process) == alone


def test_a_cluster_without_workers_or_scheduler_is_told(cluster, tmp_path, qtbot):
    address = cluster.address(lambda ready: qtbot.waitUntil(ready, timeout=60_000))
    for sentence in ("has no workers yet", "No Dask scheduler answers"):
        process = par(tmp_path / "one.db", "--scheduler", address)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        (line,) = [own for own in said.splitlines() if own.startswith("neural-bonsai: ")]
        assert sentence in line
        assert "Traceback" not in said
        cluster.stop()
