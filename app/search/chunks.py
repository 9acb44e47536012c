"""A chunk of a search: some candidates from some starts. What comes of it depends on nothing else.

`train_chunk` is what threads, processes and machines run alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.search.errors import SearchError
from app.search.recipe import Recipe
from app.storage.code_folder import CodeFolder
from engine.data import Floats
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.candidate import Candidate
from engine.search.trials import TrialsJob


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Candidates, and which starts of the recipe each of them is trained from.

    Attributes:
        recipe: how.
        keys: of the candidates.
        first, last: numbers of the starts, ``last`` not included.
    """

    recipe: Recipe
    keys: tuple[str, ...]
    first: int
    last: int

    @property
    def starts(self) -> int:
        """Starts of all candidates together."""
        return len(self.keys) * (self.last - self.first)


class Stopped(Exception):
    """The search was stopped in the middle of a chunk."""


def never() -> bool:
    """No, it is not to be stopped."""
    return False


def train_chunk(chunk: Chunk, stopped: Callable[[], bool] = never) -> Floats:
    """Train a chunk.

    Args:
        chunk: what.
        stopped: asked after every few hundredths of a second.

    Returns:
        The test score of each candidate and start, NaN where it diverged;
        shape (candidates, starts).

    Raises:
        Stopped: when ``stopped`` says so.
        SearchError: where the kernel of the recipe is not there.
    """
    recipe = chunk.recipe
    networks = []
    for key in chunk.keys:
        if stopped():
            raise Stopped
        networks.append(Candidate.parse(key, recipe.space).network())
    seeds = recipe.seeds[chunk.first : chunk.last]
    job = TrialsJob(networks, recipe.dataset(), recipe.settings, recipe.terms, seeds)
    steps = job.begin(kernel_named(recipe.kernel))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return np.asarray(end.value.scores)
        if stopped():
            raise Stopped


@lru_cache(maxsize=2)
def kernel_named(name: str) -> KernelMaker:
    """The kernel of that name; the compiled one is loaded or, the first time, compiled.

    Raises:
        SearchError: where Numba is missing.
    """
    if name == NumpyKernel.name:
        return NumpyKernel
    try:
        from engine.kernels.compiled.kernel import NumbaKernel
        from engine.kernels.compiled.warm import compile_kernel
        from engine.kernels.compiled.wirings.warm import compile_wirings
    except ImportError as error:
        raise SearchError(
            "The search trains with Numba, which is missing here: install the extra “turbo” of "
            "neural-bonsai wherever it runs."
        ) from error
    store = CodeFolder.find()
    try:
        compile_kernel(store)
        compile_wirings(store)
    except OSError:  # it cannot be kept, so each process compiles anew
        return NumbaKernel
    return NumbaKernel
