"""How smooth the workbench stays while a network trains at full speed, and how fast it trains.

The frame interval is the time between two paints of the canvas, each with newer weights and maps.
Beside it: the epochs a second that the same training makes without a window.
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

from app.training_loop import REPLICAS
from engine import Network, Neuron, TrainingSettings
from engine.trainer import Trainer
from levels import campaign, write_solution
from levels.level import Level

SECONDS: Final = 8.0
HEADLESS_SECONDS: Final = 2.0
BENCHES: Final = {
    "xor 2-3-1": ("xor", (3,)),
    "noisy-spiral 2-5-1": ("noisy-spiral", (5,)),
    "noisy-spiral 2-16-16-1": ("noisy-spiral", (16, 16)),
}


def measure(environment: dict[str, str]) -> dict[str, dict[str, float]]:
    """Figures of `benchmarks.watched_game` for each bench, and ``headless_epochs_per_second``."""
    return {name: _measure(level, sizes, environment) for name, (level, sizes) in BENCHES.items()}


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


def headless(level: Level, network: Network, settings: TrainingSettings) -> float:
    """Epochs a second of the same training with no window."""
    trainer = Trainer(network, level.dataset(), settings, range(1, REPLICAS + 1))
    began, epochs = time.perf_counter(), 0
    while time.perf_counter() - began < HEADLESS_SECONDS:
        trainer.reset()
        for snapshot in trainer.snapshots():
            last = snapshot.epoch
            if time.perf_counter() - began > HEADLESS_SECONDS:
                break
        epochs += last
    return round(epochs / (time.perf_counter() - began), 1)


def _measure(
    level_id: str, sizes: tuple[int, ...], environment: dict[str, str]
) -> dict[str, float]:
    level = campaign().level(level_id)
    network = dense(level, sizes)
    with tempfile.TemporaryDirectory() as folder:
        solution = Path(folder) / "solution.json"
        own = replace(level.start, network=network)
        solution.write_text(write_solution(own, level.id), encoding="utf-8")
        seen = _watch([level_id, str(SECONDS), str(solution)], environment, Path(folder) / "data")
    return seen | {"headless_epochs_per_second": headless(level, network, level.training)}


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
