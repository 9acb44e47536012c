"""Searching where there are too many candidates to try all.

It begins with networks that are likely to pass (the author's, dense ones) and makes them smaller:
all that lacks one link, bias or neuron of the best of each size is tried, near-misses are varied
without changing their size, smaller ones grow, and random wirings come in between, more of them and
larger ones while nothing gets better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from engine.errors import Refused
from engine.network import Network
from engine.search.board import Board
from engine.search.candidate import Candidate
from engine.search.halving import Halving
from engine.search.moves import (
    GROWTHS,
    VARIATIONS,
    Move,
    dense,
    random_network,
    reductions,
)
from engine.search.outcome import Outcome
from engine.search.space import SearchSpace
from engine.search.strategy import Request

ROUND: Final = 160
"""New candidates of a round."""

BEAM: Final = 12
"""Networks of each size, the best so far, that new ones are made from."""

ENOUGH: Final = 0.97
"""A size whose best passes in this share of its starts is sturdy: nothing larger is needed."""

LUCKY: Final = 0.08
"""A size whose best passes in this share of its starts may hold one that passes reliably."""

_PATIENCE: Final = 5
_TRIES: Final = 40
_WIDEST: Final = 8
_LARGEST: Final = 400
_RANDOM_SHARE: Final = 0.12
_STUCK_SHARE: Final = 0.4


class Heuristic:
    """A strategy for sizes beyond those of which all candidates were tried.

    It ends when no smaller size is left to try and a sturdy network was found for the rest;
    otherwise it goes on until nobody asks any more.

    Args:
        space: what may be built.
        board: what is known so far; takes in what is found.
        halving: the starts of each round, and who is dropped.
        needed: share of starts from which a network counts as passing, as the judge asks for.
        tried_up_to: the largest size of which all candidates were tried; none of these is tried
            again.
        known: networks that may pass, such as the author's; those that are not of the space are
            left out.
        seed: of its random choices.
    """

    def __init__(
        self,
        space: SearchSpace,
        board: Board,
        halving: Halving,
        *,
        needed: float,
        tried_up_to: int = 0,
        known: Iterable[Network] = (),
        seed: int = 0,
    ) -> None:
        self._space, self._board, self._halving = space, board, halving
        self._needed, self._tried_up_to, self._seed = needed, tried_up_to, seed
        self._seen: set[str] = set()
        self._reduced: set[str] = set()
        self._told: list[tuple[Candidate, Outcome]] = []
        self._round = self._without_progress = 0
        self._best: list[tuple[int, tuple[float, float]]] = []
        self._first = [*known, *_dense_networks(space)]

    @property
    def tried(self) -> int:
        """How many candidates it has asked for."""
        return len(self._seen)

    def ask(self) -> Iterator[Request]:
        """More starts for the best of each size, then new candidates."""
        self.take_in()
        self._round += 1
        starts = self._halving.rounds[0].starts
        requests = [
            own for size in self._active() for own in self._board.promoted(size, self._halving)
        ]
        if self._first:
            fresh = [own for own in map(self._new, self._first) if own is not None]
            self._first = []
        else:
            fresh = self._proposed()
        requests += [Request(candidate, starts) for candidate in fresh]
        return iter(requests)

    def tell(self, candidate: Candidate, outcome: Outcome) -> None:
        """Taken in when the round is over."""
        self._told.append((candidate, outcome))

    # -- what is known -----------------------------------------------------------------------------

    def take_in(self) -> None:
        """Put what was told on the board; `ask` does this with each whole round.

        Notes whether anything got better.
        """
        for candidate, outcome in sorted(self._told, key=lambda own: own[0].key):
            self._board.add(candidate, outcome)
        self._told.clear()
        best = [
            (size, own.outcome.rank) for size in self._active() for own in self._board.top(size, 1)
        ]
        self._without_progress = 0 if best != self._best else self._without_progress + 1
        self._best = best

    def smallest(self, share: float) -> int | None:
        """The smallest size whose best passes in that share of its starts; None without one."""
        for size in self._board.sizes:
            outcome = self._board.top(size, 1)[0].outcome
            sure = outcome.starts >= self._halving.rounds[-1].starts
            if sure and outcome.passed >= share * outcome.starts:
                return size
        return None

    def _active(self) -> list[int]:
        """Sizes that matter now, the most promising first."""
        passing, sturdy = self.smallest(self._needed), self.smallest(ENOUGH)
        if passing is None:
            sizes = self._board.sizes
            best = sorted(sizes, key=lambda size: self._board.top(size, 1)[0].order)
            larger_ones = [size for size in best if size > self._tried_up_to]
            return larger_ones or [self._tried_up_to + more for more in (1, 2, 3)]
        if passing == sturdy and passing - 1 <= self._tried_up_to:
            return []
        smaller = [passing - 1, passing - 2, *self._promising(passing), passing - 3]
        larger = range(passing, passing + 4 if sturdy is None else sturdy + 1)
        wanted = dict.fromkeys((*smaller, *larger))
        return [size for size in wanted if size > self._tried_up_to]

    def _promising(self, passing: int) -> list[int]:
        """The smallest size of which one passes now and then, and the next, far below the rest."""
        for size in self._board.sizes:
            outcome = self._board.top(size, 1)[0].outcome
            if self._tried_up_to <= size < passing - 1 and outcome.passed >= LUCKY * outcome.starts:
                return [size, size + 1]
        return []

    # -- what is new -------------------------------------------------------------------------------

    def _proposed(self) -> list[Candidate]:
        """Candidates around the best of the active sizes, and random ones."""
        random = np.random.default_rng((self._seed, self._round))
        sizes = self._active()
        stuck = self._without_progress >= _PATIENCE
        found: list[Candidate] = []
        for size, weight in zip(sizes, _WEIGHTS, strict=False):
            quota = max(4, int(ROUND * weight))
            share = _STUCK_SHARE if stuck else _RANDOM_SHARE
            own = list(self._made_smaller(size, quota))
            wild = int(share * quota)
            own += self._changed(size, quota - len(own) - wild, random, wide=stuck)
            own += self._random(size + (int(random.integers(6)) if stuck else 0), wild, random)
            found += own
        return found

    def _made_smaller(self, size: int, count: int) -> Iterator[Candidate]:
        """All reductions of the best of the next larger sizes, which are made once."""
        for larger in range(size + 1, size + 4):
            for entry in self._board.top(larger, BEAM):
                if count <= 0 or entry.key in self._reduced:
                    continue
                self._reduced.add(entry.key)
                for network in reductions(entry.candidate.network()):
                    candidate = self._new(network)
                    if candidate is not None:
                        count -= 1
                        yield candidate

    def _changed(
        self, size: int, count: int, random: np.random.Generator, *, wide: bool
    ) -> Iterator[Candidate]:
        """Variations of the best of a size, and what the best of the size below grow to."""
        for _ in range(_TRIES * max(0, count)):
            if count <= 0:
                return
            growing = random.random() < 0.3
            beam = self._board.top(size - growing, 3 * BEAM if wide else BEAM)
            if not beam:
                continue
            # The better, the more often.
            place = int(len(beam) * random.random() ** 2)
            network: Network | None = beam[place].candidate.network()
            moves = GROWTHS if growing else VARIATIONS
            for _ in range(1 if growing else int(random.integers(1, 3 + wide))):
                network = network and _moved(network, self._space, moves, random)
            candidate = self._new(network) if network else None
            if candidate is not None:
                count -= 1
                yield candidate

    def _random(self, size: int, count: int, random: np.random.Generator) -> Iterator[Candidate]:
        for _ in range(_TRIES * count):
            if count <= 0:
                return
            candidate = self._new(random_network(self._space, size, random))
            if candidate is not None:
                count -= 1
                yield candidate

    def _new(self, network: Network) -> Candidate | None:
        """The candidate of a network; None where it is not allowed or not new."""
        try:
            candidate = Candidate.of(network, self._space)
        except Refused:
            return None
        if candidate.parameters <= self._tried_up_to or candidate.key in self._seen:
            return None
        self._seen.add(candidate.key)
        return candidate


_WEIGHTS: Final = (0.35, 0.15, 0.15, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05)


def _moved(
    network: Network, space: SearchSpace, moves: tuple[Move, ...], random: np.random.Generator
) -> Network | None:
    if not network.links:
        return None
    return moves[int(random.integers(len(moves)))](network, space, random)


def _dense_networks(space: SearchSpace) -> Iterator[Network]:
    """Dense networks without, with one and with two hidden layers, of every activation."""
    yield dense(space, (), "identity", skip=False)
    most = _WIDEST if space.max_neurons is None else min(space.max_neurons, _WIDEST)
    shapes: list[tuple[int, ...]] = [(width,) for width in range(1, most + 1)]
    shapes += [(width, width) for width in range(2, most // 2 + 1)]
    for widths in shapes:
        for activation in space.activations:
            for skip in (False, True) if space.skip_links else (False,):
                network = dense(space, widths, activation, skip=skip)
                if network.parameters <= _LARGEST:
                    yield network
