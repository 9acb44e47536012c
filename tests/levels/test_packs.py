"""Some levels are always open, any can be skipped, and packs are checked as a whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levels import (
    Campaign,
    Chapter,
    LevelErrors,
    NoSuchLevel,
    Origin,
    campaign,
    load_pack,
    parse_level,
    read_pack,
)

IDS = [f"level-{number}" for number in range(8)]


def text(level_id):
    return json.dumps(
        {
            "format": 1,
            "id": level_id,
            "title": level_id,
            "data": {"generator": "circle", "train": 10, "validation": 10, "test": 10},
            "pass": {"metric": "accuracy", "at_least": 0.9},
        }
    )


LEVELS = tuple(parse_level(text(level_id)) for level_id in IDS)
CHAPTERS = (Chapter("one", "One", tuple(IDS[:5])), Chapter("two", "Two", tuple(IDS[5:])))
GAME = Campaign("Game", CHAPTERS, LEVELS, open_count=3)


def open_ids(passed=(), skipped=()):
    return [level.id for level in GAME.open_levels(passed, skipped)]


def test_the_first_levels_are_open():
    assert open_ids() == IDS[:3]


def test_passing_opens_the_next_and_leaves_the_passed_open():
    assert open_ids({"level-1"}) == IDS[:4]


def test_any_open_level_can_be_skipped():
    assert open_ids(skipped={"level-0", "level-1", "level-2"}) == IDS[:6]


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_there_is_always_something_to_play(passed, skipped):
    opened = open_ids(passed, skipped)
    waiting = [level_id for level_id in opened if level_id not in passed | skipped]
    assert len(waiting) == min(3, len(set(IDS) - passed - skipped))
    assert set(opened) >= passed | skipped
    assert opened == [level_id for level_id in IDS if level_id in opened]


@given(st.sets(st.sampled_from(IDS)), st.sampled_from(IDS))
def test_more_passes_never_close_a_level(passed, another):
    assert set(open_ids(passed)) <= set(open_ids(passed | {another}))


def test_the_next_level_is_open_and_not_passed():
    assert GAME.next_level("level-0", passed={"level-0", "level-1"}).id == "level-2"
    assert GAME.next_level("level-7", passed={"level-7"}).id == "level-0"
    assert GAME.next_level("level-7", passed=set(IDS)) is None


def test_an_unknown_level_names_the_nearest():
    with pytest.raises(NoSuchLevel, match="There is no level “xr”; did you mean “xor”"):
        campaign().level("xr")
    with pytest.raises(NoSuchLevel, match="there are: first-line, xor, noisy-spiral"):
        campaign().level("zzz")
    assert campaign().level("xor").id == "xor"


def test_each_level_is_of_the_chapter_that_lists_it():
    chapters = {chapter.id: chapter.level_ids for chapter in campaign().chapters}
    for level in campaign().levels:
        assert level.id in chapters[level.chapter]


def test_a_pack_tells_the_faults_of_all_its_files(tmp_path):
    (tmp_path / "one.json").write_text(text("one").replace("circle", "circel"))
    (tmp_path / "two.json").write_text("{}")
    (tmp_path / "pack.json").write_text(
        '{"format": 1, "title": "Pack", "chapters": '
        '[{"id": "all", "title": "All", "levels": ["one", "two", "three"]}]}'
    )
    with pytest.raises(LevelErrors) as caught:
        read_pack(tmp_path / "pack.json")
    lines = str(caught.value).replace(str(tmp_path), "").splitlines()
    assert "circel" in lines[0]
    assert lines[1].startswith("/two.json:1:1: format")
    assert lines[-1] == "/three.json: The file cannot be read: No such file or directory."


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        ('[{"id": "a", "title": "A", "levels": ["one", "one"]}]', "“one” is in this pack twice."),
        (
            '[{"id": "a", "title": "A", "levels": ["other"]}]',
            "The file other.json holds the level “one”.",
        ),
        ('[{"id": "a", "title": "A", "levels": ["../one"]}]', "Use small letters"),
        ("[]", "At least 1 item is needed here, found 0."),
    ],
)
def test_a_pack_must_fit_its_files(tmp_path, chapters, message):
    (tmp_path / "one.json").write_text(text("one"))
    (tmp_path / "other.json").write_text(text("one"))
    pack = f'{{"format": 1, "title": "Pack", "chapters": {chapters}}}'
    (tmp_path / "pack.json").write_text(pack)
    with pytest.raises(LevelErrors, match=r"pack\.json:1:") as caught:
        read_pack(tmp_path / "pack.json")
    assert message in str(caught.value)


def make_pack(folder, *level_ids):
    folder.mkdir()
    for level_id in level_ids:
        (folder / f"{level_id}.json").write_text(text(level_id))
    chapters = [{"id": "all", "title": "All", "levels": level_ids}]
    pack = {"format": 1, "title": "Pack", "chapters": chapters}
    (folder / "pack.json").write_text(json.dumps(pack))
    return folder / "pack.json"


def test_a_broken_level_hides_nothing_but_itself(tmp_path):
    path = make_pack(tmp_path / "mine", "one", "two", "three")
    (tmp_path / "mine" / "two.json").write_text("{")
    pack, faults = load_pack(path)
    assert [level.id for level in pack.levels] == ["one", "three"]
    assert pack.chapters[0].level_ids == ("one", "three")
    assert {fault.file for fault in faults} == {str(tmp_path / "mine" / "two.json")}


def test_a_chapter_without_a_sound_level_is_left_out(tmp_path):
    path = make_pack(tmp_path / "mine", "one")
    (tmp_path / "mine" / "one.json").unlink()
    pack, faults = load_pack(path)
    assert pack.chapters == pack.levels == ()
    assert "No such file" in faults[0].message


@pytest.mark.parametrize("order", ["", "{", '{"format": 99}', "[]"])
def test_without_a_readable_order_the_levels_are_there_all_the_same(tmp_path, order):
    path = make_pack(tmp_path / "mine", "two", "one")
    before, _ = load_pack(path)
    path.write_text(order)
    pack, faults = load_pack(path)
    assert [level.id for level in pack.levels] == ["one", "two"]
    assert [chapter.level_ids for chapter in pack.chapters] == [("one", "two")]
    assert {level.address for level in pack.levels} == {level.address for level in before.levels}
    assert {fault.file for fault in faults} == {str(path)}


def test_levels_belong_to_the_folder_of_their_pack(tmp_path):
    pack, _ = load_pack(make_pack(tmp_path / "mine", "xor"))
    (level,) = pack.levels
    assert level.origin == Origin("pack", "mine")
    assert level in pack
    assert level not in campaign()
    assert campaign().level("xor").address == ("campaign", "xor")


def test_a_pack_with_more_faults_than_are_told_is_a_broken_order(tmp_path):
    path = make_pack(tmp_path / "mine", *["one"] * 100)
    chapters = [{"id": name, "title": name, "levels": ["one"] * 100} for name in ("a", "b")]
    path.write_text(json.dumps({"format": 1, "title": "Pack", "chapters": chapters}))
    pack, faults = load_pack(path)
    assert [level.id for level in pack.levels] == ["one"]
    assert "there may be more" in faults[-1].message
