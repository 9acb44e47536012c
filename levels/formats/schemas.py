"""The published JSON Schemas, generated from the formats.

They are committed in ``levels/schema/``; after a change of a format, regenerate them:
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
_FOLDER: Final = Path(str(files("levels"))) / "schema"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: SchemaName) -> str:
    """The JSON Schema of a format, as text."""
    schema = {"$schema": _DIALECT} | SCHEMAS[name].model_json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_path(name: SchemaName, folder: Path = _FOLDER) -> Path:
    """Path of the committed schema, or of the same schema in another folder."""
    return folder / f"{name}.schema.json"


def field_tables(name: SchemaName) -> str:
    """Every field of a format as Markdown tables, one for each object; for the documentation."""
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    objects = {"": schema} | schema["$defs"]
    tables = [_table(title, own) for title, own in objects.items() if "properties" in own]
    return "\n".join(tables)


def _table(title: str, schema: Mapping[str, Any]) -> str:
    heading = (
        [f"### {title.removesuffix('Format')}", "", schema["description"], ""] if title else []
    )
    required = schema.get("required", [])
    rows = []
    for field, own in schema["properties"].items():
        name = f"`{field}` (needed)" if field in required else f"`{field}`"
        example = json.dumps(own["examples"][0], ensure_ascii=False)
        rows.append(f"| {name} | {own['description']}{_choices(own)} | `{example}` |")
    rows += _option_rows(schema.get("oneOf", ()))
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
    """The values that a field may have, where they are listed."""
    words = [word for option in (field, *field.get("anyOf", ())) for word in option.get("enum", ())]
    return f" One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def write_schemas(folder: Path = _FOLDER) -> None:
    """Write all schemas into a folder that is there."""
    for name in SCHEMAS:
        schema_path(name, folder).write_text(schema_text(name), encoding="utf-8")
