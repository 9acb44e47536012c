"""Argument parser of the command line; every help text has examples."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

EXIT_CODES: Final = "Exit codes: 0 fine, 1 the answer is no, 2 wrong usage."
EXAMPLES: Final = f"""examples:
  neural-bonsai                            open the game
  neural-bonsai levels                     list the levels
  neural-bonsai check mine.json --prove    find faults, and prove the level can be solved
  neural-bonsai judge --all                prove every level of the campaign

{EXIT_CODES}"""

_SEED: Final = "a seed is"
_LONGEST_SECONDS: Final = 366 * 86_400

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 (no other name)


def make_parser() -> argparse.ArgumentParser:
    """The parser; each command sets ``command`` to "module:function" within `app.cli`.

    A name and not the function, so that ``play`` does not import what ``judge`` needs.
    """
    parser = argparse.ArgumentParser(
        prog="neural-bonsai",
        description="Grow a neural network by drag and drop, watch it learn, prune it: "
        "the smallest network that passes wins. Without a command the game opens.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_play(commands)
    _add_levels(commands)
    _add_check(commands)
    _add_train(commands)
    _add_judge(commands)
    _add_par(commands)
    _add_schema(commands)
    _add_warm(commands)
    return parser


class _Version(argparse.Action):
    """Prints the version and ends; looking it up takes longer than all of the parsing."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        words = "show program's version number and exit"
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=words)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: object,
        _option: str | None = None,
    ) -> None:
        """Print it on stdout."""
        from importlib.metadata import version

        sys.stdout.write(f"neural-bonsai {version('neural-bonsai')}\n")
        parser.exit()


def _command(
    commands: Commands, name: str, summary: str, *examples: str
) -> argparse.ArgumentParser:
    lines = "\n".join(f"  neural-bonsai {example}" for example in examples)
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{lines}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_play(commands: Commands) -> None:
    parser = _command(commands, "play", "open the game", "play", "play xor", "play mine.json")
    parser.add_argument(
        "level", nargs="?", type=_given, metavar="LEVEL", help="a level's id or its file"
    )
    parser.add_argument(
        "--data-dir", type=_path, metavar="DIR", help="keep solutions and preferences there"
    )
    parser.set_defaults(command="play:play")


def _add_levels(commands: Commands) -> None:
    parser = _command(commands, "levels", "list all levels", "levels --json")
    _add_json(parser)
    parser.set_defaults(command="levels:list_levels")


def _add_check(commands: Commands) -> None:
    parser = _command(
        commands,
        "check",
        "find every fault in level files",
        "check mine.json",
        "check levels/*.json --prove",
        "check",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=_path,
        metavar="FILE",
        help="a level file or a pack.json (all that the game lists otherwise)",
    )
    parser.add_argument("--prove", action="store_true", help="judge the author's solution too")
    _add_json(parser)
    parser.set_defaults(command="check:check")


def _add_train(commands: Commands) -> None:
    parser = _command(
        commands,
        "train",
        "train a solution of a level once and print its curves",
        "train xor",
        "train mine.json --solution small.json --seed 7",
    )
    parser.add_argument("level", type=_given, metavar="LEVEL", help="a level's id or its file")
    _add_solution(parser)
    parser.add_argument(
        "--seed",
        type=_least(0, _SEED),
        default=1,
        metavar="N",
        help="seed of the start, 0 or more (1)",
    )
    _add_json(parser)
    parser.set_defaults(command="train:train")


def _add_judge(commands: Commands) -> None:
    parser = _command(
        commands,
        "judge",
        "judge a solution from the level's fresh seeds",
        "judge xor",
        "judge xor --solution small.json --json",
        "judge xor --sturdiness",
        "judge --all",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "level", nargs="?", type=_given, metavar="LEVEL", help="a level's id or its file"
    )
    which.add_argument(
        "--all", action="store_true", dest="everything", help="every level of the campaign"
    )
    _add_solution(parser)
    parser.add_argument(
        "--sturdiness",
        action="store_true",
        help="train from 100 further starts too, and on 100 other draws of the data; it decides "
        "nothing",
    )
    _add_json(parser)
    parser.set_defaults(command="judge:judge_command")


def _add_par(commands: Commands) -> None:
    parser = _command(
        commands,
        "par",
        "search for the smallest network that solves a level",
        "par xor",
        "par xor --up-to 6 --time 2m",
        "par mine.json --medals --write",
        "par xor --resume --time 1h",
        "par xor --scheduler tcp://10.0.0.1:8786",
    )
    parser.add_argument("level", type=_given, metavar="LEVEL", help="a level's id or its file")
    parser.add_argument(
        "--up-to",
        type=_least(0),
        metavar="N",
        help="try all wirings of up to N parameters, however long it takes (as far as half of the "
        "time allows)",
    )
    parser.add_argument(
        "--time",
        type=seconds,
        default=600.0,
        metavar="TIME",
        help="how long it may take, as 90s, 10m or 2h, with what is resumed (10m)",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on where an earlier search stopped, its time counted",
    )
    parser.add_argument(
        "--medals", action="store_true", help="suggest sizes for branch, blossom and bonsai"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="put what was found into the level's file, or into LEVEL.frontier.json here where "
        "that may not be written",
    )
    _add_where(parser)
    _add_json(parser)
    parser.set_defaults(command="par:par")


def _add_where(parser: argparse.ArgumentParser) -> None:
    """Where a search trains, and where it keeps what it has trained."""
    parser.add_argument(
        "--workers", type=_least(1), metavar="N", help="so many cores (all that there are)"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="train on the Dask cluster of this scheduler"
    )
    parser.add_argument(
        "--seed",
        type=_least(0, _SEED),
        metavar="N",
        help="seed of the search beyond all wirings (0)",
    )
    parser.add_argument(
        "--store", type=_path, metavar="FILE", help="keep what is trained there (the data folder)"
    )


def _add_schema(commands: Commands) -> None:
    parser = _command(commands, "schema", "print the JSON Schema of a file format", "schema level")
    parser.add_argument("format", choices=("level", "solution"), help="which format")
    parser.set_defaults(command="schema:print_schema")


def _add_warm(commands: Commands) -> None:
    parser = _command(commands, "warm", "compile the fast kernel before the first game", "warm")
    parser.set_defaults(command="warm:warm")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")


def _add_solution(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--solution", type=_path, metavar="FILE", help="a solution file (the author's otherwise)"
    )


def _least(lowest: int, words: str = "it must be") -> Callable[[str], int]:
    """A type of arguments: whole numbers from there on."""

    def number(text: str) -> int:
        try:
            found = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"“{text}” is no whole number") from None
        if found < lowest:
            raise argparse.ArgumentTypeError(f"{words} {lowest} or more, not {found}")
        return found

    return number


def _given(text: str) -> str:
    """A name, which is often a variable of a script that is not set when it is empty."""
    if not text:
        raise argparse.ArgumentTypeError("a name is expected, and this one is empty")
    return text


def _path(text: str) -> Path:
    return Path(_given(text))


def seconds(text: str) -> float:
    """Seconds of a time such as 90, 90s, 10m or 2h."""
    units = {"s": 1, "m": 60, "h": 3600}
    number, unit = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 1)
    try:
        found = float(number) * unit
    except ValueError:
        found = math.nan
    if not 0 < found <= _LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"“{text}” is no time up to a year; write 90s, 10m or 2h")
    return found
