"""Reading a level file: from JSON to a `Level`; all faults are reported at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from engine import Network, Refused, Task, TrainingSettings
from engine.features import feature_names
from engine.functions.activations import ACTIVATIONS
from engine.metrics.metric import Metric
from engine.metrics.metrics import METRICS, metrics_for, usual_metric
from engine.metrics.terms import Terms
from engine.settings import SETTINGS
from engine.wording import counted
from levels.data.source import DataSource
from levels.errors import Path, nearest, shown
from levels.formats.level import LEVEL_FORMAT, LevelFormat, PaletteFormat
from levels.formats.migration import LEVEL_STEPS
from levels.formats.solution import NetworkFormat
from levels.keys import score_key
from levels.level import Level
from levels.limits import MAX_NEURONS
from levels.medals import Medals, MedalTexts
from levels.origin import NO_FILE, Origin
from levels.reading.data import read_data
from levels.reading.explain import figure
from levels.reading.files import read_bytes
from levels.reading.frontier import read_frontier
from levels.reading.networks import read_network, read_training
from levels.reading.recipe import searched_recipe
from levels.reading.source_file import SourceFile
from levels.rules import Rules
from levels.solution import Solution

MAX_JUDGE_BYTES: Final = 1 << 30
_STAND_INS: Final = {"id": "level", "title": "Level"}
_ALL_ACTIVATIONS: Final = (
    *("identity", "tanh", "sigmoid", "relu", "leaky-relu", "elu"),
    *("softplus", "sine", "abs", "square", "gaussian", "step"),
)
"""What a palette without a list of activations counts as in the key, whatever was added since.

An activation that a later version of the game offers must not make the records of a level void.
"""


def read_level(path: str | os.PathLike[str], origin: Origin | None = None) -> Level:
    """The level of a file.

    Args:
        path: the file.
        origin: the pack that it belongs to; the file itself when None.

    Raises:
        LevelErrors: with everything that is wrong with it.
    """
    return parse_level(read_bytes(path), str(path), origin or Origin.file(path))


def parse_level(
    content: str | bytes,
    source: str = "level",
    origin: Origin = NO_FILE,
) -> Level:
    """The level that a text holds.

    Args:
        content: the text, or the bytes of a file.
        source: what messages call it.
        origin: where the text comes from.

    Raises:
        LevelErrors: with everything that is wrong with it.
    """
    document = SourceFile(content, source)
    document.migrate(LEVEL_FORMAT, LEVEL_STEPS)
    file = document.validate(LevelFormat, _STAND_INS)
    return _LevelReader(document, file, origin).read()


class _LevelReader:
    """Checks across fields, which the pydantic models cannot express."""

    def __init__(self, document: SourceFile, file: LevelFormat, origin: Origin) -> None:
        self._document = document
        self._file = file
        self._origin = origin

    def read(self) -> Level:
        """The level; raises `LevelErrors` with all faults found up to here."""
        file, document = self._file, self._document
        data = read_data(file.data, document.add)
        if data is None:
            document.give_up()
        task = data.task
        terms, training = self._terms(task), self._training(task)
        rules = self._rules(task, training)
        start = self._solution("Start", file.start, training, rules, ("start",))
        proof = self._proof(rules)
        medals = self._medals(proof)
        self._check_memory(data, terms, rules)
        document.raise_errors()
        level = Level(
            id=file.id,
            title=file.title,
            chapter=file.chapter or "",
            author=file.author,
            license=file.license,
            brief=file.brief,
            hints=file.hints,
            after=_after(file),
            data=data,
            terms=terms,
            rules=rules,
            start=start,
            training=training,
            medals=medals,
            author_solution=proof,
            key=score_key(_scored(data, terms, rules, file.palette)),
            origin=self._origin,
        )
        return self._with_frontier(level)

    def _with_frontier(self, level: Level) -> Level:
        """The level with the frontier of its file, unless that is of another recipe."""
        source, document = self._file.frontier, self._document
        if source is None:
            return level
        if source.recipe != searched_recipe(level):
            return replace(level, is_frontier_outdated=True)
        frontier = read_frontier(source, level.rules, document.add)
        document.raise_errors()
        return replace(level, frontier=frontier)

    def _terms(self, task: Task) -> Terms:
        given, metric = self._file.pass_, METRICS.get(self._file.pass_.metric)
        self._check_distinct(given.seeds, ("pass", "seeds"))
        count = len(given.seeds)
        needed = count - count // 5 if given.needed is None else given.needed
        if needed > count:
            self._add(("pass", "needed"), f"{needed} must pass, but there are {count} seeds.")
        if metric is None:
            known = nearest(given.metric, METRICS)
            self._add(("pass", "metric"), f"There is no metric “{shown(given.metric)}”{known}")
            return Terms(usual_metric(task), 1.0, given.seeds, min(needed, count))
        if metric.kind != task.kind:
            fitting = " or ".join(f"“{own.name}”" for own in metrics_for(task))
            self._add(("pass", "metric"), f"These data are judged by {fitting}.")
        return Terms(metric, self._threshold(metric), given.seeds, min(needed, count))

    def _threshold(self, metric: Metric) -> float:
        given, field = self._file.pass_, metric.threshold_field
        for name in ("at_least", "at_most"):
            if name != field and getattr(given, name) is not None:
                self._add(("pass", name), f"“{metric.name}” is set by “{field}”.")
        threshold: float | None = getattr(given, field)
        if threshold is None:
            self._add(("pass",), f"“{field}” is missing: what must {metric.name} reach?")
            return metric.thresholds[1]
        above, most = metric.thresholds
        limit = f"above {figure(above)}" if threshold <= above else f"at most {figure(most)}"
        if not above < threshold <= most:
            self._add(("pass", field), f"Must be {limit}, found {figure(threshold)}.")
        return threshold

    def _training(self, task: Task) -> TrainingSettings:
        given = self._file.training
        regression = task.kind == "regression"
        base = TrainingSettings(loss="squared-error" if regression else "cross-entropy")
        self._check_names(given.locked, SETTINGS, ("training", "locked"), "setting")
        training = read_training(given, base)
        if regression and training.loss != "squared-error":
            self._add(("training", "loss"), "Numbers are learnt with “squared-error” only.")
        return training

    def _rules(self, task: Task, training: TrainingSettings) -> Rules:
        given, path = self._file.palette, ("palette",)
        inputs = task.columns if given.inputs is None else given.inputs
        hidden = tuple(ACTIVATIONS) if given.activations is None else given.activations
        outputs = given.output_activations or ("identity",)
        self._check_names(inputs, feature_names(task.columns), (*path, "inputs"), "input")
        self._check_names(hidden, ACTIVATIONS, (*path, "activations"), "activation")
        self._check_names(outputs, ACTIVATIONS, (*path, "output_activations"), "activation")
        locked = frozenset(self._file.training.locked)
        return Rules(
            task, inputs, hidden, outputs, given.max_neurons, given.skip_links, locked, training
        )

    def _proof(self, rules: Rules) -> Solution | None:
        given = self._file.solution
        if given is None:
            return None
        training = read_training(given.training, rules.training)
        try:
            rules.check_training(rules.training, training)
        except Refused as fault:
            self._add(("solution", "training"), fault.reason)
        path: Path = ("solution", "network")
        return self._solution("The author's", given.network, training, rules, path)

    def _solution(
        self,
        name: str,
        source: NetworkFormat,
        training: TrainingSettings,
        rules: Rules,
        path: Path,
    ) -> Solution:
        drawing = read_network(source, self._document.add, path, rules.task)
        if not self._document.has_fault_under(("palette",)):
            self._check_rules(drawing.network, source, rules, path)
        return Solution(name, drawing.network, training, drawing.layout)

    def _check_rules(
        self, network: Network, source: NetworkFormat, rules: Rules, path: Path
    ) -> None:
        places = {node.id: (*path, "nodes", i) for i, node in enumerate(source.nodes)}
        for node, fault in rules.node_faults(network):
            self._add(places.get(node, path), fault.reason)
        for fault in rules.shape_faults(network):
            self._add(path, fault.reason)

    def _medals(self, proof: Solution | None) -> Medals:
        given = self._file.medals
        bonsai = proof.network.parameters if proof else None
        if given.branch is not None and given.blossom is not None and given.branch < given.blossom:
            message = f"A branch may not be harder than a blossom, which asks for {given.blossom}."
            self._add(("medals", "branch"), message)
        for name in ("branch", "blossom"):
            size = getattr(given, name)
            if size is not None and bonsai is not None and size < bonsai:
                proven = counted(bonsai, "parameter")
                message = f"Nobody has shown {size}: the author's solution has {proven}."
                self._add(("medals", name), message)
        return Medals(given.branch, given.blossom, bonsai)

    def _check_memory(self, data: DataSource, terms: Terms, rules: Rules) -> None:
        """Refuse, before anything is allocated, a level whose judging could not fit in memory."""
        limit = MAX_NEURONS if rules.max_neurons is None else rules.max_neurons
        nodes = len(rules.inputs) + limit + rules.task.outputs
        samples = max(data.counts)
        # Values and slopes of every node, for every sample and seed, as 8-byte numbers.
        needed = 2 * 8 * nodes * samples * len(terms.seeds)
        if needed > MAX_JUDGE_BYTES:
            self._add(
                ("data",),
                f"Judging a full network could take {needed / 2**30:.1f} GiB of memory, and 1 GiB "
                "is allowed: lower the samples, the seeds or palette.max_neurons.",
            )

    def _check_names(
        self, names: tuple[str, ...], known: Iterable[str], path: Path, what: str
    ) -> None:
        choices = tuple(known)
        for number, name in enumerate(names):
            if name not in choices:
                message = f"There is no {what} “{shown(name)}”{nearest(name, choices)}"
                self._add((*path, number), message)
        self._check_distinct(names, path)

    def _check_distinct(self, items: tuple[object, ...], path: Path) -> None:
        seen: set[object] = set()
        for number, item in enumerate(items):
            if item in seen:
                self._add((*path, number), f"“{shown(str(item))}” is in this list twice.")
            seen.add(item)

    def _add(self, path: Path, message: str) -> None:
        self._document.add(path, message)


def _after(file: LevelFormat) -> MedalTexts:
    """The texts for those who pass; a plain one is for every medal."""
    if isinstance(file.after, str):
        return MedalTexts(leaf=file.after)
    return MedalTexts(**file.after.model_dump())


def _scored(data: DataSource, terms: Terms, rules: Rules, palette: PaletteFormat) -> dict[str, Any]:
    """Everything that affects whether a solution passes, with defaults filled in; no texts."""
    activations = _ALL_ACTIVATIONS if palette.activations is None else rules.activations
    return {
        "pass": {
            "metric": terms.metric.name,
            "threshold": terms.threshold,
            "seeds": terms.seeds,
            "needed": terms.needed,
        },
        "data": data.scoring_key(),
        "palette": {
            "inputs": sorted(rules.inputs),
            "activations": sorted(activations),
            "output_activations": sorted(rules.output_activations),
            "max_neurons": rules.max_neurons,
            "skip_links": rules.skip_links,
        },
        "locked": {name: getattr(rules.training, name) for name in sorted(rules.locked)},
    }
