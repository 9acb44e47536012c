"""Argument parser of the command line; every help text has examples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

EXIT_CODES: Final = "Exit codes: 0 fine, 1 the answer is no, 2 wrong usage."
EXAMPLES: Final = f"""examples:
  neural-bonsai                            open the game
  neural-bonsai levels                     list the levels
  neural-bonsai check mine.json --prove    find faults, and prove the level can be solved
  neural-bonsai judge --all                prove every level of the campaign

{EXIT_CODES}"""

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
    parser.add_argument("level", nargs="?", metavar="LEVEL", help="a level's id or its file")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep solutions and preferences there"
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
        type=Path,
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
    parser.add_argument("level", metavar="LEVEL", help="a level's id or its file")
    _add_solution(parser)
    parser.add_argument(
        "--seed", type=_seed, default=1, metavar="N", help="seed of the start, 0 or more (1)"
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
    which.add_argument("level", nargs="?", metavar="LEVEL", help="a level's id or its file")
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
        "--solution", type=Path, metavar="FILE", help="a solution file (the author's otherwise)"
    )


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise argparse.ArgumentTypeError("a seed is 0 or more")
    return seed
