"""``neural-bonsai`` and ``python -m app``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say (those of the process when None); returns the exit code."""
    try:
        # Here, so that Ctrl+C ends the imports without a traceback too.
        from app.cli.output import finish_output, prepare_output
        from app.cli.run import run

        prepare_output()
        code = run(sys.argv[1:] if arguments is None else arguments)
        finish_output()
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


if __name__ == "__main__":
    sys.exit(main())
