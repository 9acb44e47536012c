"""The published JSON Schemas, made from the formats.

They are kept in ``levels/schema/``; after a change of a format, write them anew:
``python -c "import levels.formats.schemas; levels.formats.schemas.write_schemas()"``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel

from levels.formats.level import LevelFormat
from levels.formats.pack import PackFormat
from levels.formats.solution import SolutionFormat

SchemaName = Literal["level", "solution", "pack"]
SCHEMAS: Final[dict[SchemaName, type[BaseModel]]] = {
    "level": LevelFormat,
    "solution": SolutionFormat,
    "pack": PackFormat,
}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: SchemaName) -> str:
    """The JSON Schema of a format, as text."""
    schema = {"$schema": _DIALECT} | SCHEMAS[name].model_json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_path(name: SchemaName) -> Path:
    """Where the schema is kept."""
    return Path(str(files("levels"))) / "schema" / f"{name}.schema.json"


def field_tables(name: SchemaName) -> str:
    """Every field of a format as Markdown tables, one for each object; for the documentation."""
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    objects = {"": schema} | schema["$defs"]
    tables = [_table(title, told) for title, told in objects.items() if "properties" in told]
    return "\n".join(tables)


def _table(title: str, told: Mapping[str, Any]) -> str:
    heading = [f"### {title.removesuffix('Format')}", "", told["description"], ""] if title else []
    required = told.get("required", [])
    rows = []
    for field, own in told["properties"].items():
        name = f"`{field}` (needed)" if field in required else f"`{field}`"
        example = json.dumps(own["examples"][0], ensure_ascii=False)
        rows.append(f"| {name} | {own['description']}{_choices(own)} | `{example}` |")
    rows += _option_rows(told.get("oneOf", ()))
    head = ["| field | what it is for | example |", "|---|---|---|"]
    return "\n".join([*heading, *head, *rows]) + "\n"


def _option_rows(branches: Iterable[Mapping[str, Any]]) -> list[str]:
    """One row for each option that generators have, with the names of those."""
    owners: dict[str, list[str]] = {}
    options: dict[str, Mapping[str, Any]] = {}
    for branch in branches:
        generator, *_ = (own["const"] for own in branch["properties"].values() if "const" in own)
        for name, own in branch["properties"].items():
            if "const" not in own:
                owners.setdefault(name, []).append(f"`{generator}`")
                options[name] = own
    return [
        f"| `{name}` | Option of {', '.join(owners[name])}. | `{own['examples'][0]:g}` |"
        for name, own in options.items()
    ]


def _choices(field: Mapping[str, Any]) -> str:
    """The words that a field may hold, where they are few."""
    words = [word for option in (field, *field.get("anyOf", ())) for word in option.get("enum", ())]
    return f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def write_schemas() -> None:
    """Write all schemas to where they are kept."""
    for name in SCHEMAS:
        schema_path(name).write_text(schema_text(name), encoding="utf-8")
