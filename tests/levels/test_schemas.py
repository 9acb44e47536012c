"""The published schemas are those of the formats, and tell about every field."""

import json

import pytest

from levels import schema_text
from levels.campaign import campaign_folder
from levels.schemas import SCHEMAS, schema_path


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_fresh(name):
    kept = schema_path(name).read_text(encoding="utf-8")
    assert kept == schema_text(name), (
        'Write it anew: python -c "import levels.schemas; levels.schemas.write_schemas()"'
    )


def fields(schema):
    for definition in [schema, *schema.get("$defs", {}).values()]:
        yield from definition.get("properties", {}).items()


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
        assert definition["additionalProperties"] is False


def test_the_campaign_names_the_schemas():
    for path in campaign_folder().glob("*.json"):
        link = json.loads(path.read_text(encoding="utf-8"))["$schema"]
        assert (path.parent / link).resolve().is_file()
