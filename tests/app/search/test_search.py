"""A search of a level from beginning to end."""

import json

import pytest

from app.search.executors import Threads, versions
from app.search.search import Search, SearchOptions, store_identity, store_path
from app.search.store import SearchStore
from engine.job import result_of
from engine.judging.judge import JudgeJob
from engine.search.candidate import Candidate
from levels import parse_level
from levels.search_space import search_space
from levels.sturdiness import further_seeds
from tests.app.search.conftest import PALETTE

FIELDS = {
    "format": 1,
    "id": "probe",
    "title": "Probe",
    "pass": {"metric": "accuracy", "at_least": 0.9, "seeds": [1, 2], "needed": 2},
    "training": {"epochs": 5},
}
DIGITS = {"dataset": "digits", "train": 200, "validation": 50, "test": 50}
IRIS = {"dataset": "iris", "train": 90, "validation": 30, "test": 30}


def searched(level, tmp_path, **options):
    said = []
    chosen = SearchOptions(**({"seconds": 3.0, "store": tmp_path / "a.db"} | options))
    search = Search.begin(level, chosen, said.append)
    try:
        return search, search.run(lambda showing: None), said
    finally:
        search.stop()


def test_the_frontier_is_measured_with_further_starts_and_judged(small_level, tmp_path):
    search, frontier, _ = searched(small_level, tmp_path, up_to=5)
    assert frontier.exhausted_up_to == 5
    assert frontier.best
    settings, dataset = search.recipe.settings, small_level.dataset()
    for own in frontier.best:
        verdict = result_of(JudgeJob(own.network, dataset, settings, small_level.terms).begin())
        assert own.starts == 100
        assert own.judged == verdict.passed
        Candidate.of(own.network, search_space(small_level.rules))
    assert len(further_seeds(small_level, small_level.start)) == 100


def test_it_says_how_far_all_wirings_are_tried(small_level, tmp_path):
    search, frontier, said = searched(small_level, tmp_path)
    assert 1 <= search.up_to == frontier.exhausted_up_to
    assert any("starts a second" in own for own in said)


def test_the_speed_is_that_of_training_also_where_all_is_kept_already(
    small_level, tmp_path, monkeypatch
):
    submitted = []
    real = Threads.submit

    def submit(workers, chunk):
        submitted.append(chunk.starts)
        return real(workers, chunk)

    def starts_to_begin(store):
        submitted.clear()
        options = SearchOptions(seconds=3.0, store=tmp_path / store, workers=2)
        Search.begin(small_level, options, lambda said: None).stop()
        return sum(submitted)

    monkeypatch.setattr("app.search.search.local_workers", lambda count, _: Threads(count))
    monkeypatch.setattr(Threads, "submit", submit)
    searched(small_level, tmp_path, up_to=5, store=tmp_path / "filled.db", workers=2)
    assert starts_to_begin("filled.db") == starts_to_begin("fresh.db") > 0


@pytest.mark.parametrize("data", [DIGITS, IRIS], ids=["digits", "iris"])
def test_many_inputs_and_outputs_are_no_trouble(data, tmp_path):
    level = parse_level(json.dumps(FIELDS | {"data": data, "palette": PALETTE}))
    search, frontier, _ = searched(level, tmp_path)
    assert frontier.tried > 0
    assert all(not own.wirings for own in frontier.exhausted[: level.task.outputs - 1])
    assert search.progress.starts > 0


def test_an_earlier_search_is_gone_on_with(small_level, tmp_path):
    first, one, _ = searched(small_level, tmp_path, seconds=2.0, seed=7)
    search, other, said = searched(small_level, tmp_path, seconds=2.5, resume=True)
    assert (search.seed, search.up_to) == (7, first.up_to)
    assert search.before >= 1.0 or other.smallest is not None
    assert one.exhausted == other.exhausted
    assert any("are kept" in own for own in said)
    again, _, _ = searched(small_level, tmp_path, seconds=1.0)
    assert (again.seed, again.before) == (0, 0.0)


def test_a_store_is_closed_when_it_cannot_begin(small_level, tmp_path, monkeypatch):
    def broken(*_):
        raise OSError("no threads")

    monkeypatch.setattr("app.search.search.local_workers", broken)
    for _ in range(2):
        with pytest.raises(OSError, match="no threads"):
            searched(small_level, tmp_path)
    monkeypatch.undo()
    search = Search.begin(small_level, SearchOptions(1.0, store=tmp_path / "a.db"), lambda _: None)
    search.stop()
    SearchStore.open(tmp_path / "a.db", store_identity(search.recipe, versions())).close()


def test_other_versions_have_a_store_of_their_own(small_level, recipe):
    own = versions()
    identity = store_identity(recipe, own)
    for name in ("neural-bonsai", "numpy", recipe.kernel):
        assert store_identity(recipe, own | {name: "0.0"}) != identity
    assert store_identity(recipe, own | {"Python": "9.9", "distributed": "missing"}) == identity
    path = store_path(small_level, identity)
    assert path.parent.name == "searches"
    assert path.name == f"four-{identity[:12]}.db"
