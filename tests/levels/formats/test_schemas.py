"""The published schemas are those of the formats, and tell about every field."""

import json
from pathlib import Path

import pytest

from engine import METRICS
from levels import parse_level, schema_text
from levels.formats.schemas import SCHEMAS, field_tables, schema_path, write_schemas
from levels.summary import CAMPAIGN_FOLDER


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_fresh(name):
    kept = schema_path(name).read_text(encoding="utf-8")
    assert kept == schema_text(name), (
        'Write it anew: python -c "from levels.formats.schemas import *; write_schemas()"'
    )


def test_all_schemas_are_written_at_once(tmp_path):
    write_schemas(tmp_path)
    published = {path.name: path.read_bytes() for path in schema_path("level").parent.iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == published


def fields(schema):
    definitions = [schema, *schema.get("$defs", {}).values()]
    branches = [branch for own in definitions for branch in own.get("oneOf", ())]
    for definition in definitions + branches:
        for name, told in definition.get("properties", {}).items():
            if "const" not in told:
                yield name, told


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_has_a_description_and_an_example(name):
    for field, told in fields(json.loads(schema_text(name))):
        assert told.get("description", "").endswith("."), field
        assert told.get("examples"), field


def test_a_minimal_level_has_five_fields():
    schema = json.loads(schema_text("level"))
    assert schema["required"] == ["format", "id", "title", "data", "pass"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_unknown_is_allowed(name):
    schema = json.loads(schema_text(name))
    for definition in [schema, *schema["$defs"].values()]:
        # Where the options of generators are in branches, only the second looks into them.
        keywords = ("additionalProperties", "unevaluatedProperties")
        assert [definition[own] for own in keywords if own in definition] == [False]


def test_the_campaign_names_the_schemas():
    for path in CAMPAIGN_FOLDER.glob("*.json"):
        link = json.loads(path.read_text(encoding="utf-8"))["$schema"]
        assert (path.parent / link).resolve().is_file()


def manual():
    return (Path(__file__).parents[3] / "docs" / "level-format.md").read_text(encoding="utf-8")


def metric_table():
    """Every metric as a row of the manual."""
    head = ["| metric | for | threshold | what it is |", "|---|---|---|---|"]
    rows = [
        f"| `{own.name}` | {own.kind} | `{own.threshold_field}` | {own.description} |"
        for own in METRICS.values()
    ]
    return "\n".join(head + rows)


def test_the_manual_tells_every_metric():
    assert metric_table() in manual(), f"docs/level-format.md needs:\n{metric_table()}"


def test_the_manual_tells_every_field():
    assert field_tables("level") in manual(), (
        "Put the tables of `levels.formats.schemas.field_tables('level')` "
        "into docs/level-format.md."
    )


def test_the_examples_of_the_manual_are_levels():
    blocks = [block.split("```")[0] for block in manual().split("```json\n")[1:]]
    levels = [parse_level(block) for block in blocks if block.startswith("{\n")]
    assert len(levels) == 2
    assert levels[1].is_proven
