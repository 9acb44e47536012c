"""``neural-bonsai`` and ``python -m app``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.cli.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say (those of the process when None); returns the exit code."""
    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
