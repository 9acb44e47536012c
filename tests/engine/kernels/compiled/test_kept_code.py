from __future__ import annotations

import pytest

pytest.importorskip("numba")

from app.storage.code_folder import CodeFolder
from engine.kernels.compiled import kept_code
from engine.kernels.compiled.jit import outermost


def weighted(first, second):
    return 2.0 * first + second


def restored(store, sources=1, arguments=(1.0, 2.0)):
    """The function, which may not compile, and whether the store had its machine code."""
    function = outermost(weighted)
    found = kept_code.load(function, arguments, sources, store)
    if found:
        function.disable_compile()
    return function, found


@pytest.fixture
def store(tmp_path):
    """A folder that keeps `weighted` for two numbers, compiled from sources 1."""
    store = CodeFolder(tmp_path / "code")
    function = outermost(weighted)
    function(1.0, 2.0)
    kept_code.keep(function, (1.0, 2.0), 1, store)
    return store


def test_what_was_kept_runs_without_a_compiler(store):
    function, found = restored(store)
    assert found
    assert kept_code.load(function, (0.0, 0.0), 1, CodeFolder(store.folder / "empty"))
    assert function(3.0, 4.0) == 10.0


def test_nothing_is_found_for_other_sources_or_other_types(store):
    for options in ({"sources": 2}, {"arguments": (1, 2)}):
        function, found = restored(store, **options)
        assert not found
        assert not function.overloads
    assert restored(store)[1]  # and what was kept is still there


def test_what_cannot_be_loaded_is_discarded(store):
    class Scrambled(CodeFolder):
        def load(self, key):
            return b"this is no machine code"

    function, found = restored(Scrambled(store.folder))
    assert not found
    assert not function.overloads
    assert not store.has_any()


def test_what_was_not_compiled_cannot_be_kept(store):
    with pytest.raises(KeyError):
        kept_code.keep(outermost(weighted), (1.0, 2.0), 1, store)
