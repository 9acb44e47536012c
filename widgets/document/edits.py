"""Every edit of a solution as a pure function: the rules are asked, a new solution comes back.

Each raises `engine.Refused` with its reason when the network or the level forbids it. Undo steps,
names and signals are the document's business (`widgets.document.document`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from engine import Input, LinkKey, Network, Neuron, Refused
from levels.limits import check_place, within
from levels.reading.networks import complete as with_outputs
from levels.rules import Rules
from levels.solution import Place, Solution
from widgets.document.clip import Clip
from widgets.document.layout import complete, snap
from widgets.document.spacing import clear_shift, spread


def completed(solution: Solution, rules: Rules) -> Solution:
    """With every output neuron that the task asks for, and a place for each node."""
    network = with_outputs(solution.network, rules.task)
    places = complete(network, solution.layout)
    return solution.with_network(network, {node: within(at) for node, at in places.items()})


def only_link(network: Network, one: str, other: str) -> LinkKey | None:
    """The one link that two nodes put onto each other can mean; None when there are two or none.

    Signals flow from inputs over hidden neurons to outputs, so nodes of different kinds leave no
    choice; two hidden neurons do.
    """
    first, second = sorted((one, other), key=lambda node: _stage(network, node))
    return None if _stage(network, first) == _stage(network, second) else LinkKey(first, second)


def add_input(
    solution: Solution, rules: Rules, name: str, at: Place, onto: str | None = None
) -> Solution:
    """With one more input; put onto a node it is linked to it where that is legal."""
    rules.check_add_input(solution.network, name)
    grown = _placed(solution, solution.network.add_input(name), {name: at})
    return _joined(grown, rules, name, onto)


def add_neurons(
    solution: Solution,
    rules: Rules,
    activation: str,
    places: Sequence[Place],
    onto: str | None = None,
) -> tuple[Solution, tuple[str, ...]]:
    """With a hidden neuron at each place, and the new ids.

    Put onto an input or output each is linked to it where that is legal.
    """
    network = solution.network
    new: dict[str, Place] = {}
    for place in places:
        rules.check_add_neuron(network, activation)
        node = network.fresh_id()
        network = network.add_neuron(Neuron(node, activation))
        new[node] = place
    grown = _placed(solution, network, new)
    for node in new:
        grown = _joined(grown, rules, node, onto)
    return grown, tuple(new)


def link(solution: Solution, rules: Rules, source: str, target: str) -> Solution:
    """With one more link."""
    rules.check_link(solution.network, source, target)
    return _placed(solution, solution.network.add_link(source, target))


def connect(
    solution: Solution, rules: Rules, pairs: Iterable[tuple[str, str]]
) -> tuple[Solution, list[LinkKey]]:
    """With every link of ``pairs`` that is legal and new.

    Raises:
        Refused: when not one of them is.
    """
    network = solution.network
    made: list[LinkKey] = []
    first_fault: Refused | None = None
    for source, target in pairs:
        try:
            rules.check_link(network, source, target)
        except Refused as fault:
            first_fault = first_fault or fault
            continue
        network = network.add_link(source, target)
        made.append(LinkKey(source, target))
    if not made:
        raise first_fault or Refused("nothing-to-link", "Select what should be linked first.")
    return _placed(solution, network), made


def insert(
    solution: Solution, rules: Rules, activation: str, key: LinkKey, at: Place
) -> tuple[Solution, str]:
    """With a new neuron in the middle of a link, and its id."""
    rules.check_add_neuron(solution.network, activation)
    node = solution.network.fresh_id()
    network = solution.network.insert(Neuron(node, activation), key)
    rules.check_network(network)
    return _placed(solution, network, {node: at}), node


def splice(solution: Solution, rules: Rules, node: str, key: LinkKey, at: Place) -> Solution:
    """With a neuron that has no links yet moved into the middle of a link."""
    if key not in solution.network.link_by_key:
        raise Refused("no-such-link", "“{source}” and “{target}” are not linked.", **key._asdict())
    network = solution.network.remove(links=[key])
    for source, target in ((key.source, node), (node, key.target)):
        rules.check_link(network, source, target)
        network = network.add_link(source, target)
    return _placed(solution, network, {node: at})


def move(
    solution: Solution, places: Mapping[str, Place], way: tuple[int, int] | None = None
) -> Solution:
    """With these nodes elsewhere.

    Args:
        solution: the solution before.
        places: where the nodes are to be. Where they would overlap others they go, as a whole,
            to the nearest free place.
        way: the only direction in which a free place is sought; None for any.
    """
    known = {node: place for node, place in places.items() if node in solution.network.nodes}
    return _placed(solution, solution.network, known, way)


def remove(
    solution: Solution, rules: Rules, nodes: Collection[str], links: Collection[LinkKey]
) -> Solution:
    """Without these nodes and links; outputs of the level among other things stay.

    Raises:
        Refused: when nothing but outputs of the level is to go.
    """
    network = solution.network
    going = removable(network, rules, nodes)
    if not going and not links:
        return solution.with_network(network.remove(nodes))
    return solution.with_network(network.remove(going, links, outputs=True))


def removable(network: Network, rules: Rules, nodes: Collection[str]) -> tuple[str, ...]:
    """Those of the nodes that may go: all but the outputs that the level asks for."""
    needless = rules.needless_outputs(network)
    kept = {neuron.id for neuron in network.outputs if neuron.id not in needless}
    return tuple(node for node in nodes if node not in kept)


def set_activation(
    solution: Solution, rules: Rules, ids: Iterable[str], activation: str
) -> Solution:
    """With another activation for these neurons."""
    network = solution.network
    for node in ids:
        rules.check_activation(network, node, activation)
        network = network.with_neuron(replace(network.neuron(node), activation=activation))
    return _placed(solution, network)


def set_bias(solution: Solution, ids: Iterable[str], *, bias: bool) -> Solution:
    """With or without a bias for these neurons; a start value goes with the bias."""
    network = solution.network
    for node in ids:
        neuron = network.neuron(node)
        start = neuron.start_bias if bias else None
        frozen = neuron.frozen_bias and bias
        changed = replace(neuron, bias=bias, start_bias=start, frozen_bias=frozen)
        network = network.with_neuron(changed)
    return _placed(solution, network)


def set_frozen(
    solution: Solution,
    nodes: Iterable[str],
    keys: Iterable[LinkKey],
    *,
    frozen: bool,
    values: Mapping[LinkKey | str, float],
) -> Solution:
    """With these neurons and links frozen, or released.

    What is frozen starts from the value that it has now, so that it is the same in every run and
    for the judge; what is released starts from the initializer's draw again.

    Args:
        solution: the solution before.
        nodes: neurons; freezing one holds its bias and the links into it.
        keys: links.
        frozen: whether to freeze.
        values: weights by link and biases by neuron as training has them now; what is missing
            keeps its start value.
    """
    network, wanted = solution.network, set(keys)
    for node in nodes:
        neuron = network.neuron(node)
        start = values.get(node, neuron.start_bias) if frozen and neuron.bias else None
        network = network.with_neuron(replace(neuron, frozen=frozen, start_bias=start))
        wanted_by_neuron = {link.key for link in network.incoming(node)}
        network = _with_starts(network, wanted_by_neuron, values if frozen else None)
    network = _with_starts(network, wanted, values if frozen else None)
    for key in wanted:
        network = network.with_link(replace(network.link_by_key[key], frozen=frozen))
    return _placed(solution, network)


def _with_starts(
    network: Network,
    keys: Iterable[LinkKey],
    values: Mapping[LinkKey | str, float] | None,
) -> Network:
    for key in keys:
        before = network.link_by_key[key].start_weight
        start = None if values is None else values.get(key, before)
        network = network.with_start_weight(key, start)
    return network


def set_start_bias(solution: Solution, node: str, value: float | None) -> Solution:
    """With another bias to start training from."""
    neuron = solution.network.neuron(node)
    if not neuron.bias:
        raise Refused("no-bias", "The neuron “{node}” has no bias; switch it on first.", node=node)
    return _placed(solution, solution.network.with_neuron(replace(neuron, start_bias=value)))


def paste(
    solution: Solution, rules: Rules, clip: Clip, at: Place
) -> tuple[Solution, tuple[str, ...]]:
    """With a copied piece around ``at``, and the ids of its nodes.

    Hidden neurons get new ids; inputs and outputs that are there already are used as they are.
    """
    check_place(at)
    network, names = solution.network, dict[str, str]()
    for name in clip.inputs:
        names[name] = name
        if name not in network.nodes:
            rules.check_add_input(network, name)
            network = network.add_input(name)
    for neuron in clip.neurons:
        names[neuron.id] = _pasted_id(network, neuron)
        if not neuron.output:
            rules.check_add_neuron(network, neuron.activation)
            network = network.add_neuron(replace(neuron, id=names[neuron.id]))
    for link in clip.links:
        key = LinkKey(names[link.source], names[link.target])
        if key not in network.link_by_key:
            rules.check_link(network, *key)
            network = network.add_link(*key, link.start_weight, frozen=link.frozen)
    new = {names[old]: old for old in names if names[old] not in solution.network.nodes}
    if network is solution.network:
        raise Refused("nothing-new", "All of that is on the canvas already.")
    return _placed(solution, network, _pasted_places(clip, new, at)), tuple(new)


def _pasted_id(network: Network, neuron: Neuron) -> str:
    if not neuron.output:
        return network.fresh_id()
    if neuron.id not in {own.id for own in network.outputs}:
        raise Refused("no-such-output", "This level has no output “{node}”.", node=neuron.id)
    return neuron.id


def _pasted_places(clip: Clip, new: Mapping[str, str], at: Place) -> dict[str, Place]:
    if not new:
        return {}
    olds = [clip.places[old] for old in new.values()]
    left, right = min(x for x, _ in olds), max(x for x, _ in olds)
    top, bottom = min(y for _, y in olds), max(y for _, y in olds)
    dx, dy = at[0] - (left + right) / 2, at[1] - (top + bottom) / 2
    return {
        node: snap((clip.places[old][0] + dx, clip.places[old][1] + dy))
        for node, old in new.items()
    }


def _stage(network: Network, node_id: str) -> int:
    """0 for inputs, 1 for hidden neurons, 2 for outputs."""
    node = network.nodes[node_id]
    return 0 if isinstance(node, Input) else 2 if node.output else 1


def _joined(solution: Solution, rules: Rules, node: str, onto: str | None) -> Solution:
    key = None if onto is None else only_link(solution.network, node, onto)
    try:
        return solution if key is None else link(solution, rules, *key)
    except Refused:
        return solution


def _placed(
    solution: Solution,
    network: Network,
    places: Mapping[str, Place] | None = None,
    way: tuple[int, int] | None = None,
) -> Solution:
    """With this network, and nodes put at places as far as they overlap none that rest."""
    moved = spread(places or {})
    resting = [
        place
        for node, place in solution.layout.items()
        if node not in moved and node in network.nodes
    ]
    dx, dy = clear_shift(moved.values(), resting, way)
    put = {node: (x + dx, y + dy) for node, (x, y) in moved.items()}
    return solution.with_network(network, {**solution.layout, **put})
