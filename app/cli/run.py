"""From arguments to an exit code: 0 fine, 1 the answer is no, 2 wrong usage, 130 interrupted."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Final

from app.cli.errors import CommandError
from app.cli.output import drop_output
from app.cli.parser import make_parser

FINE: Final = 0
NO: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130

log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; errors are one sentence on stderr, never a traceback."""
    try:
        options = make_parser().parse_args(_with_command(arguments))
        module, _, function = options.command.partition(":")
        code = int(getattr(import_module(f"app.cli.{module}"), function)(options))
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse has printed its message
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        drop_output(sys.stdout)
        return FINE
    except CommandError as error:
        return _say(f"neural-bonsai: {error}", error.code)
    except OSError as error:
        return _say(f"neural-bonsai: {_sentence(error)}", WRONG_USAGE)
    except Exception as error:  # noqa: BLE001 (a sentence for whatever it is)
        return _report(error)
    return code


def _report(error: Exception) -> int:
    """Print errors of level files and of the engine; anything else is an internal error."""
    from engine import EngineError
    from levels import LevelErrors

    if isinstance(error, LevelErrors):
        return _say(str(error), NO)
    if isinstance(error, EngineError):
        return _say(f"neural-bonsai: {error}", NO)
    log.debug("internal error", exc_info=error)
    kind = type(error).__name__
    return _say(f"neural-bonsai: a fault of the game itself ({kind}: {error}); report it.", NO)


def _with_command(arguments: Sequence[str]) -> list[str]:
    """``neural-bonsai`` alone, or with options of play only, means ``play``."""
    words = list(arguments)
    general = {"-h", "--help", "--version"}
    if words and (not words[0].startswith("-") or words[0] in general):
        return words
    return ["play", *words]


def _say(text: str, code: int) -> int:
    with suppress(OSError):  # nobody reads it
        print(text, file=sys.stderr)
    return code


def _sentence(error: OSError) -> str:
    reason = (error.strerror or str(error)).rstrip(".")
    # What is written to a file is told with its name; only the streams have none.
    place = error.filename or "The output cannot be written"
    return f"{place}: {reason}."
