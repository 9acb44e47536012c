"""How sturdiness is written to the records: one character a start, 1 where it passed, else 0."""

from __future__ import annotations

from engine.judging.tally import Sturdiness, Tally


def text_hash(text: str) -> str:
    """What a judged solution is called by there: the SHA-256 of its text, in hexadecimal."""
    import hashlib  # not before there is a verdict

    return hashlib.sha256(text.encode()).hexdigest()


def as_row(found: Sturdiness) -> tuple[str, str | None]:
    """The columns ``starts`` and ``draws``.

    Raises:
        ValueError: when not all starts are done.
    """
    if not found.is_complete:
        raise ValueError("Sturdiness is kept when all starts are done.")
    return _digits(found.starts), None if found.draws is None else _digits(found.draws)


def from_row(starts: str, draws: str | None) -> Sturdiness | None:
    """What the columns hold; None when they are damaged."""
    tallies = [_tally(digits) for digits in (starts, draws) if digits is not None]
    sound = [tally for tally in tallies if tally is not None]
    return Sturdiness(*sound) if sound and len(sound) == len(tallies) else None


def _digits(tally: Tally) -> str:
    return "".join("1" if passed else "0" for passed in tally.outcomes)


def _tally(digits: str) -> Tally | None:
    if not digits or set(digits) - {"0", "1"}:
        return None
    return Tally(tuple(digit == "1" for digit in digits), len(digits))
