"""Sentences for the validation errors of pydantic."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import BaseModel

from levels.errors import Path, nearest, shown

Context = Mapping[str, Any]
Explain = Callable[[Context, Any], str]

_PATTERNS: Final = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Use small letters, digits and single hyphens, as in “two-moons”",
    r"^[^\n]*$": "This text must be one line",
    r"^[A-Za-z0-9_^*().]{1,64}$": "The name of a node has 1 to 64 letters, digits or _",
}


def found(value: Any) -> str:
    """A short description of a value for a message."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"“{shown(value)}”"
    if isinstance(value, list | tuple):
        return "a list"
    return "an object" if isinstance(value, dict) else figure(value)


def figure(value: float) -> str:
    """A number with thousands separators: 20,000 or 0.5."""
    whole = float(value).is_integer() and abs(value) < 1e15
    return f"{int(value):,}" if whole else f"{value!r}"


def _kind(expected: str) -> Explain:
    return lambda _context, value: f"Expected {expected}, found {found(value)}."


def _bound(words: str, key: str) -> Explain:
    def explain(context: Context, value: Any) -> str:
        return f"Must be {words} {figure(context[key])}, found {found(value)}."

    return explain


def _pattern(context: Context, value: Any) -> str:
    rule = _PATTERNS.get(context["pattern"], f"Must match {context['pattern']}")
    return f"{rule}; found {found(value)}."


def _literal(context: Context, value: Any) -> str:
    choices = re.findall(r"'([^']*)'", context["expected"])
    near = difflib.get_close_matches(str(value), choices, n=1)
    hint = f"; did you mean “{near[0]}”?" if near else "."
    listing = ", ".join(f"“{choice}”" for choice in choices)
    return f"Expected one of {listing}, found {found(value)}{hint}"


def _too_many(context: Context, value: Any) -> str:
    return f"At most {context['max_length']:,} items fit here, found {len(value):,}."


def _too_few(context: Context, value: Any) -> str:
    least = context["min_length"]
    items = "1 item is" if least == 1 else f"{least:,} items are"
    return f"At least {items} needed here, found {len(value):,}."


def _too_long(context: Context, value: Any) -> str:
    return f"At most {context['max_length']:,} characters fit here, found {len(value):,}."


_OBJECT: Final = _kind("an object in braces")
_LIST: Final = _kind("a list in brackets")
_WHOLE: Final = _kind("a whole number")

_SENTENCES: Final[Mapping[str, Explain]] = {
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _kind("a number"),
    "bool_type": _kind("true or false"),
    "string_type": _kind("text in double quotes"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "literal_error": _literal,
    "greater_than": _bound("above", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("below", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_too_short": lambda _context, _value: "This text is empty.",
    "too_long": _too_many,
    "too_short": _too_few,
}


class Guide:
    """What a format expects at each path, read from its JSON Schema."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._root: dict[str, Any] = model.model_json_schema()

    def sentence(self, error: Mapping[str, Any], path: Path) -> str:
        """The sentence for one of pydantic's errors."""
        kind, last = error["type"], path[-1] if path else ""
        if kind == "missing":
            return _missing(last)
        if kind == "extra_forbidden":
            key, known = str(last), self._keys(path[:-1])
            if key in known:
                return f"“{key}” cannot stand beside the other keys here."
            return f"Unknown key “{shown(key)}”{nearest(key, known)}"
        explain = _SENTENCES.get(kind)
        if explain:
            return explain(error.get("ctx", {}), error["input"])
        return f"{error['msg']}."

    def hint(self, path: Path) -> str:
        """What the field at that path is for, with an example; empty when there is no field."""
        for schema in self._at(path[:-1]) if path else ():
            field = schema.get("properties", {}).get(path[-1], {})
            if "description" in field:
                example = field.get("examples", [None])[0]
                return f"{field['description']} Example: {_json(example)}"
        return ""

    def _keys(self, path: Path) -> list[str]:
        keys = [key for schema in self._at(path) for key in schema.get("properties", {})]
        return [key for key in dict.fromkeys(keys) if not key.startswith("$")]

    def _at(self, path: Path) -> list[dict[str, Any]]:
        options = self._expand(self._root)
        for part in path:
            inner = [self._inside(schema, part) for schema in options]
            options = [own for schema in inner if schema for own in self._expand(schema)]
        return options

    @staticmethod
    def _inside(schema: dict[str, Any], part: str | int) -> dict[str, Any] | None:
        if isinstance(part, str):
            return schema.get("properties", {}).get(part)  # type: ignore[no-any-return]
        prefix = schema.get("prefixItems", [])
        return prefix[part] if part < len(prefix) else schema.get("items")

    def _expand(self, schema: dict[str, Any]) -> list[dict[str, Any]]:
        if "$ref" in schema:
            return self._expand(self._root["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
        choices = schema.get("anyOf", []) + schema.get("oneOf", [])
        whole = [schema] if "properties" in schema or not choices else []
        return whole + [own for choice in choices for own in self._expand(choice)]


def _missing(last: str | int) -> str:
    if isinstance(last, int):
        return f"This list is too short: its item {last + 1} is missing."
    return f"“{last}” is missing."


def _json(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_json(own)}' for key, own in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_json(own) for own in value) + "]"
    return f'"{value}"' if isinstance(value, str) else found(value)
