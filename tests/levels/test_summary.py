"""The summary of the campaign: used as long as the campaign is what was summarised."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from levels.origin import CAMPAIGN
from levels.packs import read_pack
from levels.summarising import write_summary
from levels.summary import CAMPAIGN_FOLDER, FILE, read_summary


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the campaign; its summary is ``summary.json`` beside it."""
    folder = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN_FOLDER, folder)
    write_summary(read_pack(folder / "pack.json", CAMPAIGN), tmp_path / "summary.json", folder)
    return folder


def read(folder: Path):
    return read_summary(folder.with_name("summary.json"), folder)


def test_it_is_that_of_the_campaign_that_ships():
    assert read_summary() is not None, "run “make summary”"


def test_an_untouched_campaign_has_its_summary(copy: Path):
    assert read(copy) == read_summary()


@pytest.mark.parametrize("name", ["pack.json", "xor.json"])
def test_an_edited_file_is_noticed_even_at_the_same_length(copy: Path, name: str):
    text = (copy / name).read_bytes()
    (copy / name).write_bytes(text.replace(b"e", b"E", 1))
    assert read(copy) is None
    (copy / name).write_bytes(text)
    assert read(copy) is not None
    (copy / name).unlink()
    assert read(copy) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"files":{}}',
        b'{"files":[]}',
        b"\xff",
        b'{"files":{"pack.json":1}}',
    ],
)
def test_a_damaged_summary_is_not_used(copy: Path, content: bytes):
    copy.with_name("summary.json").write_bytes(content)
    assert read(copy) is None


@pytest.mark.parametrize("name", ["id", "title", "key", "medals", "points", "aspect", "least"])
def test_a_summary_that_lacks_something_is_not_used(copy: Path, name: str):
    file = copy.with_name("summary.json")
    document = json.loads(FILE.read_bytes())
    del document["levels"][1][name]
    file.write_text(json.dumps(document), encoding="utf-8")
    assert read(copy) is None


def test_no_summary_is_no_fault(copy: Path):
    copy.with_name("summary.json").unlink()
    assert read(copy) is None
