"""Every kind of data makes a level, and the key knows what they are."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.generators import GENERATORS
from levels import LevelErrors, parse_level, schema_text
from levels.data.bundled import DATASETS
from levels.formats.data import OPTIONS


def level(data, **changes):
    kind = {"metric": "accuracy", "at_least": 0.9}
    document = {"format": 1, "id": "probe", "title": "Probe", "data": data, "pass": kind}
    return parse_level(
        json.dumps(document | {key.rstrip("_"): own for key, own in changes.items()})
    )


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_every_generator_needs_only_its_name(name):
    generator = GENERATORS[name]
    task = generator.task(**generator.values({}))
    values = task.kind == "regression"
    mse = {"pass_": {"metric": "mse", "at_most": 0.1}} if values else {}
    read = level({"generator": name}, **mse)
    assert read.task == task
    dataset = read.dataset()
    sizes = (len(dataset.train), len(dataset.validation), len(dataset.test))
    assert sizes == read.data.counts
    assert sizes == (200, 400, 1000) or generator.table


def test_a_truth_table_is_whole_or_drawn():
    whole = level({"generator": "parity"}).dataset()
    assert len(whole.train) == len(whole.test) == 16
    counts = {"train": 500, "validation": 300, "test": 300}
    drawn = level({"generator": "parity", "bits": 30} | counts)
    assert drawn.task.columns[-1] == "x30"
    assert len(drawn.dataset().train) == 500


def test_options_reach_the_generator():
    assert level({"generator": "pinwheel", "arms": 5}).task.output_ids[-1] == "y5"
    assert level({"generator": "encoder", "bits": 4}).task.classes == 4
    straight = level({"generator": "pinwheel", "twist": 0}).dataset().train
    assert np.abs(straight.x[straight.labels == 0, 1]).max() < 1e-12


def test_a_data_set_is_split_as_told():
    read = level({"dataset": "iris", "train": 90, "validation": 30, "test": 30, "seed": 2})
    assert read.task.columns == ("x1", "x2", "x3", "x4")
    assert read.task.labels == ("sepal length", "sepal width", "petal length", "petal width")
    assert read.task.output_ids == ("y1", "y2", "y3")
    dataset = read.dataset()
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (90, 30, 30)
    digits = level({"dataset": "digits", "train": 1200, "validation": 297, "test": 300})
    assert digits.task.image == (8, 8)
    assert digits.rules.inputs == digits.task.columns


def test_points_may_be_pixels():
    rows = [[0, 1, 1, 0, 0, 0, 0], [1, 0, 0, 1, 1, 1, 1]]
    assert level({"points": rows, "image": [3, 2]}).task.image == (3, 2)
    assert level({"points": rows}).task.image is None


def test_the_key_knows_the_data_and_not_how_they_are_told():
    plain = level({"generator": "parity"}).key
    assert level({"generator": "parity", "bits": 4, "noise": 0}).key == plain
    assert level({"generator": "parity", "bits": 5}).key != plain
    assert level({"generator": "symmetry", "bits": 4}).key != plain
    counts = {"train": 200, "validation": 400, "test": 1000}
    assert level({"generator": "parity"} | counts).key != plain
    assert level({"generator": "circle"} | counts).key == level({"generator": "circle"}).key
    spiral = level({"generator": "spiral"}).key
    assert level({"generator": "spiral", "turns": 1.75}).key == spiral
    assert level({"generator": "spiral", "turns": 1.5}).key != spiral
    points = [[0, 1, 1], [1, 0, 0]]
    assert level({"points": points, "image": [2, 1]}).key == level({"points": points}).key
    split = {"dataset": "iris", "train": 90, "validation": 30, "test": 30}
    assert level(split).key != level(split | {"seed": 1}).key


def test_a_full_table_counts_for_the_memory_of_the_judge():
    terms = {"metric": "accuracy", "at_least": 0.9, "seeds": list(range(32))}
    with pytest.raises(LevelErrors, match="lower the samples"):
        level({"generator": "parity", "bits": 14}, pass_=terms)
    assert level({"generator": "parity", "bits": 11}, pass_=terms)


FIELDS = ("train", "validation", "test", "noise", "flip", "clean_test", "seed", "image", *OPTIONS)
VALUES = (None, 0, 1, 2, 3, 6, 7, 8, 15, 63, 64, 65, 0.5, -1, 1e6, True, "x", [], [2, 2], {})
SOURCES = (
    *({"generator": name} for name in (*GENERATORS, "spirale")),
    *({"dataset": name} for name in (*DATASETS, "irish")),
    {"points": [[0, 1, 0], [1, 0, 1], [1, 1, 2]]},
)


@given(
    st.sampled_from(SOURCES),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(VALUES), max_size=5),
    st.sampled_from([{"metric": "accuracy", "at_least": 0.9}, {"metric": "mse", "at_most": 0.1}]),
)
def test_any_data_give_faults_or_a_level(source, told, terms):
    try:
        read = level(source | told, pass_=terms)
    except LevelErrors as error:
        wrong = [own for own in error.errors if not own.message or own.line != 1]
        assert wrong == []
    else:
        assert len(read.dataset().train) == read.data.counts[0] >= 2


def test_the_schema_knows_all_names():
    defined = json.loads(schema_text("level"))["$defs"]
    generated = defined["GeneratedFormat"]
    assert generated["properties"]["generator"]["enum"] == list(GENERATORS)
    branches = {own["properties"].pop("generator")["const"]: own for own in generated["oneOf"]}
    for own in GENERATORS.values():
        assert list(branches[own.name]["properties"]) == [option.name for option in own.options]
    assert defined["DatasetFormat"]["properties"]["dataset"]["enum"] == list(DATASETS)


def manual():
    return (Path(__file__).parents[3] / "docs" / "level-format.md").read_text(encoding="utf-8")


def generator_table():
    """Every generator as a row of the manual."""
    rows = ["| generator | distribution | `noise` | options |", "|---|---|---|---|"]
    for own in GENERATORS.values():
        options = "; ".join(
            f"`{option.name}`: {option.description}, {option.allowed} ({option.default:g} when "
            "left out)"
            for option in own.options
        )
        rows.append(f"| `{own.name}` | {own.summary} | {own.noise} | {options} |")
    return "\n".join(rows)


def test_the_manual_tells_every_generator():
    assert generator_table() in manual(), f"docs/level-format.md needs:\n{generator_table()}"


def test_the_manual_tells_every_data_set():
    for own in DATASETS.values():
        assert f"| `{own.name}` | {own.summary} |" in manual()
