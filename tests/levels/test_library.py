"""The library: everything that can be played, and what is wrong with the rest."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from levels import Library, NoSuchLevel, read_level
from levels.summary import CAMPAIGN_FOLDER
from tests.app.hindered import run_without_privileges

CAMPAIGN_IDS = ["first-line", "xor", "noisy-spiral"]


def write_level(path: Path, level_id: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    level = {
        "format": 1,
        "id": level_id,
        "title": path.stem,
        "data": {"generator": "circle", "train": 10, "validation": 10, "test": 10},
        "pass": {"metric": "accuracy", "at_least": 0.9},
    }
    path.write_text(json.dumps(level))


def write_order(folder: Path, *level_ids: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chapters = [{"id": "all", "title": "All", "levels": level_ids}]
    pack = {"format": 1, "title": "Pack", "chapters": chapters}
    (folder / "pack.json").write_text(json.dumps(pack))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A level that shares its id with the campaign's, another one, and a pack of two."""
    folder = tmp_path / "levels"
    write_level(folder / "b-mine.json", "xor")
    write_level(folder / "a-ring.json", "ring")
    write_order(folder / "tour", "xor", "ring")
    write_level(folder / "tour" / "xor.json", "xor")
    write_level(folder / "tour" / "ring.json", "ring")
    return folder


def test_it_holds_the_campaign_packs_and_single_files(own: Path) -> None:
    found = Library.with_campaign(own).load()
    assert found.faults == ()
    assert [level.id for level in found.campaign.levels] == CAMPAIGN_IDS
    assert [pack.origin.key for pack in found.packs] == ["campaign", "pack:tour"]
    assert [level.title for level in found.singles] == ["a-ring", "b-mine"]


def test_levels_of_one_id_are_told_apart(own: Path) -> None:
    found = Library.with_campaign(own).load()
    assert found.level("xor") is found.campaign.level("xor")
    assert found.level("tour/xor").address == ("pack:tour", "xor")
    assert found.level("ring").address == ("pack:tour", "ring")
    all_levels = [level for pack in found.packs for level in pack.levels] + list(found.singles)
    assert len({level.address for level in all_levels}) == len(all_levels) == 7


def test_an_unknown_name_is_answered_with_the_nearest(own: Path) -> None:
    with pytest.raises(NoSuchLevel, match="did you mean “tour/xor”"):
        Library.with_campaign(own).load().level("tours/xor")


def test_a_broken_file_hides_nothing_but_itself(own: Path) -> None:
    (own / "c-broken.json").write_text("{")
    (own / "tour" / "ring.json").write_text('{"format": 1}')
    found = Library.with_campaign(own).load()
    assert [level.id for level in found.campaign.levels] == CAMPAIGN_IDS
    assert [level.id for level in found.packs[1].levels] == ["xor"]
    assert [level.title for level in found.singles] == ["a-ring", "b-mine"]
    assert set(found.faulty_files) == {
        str(own / "c-broken.json"),
        str(own / "tour" / "ring.json"),
    }


def test_what_is_mended_is_there_at_the_next_loading(own: Path) -> None:
    library = Library.with_campaign(own)
    (own / "a-ring.json").write_text("{")
    assert len(library.load().singles) == 1
    write_level(own / "a-ring.json", "ring")
    assert len(library.load().singles) == 2


def test_a_broken_campaign_file_is_a_fault_and_the_others_are_played(tmp_path: Path) -> None:
    copy = tmp_path / "campaign"
    shutil.copytree(CAMPAIGN_FOLDER, copy)
    (copy / "first-line.json").write_text("[]")
    found = Library([copy]).load()
    assert [level.id for level in found.packs[0].levels] == ["xor", "noisy-spiral"]
    assert found.faulty_files == (str(copy / "first-line.json"),)


def test_folders_that_are_not_there_are_empty(tmp_path: Path) -> None:
    found = Library([tmp_path / "none"]).load()
    assert (found.packs, found.singles, found.faults) == ((), (), ())
    assert found.campaign.levels == ()


READ_ALL = """
import sys
from pathlib import Path
from levels import Library
library = Library([Path(sys.argv[1])])
found, (files, faults) = library.load(), library.files()
print(*(level.id for level in found.singles), *map(str, found.faults), sep="\\n")
print(*files, *map(str, faults), sep="\\n")
"""
LEFT_OUT = "The folder cannot be read, so its levels are left out: Permission denied."


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("closed", ["", "tour"])
def test_a_folder_that_cannot_be_read_is_a_fault_and_hides_no_other(own: Path, closed) -> None:
    (own / closed).chmod(0)
    try:
        done = run_without_privileges([sys.executable, "-c", READ_ALL, str(own)])
    finally:
        (own / closed).chmod(0o755)
    assert done.stderr == ""
    singles = ["a-ring.json", "b-mine.json"] if closed else []
    ids = [read_level(own / name).id for name in singles]
    fault = f"{own / closed}: {LEFT_OUT}"
    paths = [str(own / name) for name in singles]
    assert done.stdout.splitlines() == [*ids, fault, *paths, fault]


def test_what_is_no_level_file_is_passed_over(own: Path) -> None:
    (own / "notes.txt").write_text("no level")
    (own / ".a-ring.json.swp").write_text("no level")
    (own / ".hidden.json").write_text("no level")
    (own / "empty").mkdir()
    assert Library([own]).load().faults == ()


def test_a_file_of_a_pack_is_the_packs_level_also_by_its_path(own: Path, tmp_path: Path) -> None:
    library = Library.with_campaign(own)
    assert library.read(CAMPAIGN_FOLDER / "xor.json").address == ("campaign", "xor")
    assert library.read(own / "tour" / "xor.json").address == ("pack:tour", "xor")
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(own / "tour", elsewhere)
    assert library.read(elsewhere / "xor.json").origin.kind == "file"
    assert library.read(own / "b-mine.json").origin.kind == "file"


def test_a_copy_beside_the_campaigns_file_is_no_level_of_the_campaign(tmp_path: Path) -> None:
    write_order(tmp_path / "tour", "xor")
    write_level(tmp_path / "tour" / "copy.json", "xor")
    assert Library([tmp_path]).read(tmp_path / "tour" / "copy.json").origin.kind == "file"


def test_every_file_that_is_read_can_be_checked(own: Path) -> None:
    files, faults = Library([own]).files()
    names = [path.name for path in files]
    assert faults == ()
    assert names == ["a-ring.json", "b-mine.json", "pack.json", "ring.json", "xor.json"]
