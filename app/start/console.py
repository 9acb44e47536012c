"""What is said to whoever started the game from a terminal."""

from __future__ import annotations

import sys
from contextlib import suppress


def tell(sentence: str) -> None:
    """Write a line on stderr, where there is one: the terminal may have been closed."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"neural-bonsai: {sentence}\n")
        sys.stderr.flush()
