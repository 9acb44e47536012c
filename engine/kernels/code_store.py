"""What keeps compiled kernels between two starts of the program."""

from __future__ import annotations

from typing import Protocol


class CodeStore(Protocol):
    """Keeps pieces of machine code, each under a key that says what it was made from.

    Whoever loads a piece unpickles and runs it: `load` returns exactly the bytes that were saved
    under that very key, or None.
    """

    def has_any(self) -> bool:
        """Whether there is anything to load; cheap, and no check of it."""

    def load(self, key: str) -> bytes | None:
        """What was saved under the key; None when it is missing or damaged."""

    def save(self, key: str, code: bytes) -> None:
        """Keep it in place of what was there.

        Raises:
            OSError: when it cannot be kept; then the former content is kept, or none.
        """

    def discard(self, key: str) -> None:
        """Remove what is kept under the key, if anything."""
