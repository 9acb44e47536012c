"""The 2-3-1 network of `tests.widgets.editing`, and a bench with the xor level."""

from collections.abc import Callable

import pytest

from levels import Level
from tests.widgets.editing import make_document, make_frame, rules, xor_document, xor_network
from tests.widgets.idle_jobs import IdleJobs
from widgets.bench import Bench
from widgets.document.document import Document
from widgets.selection import Selection


@pytest.fixture
def make_bench(qapp, run, look, xor) -> Callable[[Document], Bench]:
    """``make_bench(document, level)``: a bench of that document; xor where no level is given."""

    def make(document: Document, level: Level = xor) -> Bench:
        return Bench(
            level=level,
            dataset=level.dataset(),
            document=document,
            run=run,
            selection=Selection(document, document),
            jobs=IdleJobs(document),
            look=look,
        )

    return make


@pytest.fixture
def bench(make_bench, document) -> Bench:
    """The author's xor network on the bench, not trained yet."""
    return make_bench(document)


__all__ = ["make_document", "make_frame", "rules", "xor_document", "xor_network"]
