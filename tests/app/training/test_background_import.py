from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.training.background_import import TURN_SECONDS, open_library, short_turns


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What a test froze is no garbage to other tests."""
    yield
    gc.unfreeze()


def test_turns_are_short_and_nothing_is_collected_meanwhile() -> None:
    before = sys.getswitchinterval()
    with short_turns():
        assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert sys.getswitchinterval() == before
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(kept)


def test_a_failed_import_leaves_all_as_it_was() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(ImportError), short_turns():
        raise ImportError("half of it is missing")
    assert sys.getswitchinterval() == before
    assert gc.isenabled()


def test_what_is_not_there_is_not_opened(tmp_path: Path, monkeypatch) -> None:
    assert not open_library("no_such_package", "libnothing.so")
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert not open_library("hollow", "binding", "libhollow.so")
    (tmp_path / "hollow" / "libhollow.so").write_text("no library")
    assert not open_library("hollow", "libhollow.so")


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks Linux what is open")
def test_numbas_library_is_open_before_it_is_imported() -> None:
    if find_spec("llvmlite") is None:
        pytest.skip("Numba is not installed")
    script = (
        "import sys\n"
        "from app.training.background_import import open_library\n"
        "from app.training.turbo import LIBRARY\n"
        "print(open_library('llvmlite', 'binding', LIBRARY), 'llvmlite' in sys.modules)\n"
        "print(LIBRARY in open('/proc/self/maps').read())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stderr, done.stdout) == ("", "True False\nTrue\n")
