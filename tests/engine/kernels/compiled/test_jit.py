from __future__ import annotations

import importlib.util
import sys

import pytest

pytest.importorskip("numba")

from engine.kernels.compiled.jit import fingerprint


def module(path, text):
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_fingerprint_changes_with_any_source(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    one, other = module(tmp_path / "one.py", "a = 1\n"), module(tmp_path / "other.py", "b = 2\n")
    before = fingerprint(one, other)
    assert fingerprint(one, other) == before
    module(tmp_path / "other.py", "b = 3\n")
    assert fingerprint(one, other) != before
    module(tmp_path / "other.py", "b = 2\n")
    assert fingerprint(one, other) == before
