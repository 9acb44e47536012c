"""Starts are kept once and for all, and never mixed with those of another search."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from app.search.errors import SearchError
from app.search.store import Row, SearchStore


@pytest.fixture
def path(tmp_path):
    return tmp_path / "searches" / "one.db"


def opened(path, recipe="a recipe"):
    return closing(SearchStore.open(path, recipe))


def row(key, first, *scores):
    return Row(key, first, np.array(scores, dtype=float))


def kept(store, *keys):
    return {key: own.tolist() for key, own in store.scores(keys).items()}


def test_what_was_added_is_there_after_opening_again(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5, 1 / 3), row("b", 0, 0.25)])
        store.note("seconds", "7.5")
    with opened(path) as store:
        assert kept(store, "a", "b", "c") == {"a": [0.5, 1 / 3], "b": [0.25]}
        assert store.count() == (2, 3)
        assert store.noted("seconds") == "7.5"
        assert store.noted("nothing") is None


def test_a_start_that_diverged_is_kept_as_such(path):
    with opened(path) as store:
        store.add([row("a", 0, np.nan, 1.0)])
        assert np.isnan(store.scores(["a"])["a"]).tolist() == [True, False]


def test_adding_the_same_again_changes_nothing(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5, 0.6)])
        store.add([row("a", 0, 0.7, 0.8), row("a", 2, 0.9)])
        store.add([row("a", 1, 0.1, 0.1, 0.4)])
        assert kept(store, "a") == {"a": [0.5, 0.6, 0.9, 0.4]}


def test_starts_that_leave_a_gap_are_not_taken(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5), row("a", 2, 0.9), row("b", 8, 0.9)])
        assert kept(store, "a", "b") == {"a": [0.5]}


def test_thousands_of_candidates_are_asked_for_at_once(path):
    keys = [f"key {number}" for number in range(2_345)]
    with opened(path) as store:
        store.add([row(key, 0, float(number)) for number, key in enumerate(keys)])
        assert kept(store, *keys) == {key: [float(number)] for number, key in enumerate(keys)}


def test_nothing_of_a_half_written_chunk_stays(path):
    def rows():
        yield row("a", 0, 0.5)
        raise KeyboardInterrupt

    with opened(path) as store:
        with pytest.raises(KeyboardInterrupt):
            store.add(rows())
        assert store.count() == (0, 0)
        store.add([row("a", 0, 0.5)])
        assert store.count() == (1, 1)


def test_notes_are_forgotten_and_starts_stay(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5)])
        store.note("seconds", "1")
        store.note("rate", "2")
        store.forget("seconds", "nothing")
    with opened(path) as store:
        assert store.count() == (1, 1)
        assert store.noted("seconds") is None
        assert store.noted("rate") == "2"


def test_a_row_that_was_spoiled_counts_as_missing(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5), row("b", 0, 0.5)])
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE starts SET scores = ? WHERE key = 'a'", (bytes(8),))
    with opened(path) as store:
        assert kept(store, "a", "b") == {"b": [0.5]}
        store.add([row("a", 0, 0.75)])
        assert kept(store, "a") == {"a": [0.75]}


def refused(path, recipe="a recipe"):
    with pytest.raises(SearchError) as caught:
        SearchStore.open(path, recipe)
    sentence = str(caught.value)
    assert str(path.name) in sentence
    assert "\n" not in sentence
    return sentence


def test_the_store_of_another_recipe_is_refused_and_left_alone(path):
    with opened(path) as store:
        store.add([row("a", 0, 0.5)])
    before = path.read_bytes()
    assert "belongs to another search" in refused(path, "another recipe")
    assert path.read_bytes() == before


def test_a_foreign_file_is_refused_and_left_alone(path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()
    assert "no store of a search" in refused(path)
    path.write_bytes(b"Dear diary, " * 1000)
    assert "no store of a search" in refused(path)  # and no advice to remove it
    assert path.read_bytes() == b"Dear diary, " * 1000
    path.write_bytes(before)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused(path):
    with opened(path) as store:
        store.add([row(f"key {number}", 0, *range(40)) for number in range(500)])
    content = bytearray(path.read_bytes())
    content[4096:40960] = bytes(36864)
    path.write_bytes(content)
    assert "damaged" in refused(path)


def test_a_newer_version_is_refused(path):
    with opened(path):
        pass
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA user_version = 9")
    assert "version 9" in refused(path)


def test_two_searches_do_not_share_a_store(path):
    with opened(path):
        assert "another search of this level is running" in refused(path)


def test_a_folder_in_its_place_is_refused(path):
    path.mkdir(parents=True)
    refused(path)
