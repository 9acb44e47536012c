"""How smooth the workbench stays while a network trains at full speed, and how fast it trains.

The frame interval is the time between two paints of the canvas, each with newer weights and maps.
Beside it: the epochs a second that the same training makes without a window, with the same kernel.
The levels are those of the campaign, with runs of a million epochs: waiting for the next press of
Train is no training.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.storage.code_folder import CodeFolder
from app.training.run_handle import REPLICAS
from app.training.turbo import WARM_UP
from engine import Network, Neuron
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.numpy.kernel import NumpyKernel
from engine.settings import MAX_EPOCHS
from engine.training.trainer import Trainer
from levels import Level, read_level, write_solution
from levels.summary import CAMPAIGN_FOLDER

SECONDS: Final = 8.0
HEADLESS_SECONDS: Final = 2.0
BENCHES: Final = {
    "xor 2-3-1": ("xor", (3,)),
    "noisy-spiral 2-5-1": ("noisy-spiral", (5,)),
    "noisy-spiral 2-16-16-1": ("noisy-spiral", (16, 16)),
}


def measure(environment: dict[str, str]) -> dict[str, dict[str, float]]:
    """Figures of `benchmarks.watched_game` for each bench and kernel.

    ``headless_epochs_per_second`` is what the kernel makes with no window, ``share`` what the
    game gets of it.
    """
    found = {}
    for name, (level, sizes) in BENCHES.items():
        for kernel, maker in kernels().items():
            found[f"{name}, {kernel}"] = _measure(level, sizes, kernel, maker, environment)
    return found


def kernels() -> dict[str, KernelMaker]:
    """NumPy's kernel and, where Numba is installed, the compiled one (compiled now if need be)."""
    found: dict[str, KernelMaker] = {"numpy": NumpyKernel}
    subprocess.run(WARM_UP, stderr=subprocess.DEVNULL, check=False)
    compiled = compiled_kernel(CodeFolder.find())
    return found if compiled is None else found | {"numba": compiled}


def dense(level: Level, sizes: tuple[int, ...]) -> Network:
    """A network of tanh layers of these sizes, each linked to all of the next."""
    network = Network(neurons=level.start.network.neurons)
    layer = list(level.task.columns)
    for name in layer:
        network = network.add_input(name)
    for size in sizes:
        fresh = []
        for _ in range(size):
            neuron = Neuron(network.fresh_id(), "tanh")
            network = network.add_neuron(neuron)
            fresh.append(neuron.id)
        network = _link_all(network, layer, fresh)
        layer = fresh
    return _link_all(network, layer, level.task.output_ids)


def _link_all(
    network: Network, sources: list[str], targets: list[str] | tuple[str, ...]
) -> Network:
    for source in sources:
        for target in targets:
            network = network.add_link(source, target)
    return network


def headless(level: Level, network: Network, kernel: KernelMaker) -> float:
    """Epochs a second of the same training with no window."""
    seeds = range(1, REPLICAS + 1)
    trainer = Trainer(network, level.dataset(), level.training, seeds, kernel=kernel)
    trainer.kernel.advance(1, 1)  # loads the machine code
    began = time.perf_counter()
    for _ in trainer.snapshots():
        if time.perf_counter() - began > HEADLESS_SECONDS:
            break
    return round(trainer.snapshot().epoch / (time.perf_counter() - began), 1)


def endless(level_id: str, folder: Path) -> Path:
    """The file of that level of the campaign, with the longest run there is."""
    level = json.loads((CAMPAIGN_FOLDER / f"{level_id}.json").read_text(encoding="utf-8"))
    level["training"]["epochs"] = MAX_EPOCHS
    path = folder / f"{level_id}.json"
    path.write_text(json.dumps(level), encoding="utf-8")
    return path


def _measure(
    level_id: str,
    sizes: tuple[int, ...],
    kernel: str,
    maker: KernelMaker,
    environment: dict[str, str],
) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, solution = endless(level_id, folder), folder / "solution.json"
        level = read_level(path)
        own = replace(level.start, network=dense(level, sizes), training=level.training)
        solution.write_text(write_solution(own, level.id), encoding="utf-8")
        seen = _watch(
            [kernel, str(path), str(SECONDS), str(solution)], environment, folder / "data"
        )
    alone = headless(level, own.network, maker)
    share = round(seen["epochs_per_second"] / alone, 2)
    return seen | {"headless_epochs_per_second": alone, "share": share}


def _watch(arguments: list[str], environment: dict[str, str], data: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.watched_game", *arguments],
        env=environment | {"NEURAL_BONSAI_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the game could not be watched:\n{done.stdout}{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(dict(os.environ)), indent=1))
