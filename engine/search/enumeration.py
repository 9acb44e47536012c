"""Every wiring of a space, one of each class of those that differ in names of neurons only.

The hidden neurons are added one after another, deepest last. Equal parts are kept once, and a part
goes no further when the links that are left cannot give each idle node a follower. Outputs are
linked in all ways, and the skeletons that come of it are coloured with activations and biases in
all ways that no renaming makes less. So no network is made twice, except where a skeleton has
neurons that may change places.

**Order**: by links; then by hidden neurons; then by the masks of the canonical skeleton; then by
biases, those of the first neurons rarer first; then by activations, in the order of their names.

No two wirings count as one because a symmetry of activations (tanh is odd, say) makes them compute
the same functions: they have the same links then, but another parametrisation trains otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, combinations_with_replacement, product
from math import comb

from engine.search.candidate import Candidate, Kind
from engine.search.canonical import Canonical, canonical
from engine.search.skeleton import Skeleton, bits, mask_of
from engine.search.space import SearchSpace
from engine.search.symmetry import Symmetry, multiplied


def skeletons(space: SearchSpace, links: int) -> Iterator[Skeleton]:
    """Each skeleton of exactly so many links, canonical, in the order of this module."""
    return (form.skeleton for form in _forms(space, links))


def candidates(space: SearchSpace, parameters: int) -> Iterator[Candidate]:
    """Each candidate of exactly so many parameters (links and biases), in the order of this module.

    Args:
        space: what may be built.
        parameters: any number; below the least that a network needs there are none.
    """
    colours = _Colours(space)
    for links in range(1, parameters + 1):
        for form in _forms(space, links):
            yield from colours.candidates(form, parameters - links)


def count(space: SearchSpace, parameters: int) -> int:
    """How many candidates there are of exactly so many parameters, without making them.

    Where inputs may be left out, those with k given inputs are counted once for each k: their
    names make no difference to the number.
    """
    if space.every_input:
        return _count(space, parameters)
    total = 0
    for used in range(1, min(len(space.inputs), parameters) + 1):
        part = replace(space, inputs=space.inputs[:used], every_input=True)
        total += comb(len(space.inputs), used) * _count(part, parameters)
    return total


def _count(space: SearchSpace, parameters: int) -> int:
    answers = _output_colourings(space)
    total = 0
    for links in range(1, parameters + 1):
        alike: Counter[Symmetry] = Counter(form.symmetry for form in _forms(space, links))
        for symmetry, times in alike.items():
            ways = multiplied(symmetry.colourings(len(space.activations)), answers)
            if parameters - links < len(ways):
                total += times * ways[parameters - links]
    return total


def _output_colourings(space: SearchSpace) -> list[int]:
    """Ways to colour all outputs, which keep their names, by the number of biases."""
    choices = len(space.output_activations)
    ways = [1]
    for _ in space.outputs:
        ways = multiplied(ways, [choices, choices])
    return ways


# -- skeletons -------------------------------------------------------------------------------------


def _forms(space: SearchSpace, links: int) -> Iterator[Canonical]:
    """Each skeleton of so many links with its automorphisms, in order."""
    parts = [_Part(space, Skeleton(len(space.inputs), (), ()), links)]
    while parts:
        finished = {
            form.skeleton: form for part in parts for form in map(canonical, part.finished())
        }
        yield from (form for _, form in sorted(finished.items()))
        grown = {canonical(more).skeleton for part in parts for more in part.grown()}
        parts = [_Part(space, part, links) for part in sorted(grown)]


class _Part:
    """Hidden neurons with their sources, to be grown and finished within a number of links."""

    def __init__(self, space: SearchSpace, part: Skeleton, links: int) -> None:
        self._space, self._part = space, part
        self._left = links - part.links
        self._depths = part.depths()
        self._deepest = max(self._depths)
        self._open = part.idle
        if space.every_input:
            self._open |= part.all_inputs & ~part.used

    def grown(self) -> Iterator[Skeleton]:
        """With one more hidden neuron, as deep as the deepest or deeper."""
        part = self._part
        if not self._space.can_grow(len(part.hidden)):
            return
        outputs = len(self._space.outputs)
        for size in range(1, self._left - outputs + 1):
            for mask in self._sources(size, self._deepest - 1):
                # Itself, and whatever else is idle, needs a link of its own later.
                idle = 1 + (self._open & ~mask).bit_count()
                if size + max(idle, outputs) <= self._left:
                    yield Skeleton(part.inputs, (*part.hidden, mask), ())

    def finished(self) -> Iterator[Skeleton]:
        """With sources for each output, all links spent and nothing idle."""
        part = self._part
        for outputs in self._endings(self._open, len(self._space.outputs), self._left):
            yield Skeleton(part.inputs, part.hidden, outputs)

    def _endings(self, idle: int, outputs: int, links: int) -> Iterator[tuple[int, ...]]:
        """Sources of so many outputs that take so many links and leave nothing idle."""
        if outputs == 1:
            yield from ((mask,) for mask in self._sources(links, 0, idle))
            return
        for size in range(1, links - outputs + 2):
            for mask in self._sources(size, 0):
                still = idle & ~mask
                if still.bit_count() <= links - size:
                    rest = self._endings(still, outputs - 1, links - size)
                    yield from ((mask, *others) for others in rest)

    def _sources(self, size: int, depth: int, among: int = 0) -> Iterator[int]:
        """Sets of so many nodes, at least one of that depth or deeper, that hold those asked for.

        Without skip links all of them are equally deep.
        """
        for layer in self._layers(depth):
            if among & ~layer or size < among.bit_count() or not size:
                continue
            others = list(bits(layer & ~among))
            for nodes in combinations(others, size - among.bit_count()):
                mask = among | mask_of(nodes)
                if depth <= 0 or any(self._depths[node] >= depth for node in bits(mask)):
                    yield mask

    def _layers(self, depth: int) -> list[int]:
        """The nodes that a neuron may have together as sources, as masks."""
        nodes = range(len(self._depths))
        if self._space.skip_links:
            return [mask_of(nodes)]
        depths = range(max(depth, 0), self._deepest + 1)
        return [mask_of([node for node in nodes if self._depths[node] == one]) for one in depths]


# -- colours ---------------------------------------------------------------------------------------


class _Colours:
    """Activations and biases for skeletons."""

    def __init__(self, space: SearchSpace) -> None:
        self._space = space
        self._groups = cache(self._groups_of)
        outputs = sorted(space.output_activations)
        self._answers: dict[int, list[tuple[Kind, ...]]] = {
            biased: [(Kind(name, bias=bool(biased)),) for name in outputs] for biased in (0, 1)
        }

    def candidates(self, form: Canonical, biases: int) -> Iterator[Candidate]:
        """The skeleton in all colours with so many biases."""
        space, skeleton, symmetry = self._space, form.skeleton, form.symmetry
        groups, turning = len(symmetry.twins), len(symmetry.turns) > 1
        sizes = (*symmetry.twins, *[1] * len(space.outputs))
        for shares in _shares(sizes, biases):
            pairs = zip(symmetry.twins, shares, strict=False)
            choices = [self._groups(size, biased) for size, biased in pairs]
            choices += [self._answers[biased] for biased in shares[groups:]]
            for colours in product(*choices):
                hidden = colours[:groups]
                if turning and not symmetry.is_least(hidden):
                    continue
                kinds = tuple(chain.from_iterable(hidden))
                outputs = tuple(kind for (kind,) in colours[groups:])
                yield Candidate(space, skeleton, kinds, outputs)

    def _groups_of(self, size: int, biased: int) -> list[tuple[Kind, ...]]:
        """Colours of so many twins, so many of them with a bias."""
        kinds = [
            Kind(name, bias) for name in sorted(self._space.activations) for bias in (False, True)
        ]
        return [
            group
            for group in combinations_with_replacement(kinds, size)
            if sum(kind.bias for kind in group) == biased
        ]


def _shares(sizes: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """Ways to share a total among places that hold so much each, lowest first."""
    if not sizes:
        if not total:
            yield ()
        return
    rest = sum(sizes[1:])
    for own in range(max(0, total - rest), min(sizes[0], total) + 1):
        yield from ((own, *others) for others in _shares(sizes[1:], total - own))
