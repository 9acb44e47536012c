"""``neural-bonsai train``: one run from one seed, with its curve."""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np

from app.cli.choice import find_level, find_solution
from app.cli.judging import finite
from app.cli.output import print_json
from app.storage.code_folder import CodeFolder
from engine import Snapshot, Status
from engine.kernels.choice import KernelMaker, fastest_kernel
from engine.training.run import Run, Setup
from engine.wording import counted
from levels import Level, Solution

ROWS: Final = 20


def train(options: argparse.Namespace) -> int:
    """Train a solution once and print its curve; 1 when it diverges."""
    level = find_level(options.level)
    solution = find_solution(level, options.solution)
    kernel, seeds = fastest_kernel(CodeFolder.find()), (options.seed,)
    setup = Setup(solution.network, level.dataset(), solution.training, seeds, level.terms.metric)
    run = Run(setup, kernel)
    run.train()
    while run.active:
        run.advance()
    last = run.snapshot()
    if options.as_json:
        print_json(_as_data(level, solution, options.seed, last, kernel))
    else:
        _print_curve(level, solution, options.seed, last)
    return 1 if last.status is Status.DIVERGED else 0


def _print_curve(level: Level, solution: Solution, seed: int, last: Snapshot) -> None:
    parameters = counted(solution.network.parameters, "parameter")
    print(f"{level.title}: {solution.name}, {parameters}, seed {seed}")
    label = level.terms.metric.label
    wide = max(11, len(label))
    print(
        f"{'epoch':>8} {'train loss':>11} {'validation':>11} {'train':>{wide}} "
        f"{'validation':>{wide}}"
    )
    print(f"{'':>8} {'':>11} {'loss':>11} {label:>{wide}} {label:>{wide}}")
    curves = last.curves
    count = len(curves.epochs)
    for row in np.unique(np.linspace(0, count - 1, min(ROWS, count)).astype(int)):
        print(
            f"{int(curves.epochs[row]):8} {curves.train_loss[row, 0]:11.5f} "
            f"{curves.validation_loss[row, 0]:11.5f} "
            f"{curves.train_score[row, 0]:{wide}.4f} {curves.validation_score[row, 0]:{wide}.4f}"
        )
    if last.status is Status.DIVERGED:
        print(f"diverged at epoch {last.diverged_at[0]}: try a smaller learning rate")


def _as_data(
    level: Level, solution: Solution, seed: int, last: Snapshot, kernel: KernelMaker
) -> dict[str, object]:
    curves = last.curves
    network = last.plan.network
    return {
        "level": level.id,
        "solution": solution.name,
        "seed": seed,
        "kernel": kernel.name,
        "parameters": network.parameters,
        "epoch": last.epoch,
        "updates": last.update,
        "status": last.status.value,
        "diverged_at": None if last.diverged_at[0] < 0 else last.diverged_at[0],
        "weights": [[*link.key, last.weight(*link.key)] for link in network.links],
        "biases": {own.id: last.bias(own.id) for own in network.neurons if own.bias},
        "curves": {
            "epochs": [int(epoch) for epoch in curves.epochs],
            "train_loss": [finite(value) for value in curves.train_loss[:, 0].tolist()],
            "validation_loss": [finite(value) for value in curves.validation_loss[:, 0].tolist()],
            "train_score": [finite(value) for value in curves.train_score[:, 0].tolist()],
            "validation_score": [finite(value) for value in curves.validation_score[:, 0].tolist()],
        },
    }
