"""The published JSON Schemas, made from the formats.

They are kept in ``levels/schema/``; after a change of a format, write them anew:
``python -c "import levels.schemas; levels.schemas.write_schemas()"``.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel

from levels.level_format import LevelFormat, PackFormat
from levels.solution_format import SolutionFormat

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


def write_schemas() -> None:
    """Write all schemas to where they are kept."""
    for name in SCHEMAS:
        schema_path(name).write_text(schema_text(name), encoding="utf-8")
