"""``neural-bonsai judge``: fresh starts, final weights, the sealed test set."""

from __future__ import annotations

import argparse
import sys
import time

from app.cli.choice import find_level, find_solution
from app.cli.errors import CommandError
from app.cli.judging import as_data, judged, medal_text
from app.cli.output import print_json
from app.cli.sturdiness import sturdiness_data, sturdiness_lines, sturdiness_of
from app.storage.code_folder import CodeFolder
from engine.judging.judge import SeedResult, Verdict
from engine.kernels.choice import fastest_kernel
from engine.metrics.metric import Metric
from engine.wording import counted
from levels import Level, Library


def judge_command(options: argparse.Namespace) -> int:
    """Judge one solution, or re-prove the campaign; 1 when anything fails."""
    if options.everything:
        if options.solution is not None:
            raise CommandError("--solution needs a LEVEL; --all judges the authors' solutions.")
        if options.sturdiness:
            raise CommandError("--sturdiness needs a LEVEL; --all judges without it.")
        return _judge_all(as_json=options.as_json)
    level = find_level(options.level)
    solution = find_solution(level, options.solution)
    kernel = fastest_kernel(CodeFolder.find())
    verdict = judged(level, solution, kernel)
    found = sturdiness_of(level, solution, kernel) if options.sturdiness else None
    if options.as_json:
        data = as_data(level, verdict, kernel)
        if found is not None:
            data["sturdiness"] = sturdiness_data(found)
        print_json(data)
    else:
        _print_verdict(level, solution.name, verdict)
        for line in [] if found is None else sturdiness_lines(found):
            print(line)
    return 0 if verdict.passed else 1


def _judge_all(*, as_json: bool) -> int:
    rows, kernel = [], fastest_kernel(CodeFolder.find())
    shipped = Library.with_campaign().load()
    for level in shipped.campaign.levels:
        start = time.monotonic()
        verdict = judged(level, find_solution(level, None), kernel)
        rows.append(as_data(level, verdict, kernel))
        if not as_json:
            _print_row(level, verdict, time.monotonic() - start)
    if as_json:
        print_json(rows)
    for fault in shipped.faults:
        print(fault, file=sys.stderr)
    return 0 if all(row["passed"] for row in rows) and not shipped.faults else 1


def _print_row(level: Level, verdict: Verdict, seconds: float) -> None:
    passed = sum(result.passed for result in verdict.results)
    word = "proved" if verdict.passed else "FAILED"
    print(
        f"{word}  {level.id:20} {counted(verdict.parameters, 'parameter'):>15}  "
        f"{passed} of {counted(len(verdict.results), 'start')}  {seconds:5.1f} s",
        flush=True,
    )


def _print_verdict(level: Level, name: str, verdict: Verdict) -> None:
    print(f"{level.title}: {name}, {counted(verdict.parameters, 'parameter')}")
    for result in verdict.results:
        print(f"  {_start_text(result, verdict.terms.metric)}")
    passed = sum(result.passed for result in verdict.results)
    word = "passed" if verdict.passed else "failed"
    terms, medal = verdict.terms, medal_text(level, verdict)
    goal = f"{terms.metric.label} {terms.metric.goal(terms.threshold)}"
    print(
        f"{word}: {passed} of {counted(len(verdict.results), 'start')} reached {goal}, "
        f"{terms.needed} needed; medal: {medal}"
    )
    if verdict.cause:
        print(verdict.cause.text)


def _start_text(result: SeedResult, metric: Metric) -> str:
    word = "passed" if result.passed else "failed"
    if result.diverged_at is not None:
        return f"start {result.seed}: {word}, diverged at epoch {result.diverged_at}"
    train, validation, test = map(
        metric.format, (result.train_score, result.validation_score, result.test_score)
    )
    return f"start {result.seed}: {word}, test {test} (train {train}, validation {validation})"
