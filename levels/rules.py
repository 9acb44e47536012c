"""What a level allows: its palette, its limits and its locks, each refusal with a reason.

Every rule is stated once, by a ``check_`` method that raises `engine.Refused`. `Rules.faults`
applies all of them to a whole solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engine import Input, Network, Refused, Task, TrainingSettings
from engine.features import feature_names
from engine.functions.activations import ACTIVATIONS
from engine.settings import SETTINGS
from levels.limits import MAX_LINKS, MAX_NEURONS
from levels.solution import Solution


@dataclass(frozen=True)
class Rules:
    """What may be used to solve a level.

    Attributes:
        task: what is asked; decides the output neurons.
        inputs: features that may become input nodes.
        activations: what hidden neurons may use; output_activations: what outputs may use.
        max_neurons: most hidden neurons; None leaves it at `MAX_NEURONS`.
        skip_links: whether links may jump over a layer.
        locked: training settings that must stay as the level has them.
        training: the level's own settings, which the locked ones must equal.
    """

    task: Task
    inputs: tuple[str, ...]
    activations: tuple[str, ...]
    output_activations: tuple[str, ...]
    max_neurons: int | None
    skip_links: bool
    locked: frozenset[str]
    training: TrainingSettings

    # -- rules with their reasons --------------------------------------------------------------

    def check_add_input(self, network: Network, name: str) -> None:
        """Raise `Refused` when the input may not be added."""
        self._check_offered(name)
        if name in network.nodes:
            raise Refused("duplicate-node", "The input “{name}” is there already.", name=name)

    def check_add_neuron(self, network: Network, activation: str) -> None:
        """Raise `Refused` when no further hidden neuron of that activation may be added."""
        self._check_hidden_activation(activation)
        limit = MAX_NEURONS if self.max_neurons is None else self.max_neurons
        if len(network.hidden) >= limit:
            raise Refused("too-many-neurons", f"This level allows {_neurons(limit)}.")

    def check_activation(self, network: Network, node_id: str, activation: str) -> None:
        """Raise `Refused` when that neuron may not use that activation."""
        if not network.neuron(node_id).output:
            self._check_hidden_activation(activation)
        elif activation not in self.output_activations:
            names = ", ".join(_label(name) for name in self.output_activations)
            raise Refused("activation-not-allowed", f"Outputs of this level use {names} only.")

    def check_link(self, network: Network, source: str, target: str) -> None:
        """Raise `Refused` when the link is illegal in any network, or not allowed on this level."""
        network.check_link(source, target)
        if len(network.links) >= MAX_LINKS:
            raise Refused("too-many-links", f"A network holds at most {MAX_LINKS:,} links.")
        if not self.skip_links:
            self._check_layers(network.add_link(source, target))

    def check_training(self, before: TrainingSettings, after: TrainingSettings) -> None:
        """Raise `Refused` when a locked setting would change, or the loss does not fit the task."""
        if self.task.kind == "regression" and after.loss != "squared-error":
            raise Refused("wrong-loss", "Numbers are learnt with the squared error only.")
        for name, row in SETTINGS.items():
            if name in self.locked and row.value(before) != row.value(after):
                fixed = f"{row.label} at {row.words(row.value(self.training))}"
                raise Refused("locked-setting", f"This level fixes the {fixed}.")

    def check_network(self, network: Network) -> None:
        """Raise `Refused` for the first fault of a whole network (after a paste or an insert)."""
        for fault in self.network_faults(network):
            raise fault

    # -- what a level decides ------------------------------------------------------------------

    def adopted(self, solution: Solution) -> Solution:
        """A solution that was read from a text, with the settings that this level locks.

        See `settled`. Outputs without links that the task does not have are removed: they came
        from another task, not from the player.
        """
        network = solution.network
        fed = {link.target for link in network.links}
        idle = [output for output in self.needless_outputs(network) if output not in fed]
        training = self.settled(solution.training)
        return replace(solution, training=training).with_network(
            network.remove(idle, outputs=True) if idle else network
        )

    def settled(self, training: TrainingSettings) -> TrainingSettings:
        """The settings with every locked one replaced by the level's value.

        In regression the loss is replaced too: it is always the squared error.
        """
        own = {name: getattr(self.training, name) for name in self.locked}
        if self.task.kind == "regression":
            own["loss"] = "squared-error"
        return replace(training, **own)

    def trainable(self, network: Network) -> Network:
        """The part of a network that can be trained on the level's data; usually all of it.

        A solution that was made for other data may have inputs that are no features of these
        columns, or outputs that the task does not have. They are removed, with their links.
        """
        known = feature_names(self.task.columns)
        strange = [node.id for node in network.inputs if node.id not in known]
        strange += self.needless_outputs(network)
        return network.remove(strange, outputs=True) if strange else network

    def needless_outputs(self, network: Network) -> list[str]:
        """Ids of the outputs that the task does not have; only these outputs may be removed."""
        wanted = self.task.output_ids
        return [neuron.id for neuron in network.outputs if neuron.id not in wanted]

    def can_use_activation(self, network: Network, node_id: str, activation: str) -> bool:
        """Whether `check_activation` would not raise."""
        return _refusal(partial(self.check_activation, network, node_id, activation)) is None

    # -- a whole solution ----------------------------------------------------------------------

    def faults(self, solution: Solution) -> list[Refused]:
        """Every rule that the solution breaks; empty when it is legal here."""
        faults = list(self.network_faults(solution.network))
        for name, row in SETTINGS.items():
            try:
                single: dict[str, Any] = {name: row.value(solution.training)}
                self.check_training(self.training, replace(self.training, **single))
            except Refused as fault:
                faults.append(fault)
        return faults

    def network_faults(self, network: Network) -> list[Refused]:
        """Every rule that the network breaks."""
        return [fault for _, fault in self.node_faults(network)] + self.shape_faults(network)

    def node_faults(self, network: Network) -> list[tuple[str, Refused]]:
        """The ids of nodes that may not be used here, each with the reason."""
        checks = [(node.id, partial(self._check_offered, node.id)) for node in network.inputs]
        checks += [
            (own.id, partial(self.check_activation, network, own.id, own.activation))
            for own in network.neurons
        ]
        return [(node, fault) for node, check in checks if (fault := _refusal(check))]

    def fault_of_node(self, network: Network) -> dict[str, Refused]:
        """The refusal for each node that breaks a rule; for marking nodes."""
        found = dict(self.node_faults(network))
        for node in self.needless_outputs(network):
            found[node] = Refused("no-such-output", "This level has no output “{node}”.", node=node)
        if not self.skip_links:
            for node in _skipped(network):
                found.setdefault(node, _skip_fault(node))
        return found

    def shape_faults(self, network: Network) -> list[Refused]:
        """What is wrong with the network as a whole: its outputs, its size, its skip links."""
        checks = [partial(self._check_outputs, network), partial(self._check_counts, network)]
        if not self.skip_links:
            checks.append(partial(self._check_layers, network))
        return [fault for check in checks if (fault := _refusal(check))]

    def _check_outputs(self, network: Network) -> None:
        outputs = tuple(neuron.id for neuron in network.outputs)
        if set(outputs) != set(self.task.output_ids):
            nodes = {f"wanted{place}": node for place, node in enumerate(self.task.output_ids)}
            found = {f"found{place}": node for place, node in enumerate(outputs)}
            reason = f"The outputs must be {_listing(nodes)}, not {_listing(found)}."
            raise Refused("wrong-outputs", reason, **nodes, **found)

    def _check_offered(self, name: str) -> None:
        if name not in self.inputs:
            raise Refused(
                "input-not-allowed", "This level does not offer the input “{name}”.", name=name
            )

    def _check_counts(self, network: Network) -> None:
        limit = MAX_NEURONS if self.max_neurons is None else self.max_neurons
        if len(network.hidden) > limit:
            raise Refused(
                "too-many-neurons",
                f"This level allows {_neurons(limit)}, and there are {len(network.hidden)}.",
            )
        if len(network.links) > MAX_LINKS:
            raise Refused("too-many-links", f"A network holds at most {MAX_LINKS:,} links.")

    def _check_hidden_activation(self, activation: str) -> None:
        if activation not in self.activations:
            raise Refused(
                "activation-not-allowed",
                f"This level does not offer {_label(activation)} neurons.",
            )

    @staticmethod
    def _check_layers(network: Network) -> None:
        for node in _skipped(network):
            raise _skip_fault(node)


def _skipped(network: Network) -> list[str]:
    """Nodes that inputs reach over paths of different length: a link skips a layer there."""
    lengths = path_lengths(network).items()
    return [node for node, (shortest, longest) in lengths if shortest != longest]


def _skip_fault(node: str) -> Refused:
    return Refused(
        "skip-link",
        "This level has no skip links: all paths to “{node}” must be equally long.",
        node=node,
    )


def path_lengths(network: Network) -> dict[str, tuple[int, int]]:
    """Shortest and longest path from any input to each node that inputs reach, in links."""
    lengths = {node.id: (0, 0) for node in network.nodes.values() if isinstance(node, Input)}
    following: dict[str, list[str]] = {}
    waiting_for = dict.fromkeys(network.nodes, 0)
    for link in network.links:
        following.setdefault(link.source, []).append(link.target)
        waiting_for[link.target] += 1
    ready = [node for node, count in waiting_for.items() if not count]
    while ready:
        here = ready.pop()
        for target in following.get(here, ()):
            if here in lengths:
                shortest, longest = lengths[here]
                near, far = lengths.get(target, (shortest + 1, longest + 1))
                lengths[target] = (min(near, shortest + 1), max(far, longest + 1))
            waiting_for[target] -= 1
            if not waiting_for[target]:
                ready.append(target)
    return lengths


def _refusal(check: Callable[[], None]) -> Refused | None:
    try:
        check()
    except Refused as fault:
        return fault
    return None


def _neurons(limit: int) -> str:
    if limit == 0:
        return "no hidden neurons"
    return "one hidden neuron" if limit == 1 else f"at most {limit} hidden neurons"


def _label(activation: str) -> str:
    known = ACTIVATIONS.get(activation)
    return known.label if known else f"“{activation}”"


def _listing(names: Iterable[str]) -> str:
    """Places for the nodes of a refusal, given by their names in it; see `Refused`."""
    return ", ".join(f"“{{{name}}}”" for name in names) or "none"
