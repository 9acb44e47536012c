"""Every faulty level gives its exact messages, at once, quickly; sound ones give a level."""

import contextlib
import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levels import LevelErrors, Medal, MedalTexts, campaign, parse_level, read_level
from levels.summary import CAMPAIGN_FOLDER

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
MINIMAL = {
    "format": 1,
    "id": "probe",
    "title": "Probe",
    "data": {"generator": "circle"},
    "pass": {"metric": "accuracy", "at_least": 0.9},
}


def faults(content, source="level"):
    with pytest.raises(LevelErrors) as caught:
        parse_level(content, source)
    return caught.value.errors


def level(**changes):
    return parse_level(json.dumps(MINIMAL | {key.rstrip("_"): own for key, own in changes.items()}))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_faulty_level_is_told_exactly(name):
    path = HERE / "malformed" / f"{name}.json"
    started = time.monotonic()
    with pytest.raises(LevelErrors) as caught:
        read_level(path)
    assert time.monotonic() - started < 1
    told = [
        {"line": own.line, "column": own.column, "path": own.path, "message": own.message}
        for own in caught.value.errors
    ]
    assert told == EXPECTED[name]


def test_the_corpus_is_whole():
    files = {path.stem for path in (HERE / "malformed").glob("*.json")}
    assert files == set(EXPECTED)
    assert len(files) >= 100


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_messages_are_sentences_that_are_safe_to_show(name):
    for fault in EXPECTED[name]:
        message = fault["message"]
        assert message[0].isupper() or message[0] in "“-0123456789", message
        assert message[-1] in ".?…)", message
        assert message.isprintable()
        assert len(message) < 200


def test_a_message_names_file_line_column_and_path():
    error = faults('{\n  "format": 1,\n  "id": 7\n}', "my.json")[-1]
    assert str(error) == "my.json:3:9: id: Expected text in double quotes, found 7."
    assert error.hint == (
        'Short name of the level: small letters, digits and hyphens. Example: "xor"'
    )


def test_all_errors_stand_on_lines_of_their_own():
    with pytest.raises(LevelErrors) as caught:
        parse_level("{}", "empty.json")
    lines = str(caught.value).splitlines()
    assert len(lines) == 5
    assert lines[0] == "empty.json:1:1: format: “format” is missing."


def test_five_fields_make_a_level():
    read = level()
    assert read.task.columns == ("x1", "x2")
    assert read.terms.seeds == (1, 2, 3, 4, 5)
    assert read.terms.needed == 4
    assert read.start.network.parameters == 1  # the output and its bias
    assert [node.id for node in read.start.network.outputs] == ["y"]
    assert not read.is_proven
    assert read.rules.faults(read.start) == []


def test_numbers_are_learnt_with_squared_error():
    read = level(data={"generator": "line"}, pass_={"metric": "mse", "at_most": 0.1})
    assert read.training.loss == "squared-error"
    assert read.rules.inputs == ("x1",)


def test_points_are_taken_as_they_are():
    rows = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    dataset = level(data={"points": rows}).dataset()
    np.testing.assert_array_equal(dataset.train.x, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(dataset.train.labels, [0, 1, 1, 0])
    np.testing.assert_array_equal(dataset.test.x, dataset.train.x)


def test_three_classes_need_three_outputs():
    rows = [[0, 0, 0], [0, 1, 1], [1, 0, 2]]
    read = level(data={"points": rows, "test_points": [[0, 0.1, 0], [0, 0.9, 1]]})
    assert read.task.output_ids == ("y1", "y2", "y3")
    assert len(read.dataset().test) == 2


def test_points_of_a_curve():
    rows = [[0, 1.5], [1, 2.5], [2, 3.5]]
    data = {"points": rows, "task": "regression"}
    read = level(data=data, pass_={"metric": "mse", "at_most": 0.1})
    assert read.task.kind == "regression"
    np.testing.assert_array_equal(read.dataset().train.y[:, 0], [1.5, 2.5, 3.5])


def test_a_setting_that_is_off_or_free_changes_no_key_but_a_locked_one_does():
    plain = level().key
    for value in (None, 1.0):
        assert level(training={"gradient_clipping": value}).key == plain
    locked = level(training={"gradient_clipping": 1.0, "locked": ["gradient_clipping"]})
    assert locked.key != plain


def test_an_activation_that_was_added_to_the_game_changes_no_key():
    first = ["identity", "tanh", "sigmoid", "relu", "leaky-relu", "elu", "softplus"]
    first += ["sine", "abs", "square", "gaussian", "step"]
    assert level().key == level(palette={"activations": first}).key
    assert level().key != level(palette={"activations": first[1:]}).key


def test_texts_and_medals_do_not_change_the_key_but_the_threshold_does():
    plain = level().key
    assert level(title="Another", brief="Else.", medals={"branch": 40}).key == plain
    assert level(palette={"inputs": ["x2", "x1"]}).key == plain
    assert level(pass_={"metric": "accuracy", "at_least": 0.91}).key != plain
    assert level(data={"generator": "circle", "seed": 1}).key != plain
    assert level(palette={"max_neurons": 4}).key != plain
    assert level(palette={"skip_links": False}).key != plain
    assert level(palette={"skip_links": True}).key == plain
    assert level(pass_={"metric": "accuracy", "at_least": 0.9, "seeds": [7, 8]}).key != plain
    fewer = {"metric": "accuracy", "at_least": 0.9, "needed": 1}
    assert level(pass_=fewer).key != plain
    assert level(training={"epochs": 50}).key == plain
    assert level(training={"epochs": 50, "locked": ["epochs"]}).key != plain


def test_a_byte_order_mark_is_no_fault():
    assert parse_level(b"\xef\xbb\xbf" + json.dumps(MINIMAL).encode()).id == "probe"


def test_the_largest_level_is_read_whole():
    rows = [[i % 173, i % 7, i % 2] for i in range(20_000)]
    read = level(data={"points": rows}, palette={"max_neurons": 8})
    assert len(read.dataset().train) == 20_000


@pytest.mark.parametrize("name", ["first-line", "xor", "noisy-spiral"])
def test_cut_or_spoiled_files_give_faults_or_a_level_but_no_crash(name):
    text = (CAMPAIGN_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    for at in range(0, len(text) - 2, 37):
        with pytest.raises(LevelErrors):
            parse_level(text[:at])
        for other in '"{],:9\\':
            with contextlib.suppress(LevelErrors):
                parse_level(text[:at] + other + text[at + 1 :])


def test_the_campaign_levels_are_sound():
    assert [own.id for own in campaign().levels] == ["first-line", "xor", "noisy-spiral"]
    for own in campaign().levels:
        assert own.is_proven
        assert own.rules.faults(own.author_solution) == []
        assert own.rules.faults(own.start) == []
        assert len(own.hints) == 3
        assert own.brief.count(".") + own.brief.count("?") <= 2
        assert all(own.after.text_for(medal) for medal in Medal)
        assert own.license == "CC0-1.0"


def test_a_text_for_those_who_pass_may_depend_on_the_medal():
    assert level(after="Well done.").after == MedalTexts(leaf="Well done.")
    assert level(after={"blossom": "So few!"}).after == MedalTexts(blossom="So few!")
    assert level().after == MedalTexts()


def test_texts_for_those_who_pass_do_not_change_the_key():
    assert level(after={"leaf": "Well done."}).key == level().key


ANYTHING = """null true 0 -1 1 0.5 1e15 100000000000000 "" "x1" "y" "tanh" "tag:points" [] {} [[]]
[1,2] ["x1","y"] [["x1","y",2]] {"id":"h1"} {"points":[[0,0],[1,1]]} {"generator":"line"}"""
anything = st.sampled_from(ANYTHING.split()).map(json.loads)


def places(value):
    """Every path of a document."""
    yield ()
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield (key,)
        if isinstance(inner, dict | list):
            yield from ((key, *rest) for rest in places(inner) if rest)


@pytest.mark.parametrize("name", ["xor", "noisy-spiral"])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
@given(st.data())
def test_any_value_in_any_place_gives_faults_or_a_level(name, data):
    document = json.loads((CAMPAIGN_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        *outer, last = data.draw(st.sampled_from([path for path in places(document) if path]))
        holder = document
        for part in outer:
            holder = holder[part]
        key = data.draw(st.sampled_from([last, "more"])) if isinstance(holder, dict) else last
        holder[key] = data.draw(anything)
    text = json.dumps(document, indent=1)
    try:
        parse_level(text).dataset()
    except LevelErrors as told:
        lines = text.count("\n") + 1
        wrong = [own for own in told.errors if not (1 <= own.line <= lines and own.message)]
        assert wrong == []
