"""The error of a command that cannot be carried out."""

from __future__ import annotations


class CommandError(Exception):
    """One sentence for stderr, and the exit code: 2 for wrong usage, 1 when the answer is no."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code
