"""A file that is being read: its text, positions of its values, and the faults so far."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from levels.errors import MAX_FAULTS, LevelError, LevelErrors, Path, path_text
from levels.formats.migration import Step, UnknownFormat, migrate
from levels.reading.explain import Guide
from levels.reading.files import decode
from levels.reading.json_scanner import BrokenJson, Fault, Lines, Spot, scan

Model = TypeVar("Model", bound=BaseModel)
_TAG = "tag:"
_ATTEMPTS = 6


class SourceFile:
    """One text and what is wrong with it.

    Args:
        content: the text, or the bytes of a file.
        source: what messages call it.

    Raises:
        LevelErrors: when it is no JSON object at all.
    """

    def __init__(self, content: str | bytes, source: str) -> None:
        self.source = source
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        text = decode(data, source)
        self._lines = Lines(text)
        self._errors: dict[LevelError, None] = {}
        self._faulty = _Paths()
        self._unsound = _Paths()
        self._spot = Spot(0)
        try:
            scanned = scan(text)
        except BrokenJson as broken:
            self._add_faults(broken.faults)
            self.give_up()
        self._spot = scanned.spot
        self._add_faults(scanned.faults)
        self.value: Any = scanned.value
        if not isinstance(self.value, dict):
            self.add((), "Expected an object in braces.")
            self.give_up()

    def add(self, path: Path, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Note a fault at a path; ``at_key`` points at the key instead of its value.

        It is left out where the value is known to be unsound: each fault is reported once.
        """
        if not self._unsound.meet(path):
            self._note(self._offset(path, at_key=at_key), path, message, hint)

    @property
    def errors(self) -> list[LevelError]:
        """All faults so far, in the order of the file."""
        return sorted(self._errors, key=lambda own: (own.line, own.column))

    def has_fault_under(self, path: Path) -> bool:
        """Whether something at the path or within was at fault."""
        return self._faulty.lie_within(path)

    def raise_errors(self) -> None:
        """Raise `LevelErrors` if there are any faults."""
        if self._errors:
            self.give_up()

    def give_up(self) -> NoReturn:
        """Raise `LevelErrors` with all faults in the order of the file, `MAX_FAULTS` at most."""
        errors = self.errors
        if len(errors) >= MAX_FAULTS:
            last = errors[-1]
            more = f"Reading stopped after {MAX_FAULTS} faults; there may be more."
            errors.append(LevelError(self.source, last.line, last.column, "", more))
        raise LevelErrors(errors)

    def migrate(self, current: int, steps: Mapping[int, Step]) -> None:
        """Bring the value to the current format; raises for a version that cannot be read."""
        version = self.value.get("format")
        if (
            not isinstance(version, int)
            or isinstance(version, bool)
            or self._unsound.meet(("format",))
        ):
            return  # the model reports what is wrong with it
        try:
            self.value = migrate(self.value, current, steps)
        except UnknownFormat as error:
            self._errors.clear()
            self._unsound = _Paths()
            self.add(("format",), str(error))
            self.give_up()

    def validate(self, model: type[Model], stand_ins: Mapping[str, Any]) -> Model:
        """The value as a model, noting all faults.

        So that later checks can still be made on the sound parts, what is at fault is left out or
        replaced by a stand-in, and the rest validated again.

        Raises:
            LevelErrors: when too much is at fault to go on.
        """
        sound: dict[str, Any] = self.value
        attempts = 0
        while True:
            try:
                # By way of JSON, because strict pydantic takes a list for a tuple only there.
                return model.model_validate_json(json.dumps(sound))
            except ValidationError as error:
                errors = error.errors(include_url=False)[: MAX_FAULTS + 1]
            if not attempts:
                self._note_errors(errors, Guide(model))
                sound = copy.deepcopy(self.value)
            for found in errors:
                _leave_out(sound, self._path(found["loc"]), found["type"], stand_ins)
            attempts += 1
            if attempts == _ATTEMPTS:
                self.give_up()

    def _note_errors(self, errors: Sequence[Mapping[str, Any]], guide: Guide) -> None:
        paths = []
        for found in errors:
            path = self._path(found["loc"])
            if _is_echo(found):
                continue
            unknown = found["type"] == "extra_forbidden"
            self.add(path, guide.sentence(found, path), guide.hint(path), at_key=unknown)
            if not unknown:
                paths.append(path)
        for path in paths:
            self._unsound.add(path)

    def _path(self, location: tuple[int | str, ...]) -> Path:
        return tuple(part for part in location if not str(part).startswith(_TAG))

    def _offset(self, path: Path, *, at_key: bool) -> int:
        """Offset of the value at the path, or of the nearest thing around it that is there."""
        spot = self._spot
        for depth, part in enumerate(path):
            if part not in spot.children:
                break
            if at_key and depth == len(path) - 1 and isinstance(part, str):
                return spot.keys[part]
            spot = spot.children[part]
        return spot.offset

    def _add_faults(self, faults: tuple[Fault, ...]) -> None:
        for fault in faults:
            self._unsound.add(fault.path)
            self._note(fault.offset, fault.path, fault.message)

    def _note(self, offset: int, path: Path, message: str, hint: str = "") -> None:
        line, column = self._lines.place(offset)
        error = LevelError(self.source, line, column, path_text(path), message, hint)
        self._errors[error] = None
        self._faulty.add(path)
        if len(self._errors) == MAX_FAULTS:
            self.give_up()


class _Paths:
    """A set of paths, asked in time proportional to the length of a path."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._stems: set[Path] = set()

    def add(self, path: Path) -> None:
        """Add a path."""
        self._paths.add(path)
        self._stems.update(path[:length] for length in range(len(path) + 1))

    def lie_within(self, path: Path) -> bool:
        """Whether one of them is the path or leads to something within it."""
        return path in self._stems

    def meet(self, path: Path) -> bool:
        """Whether one of them lies within the path or around it."""
        around = (path[:length] in self._paths for length in range(len(path) + 1))
        return path in self._stems or any(around)


def _is_echo(found: Mapping[str, Any]) -> bool:
    """Whether a list is called too short only because some of its items are at fault."""
    return found["type"] == "too_short" and bool(len(found["input"]) >= found["ctx"]["min_length"])


def _leave_out(value: dict[str, Any], path: Path, kind: str, stand_ins: Mapping[str, Any]) -> None:
    """Take what is at fault away: the key itself, or what holds the key that is missing.

    Lists are taken away as a whole, so that the places of what is left stay the same.
    """
    if kind == "missing":
        path = path if path[:1] in {(name,) for name in stand_ins} else path[:-1]
    keys = [str(part) for part in takewhile(lambda part: isinstance(part, str), path)]
    if not keys:
        return
    holder: Any = value
    for key in keys[:-1]:
        holder = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(holder, dict):
        holder.pop(keys[-1], None)
        if len(keys) == 1 and keys[0] in stand_ins:
            holder[keys[0]] = stand_ins[keys[0]]
