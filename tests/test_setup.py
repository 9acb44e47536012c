"""What `make play` and `make test` install, and what they say when they cannot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = ("pip", "play", "dev")
LINE = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;]+)", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock; several where systems differ."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for package, version in LINE.findall(text):
        found.setdefault(package.lower(), set()).add(version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_place(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


@pytest.mark.parametrize(("name", "extras"), [("play", ["turbo"]), ("dev", ["turbo", "dev"])])
def test_a_lock_has_all_that_the_project_asks_for(name, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    versions = locked(name)
    for text in asked:
        requirement = Requirement(text)
        own = versions[requirement.name.lower()]
        assert all(requirement.specifier.contains(version) for version in own), text


def test_tests_run_with_the_versions_that_players_have():
    dev, play = locked("dev"), locked("play")
    assert {name: dev[name] for name in play} == play


@pytest.mark.long
def test_without_a_network_it_says_so_in_a_sentence(tmp_path):
    for name in (".ci", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    offline = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }
    done = subprocess.run(
        [tmp_path / ".ci" / "setup"], env=os.environ | offline, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "is this machine online?" in done.stderr
    assert "Traceback" not in done.stderr
