"""Mutants: small faults put into the code, each of which some test has to notice.

``python -m attack.mutants`` draws mutants of the judge, of the levels and of the app, runs the
tests that mirror the mutated file, then those of its folder and of its room, and prints which
mutants live. The faults are Cosmic Ray's; what does not change the program (annotations,
docstrings) is not counted.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT: Final = Path(__file__).parents[1]
AREAS: Final = {"judge": "engine/judging", "levels": "levels", "app": "app"}
NOT_COPIED: Final = (".git", ".venv", "build", "dist", "__pycache__", "*.egg-info", ".*_cache")
"""Everything else is: tests read the documents, the schemas and the lists of packages too."""

QUICK: Final = "not long and not xvfb and not peer"
SECONDS: Final = 1800
"""In which the tests of one group end on a busy machine too; a test that hangs ends far sooner."""

LANES: Final = 2
LEFT_OUT: Final = ("NoOp", "VariableInserter", "VariableReplacer", "ExceptionReplacer")
"""Operators that do nothing, or need arguments."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault in one file.

    Attributes:
        path: the file, below the root.
        operator: Cosmic Ray's name of the kind of fault.
        occurrence: which of the places for it.
        line: where it is, from 1.
        code: the whole file with the fault.
    """

    path: Path
    operator: str
    occurrence: int
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.operator.split('/')[-1]} ({self.occurrence})"


def draw(area: str, count: int, random_: random.Random) -> list[Mutant]:
    """``count`` different mutants of the files below a folder, every place equally likely."""
    places = [
        (path, name, occurrence)
        for path in sorted((ROOT / AREAS[area]).rglob("*.py"))
        for name, number in _places(path.read_text(encoding="utf-8"))
        for occurrence in range(number)
    ]
    random_.shuffle(places)
    found: list[Mutant] = []
    for path, name, occurrence in places:
        if len(found) == count:
            break
        mutant = _mutant(path, name, occurrence)
        if mutant is not None:
            found.append(mutant)
    return found


def _places(code: str) -> Iterator[tuple[str, int]]:
    """Every operator that applies to a text, and to how many places."""
    nodes = list(ast_nodes(get_ast(code)))
    for name in operator_names():
        if name.endswith(LEFT_OUT):
            continue
        operator = get_operator(name)()
        number = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        if number:
            yield name, number


def _mutant(path: Path, name: str, occurrence: int) -> Mutant | None:
    """The mutant; None when the program is the same."""
    code = path.read_text(encoding="utf-8")
    mutated = mutate_code(code, get_operator(name)(), occurrence)
    if mutated is None:
        return None
    try:
        if _meaning(code) == _meaning(mutated):
            return None
    except SyntaxError:
        return None
    lines = zip(code.splitlines(), mutated.splitlines(), strict=False)
    line = next((number for number, (old, new) in enumerate(lines, 1) if old != new), 1)
    return Mutant(path.relative_to(ROOT), name, occurrence, line, mutated)


class _Plain(ast.NodeTransformer):
    """Leaves out what no running program looks at: annotations and texts that nobody reads."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Leave out the annotation of a parameter."""
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Leave out the annotation of the result."""
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Leave out the annotation of a variable."""
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        """Leave out texts that stand alone."""
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)


def _meaning(code: str) -> str:
    return ast.dump(_Plain().visit(ast.parse(code)))


# -- trying --------------------------------------------------------------------------------------


class Workshop:
    """Copies of the tree in which mutants are tried, one at a time in each."""

    def __init__(self, folder: Path, lanes: int) -> None:
        self._free: Queue[Path] = Queue()
        for lane in range(lanes):
            copy = folder / f"copy{lane}"
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
            code = ROOT / "build" / "machine-code"
            if code.exists():
                shutil.copytree(code, copy / "build" / "machine-code")
            self._free.put(copy)

    def fault_without_mutant(self, area: str) -> str:
        """What the tests of an area print when they fail on the code as it is; "" otherwise."""
        copy = self._free.get()
        try:
            done = self._run(copy, [str(_room(AREAS[area]))])
        except subprocess.TimeoutExpired:
            return f"not done after {SECONDS} s"
        finally:
            self._free.put(copy)
        return f"code {done.returncode}\n{done.stdout}" if done.returncode else ""

    def lives(self, mutant: Mutant) -> bool:
        """Whether no test notices the mutant."""
        copy = self._free.get()
        path = copy / mutant.path
        before = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.code, encoding="utf-8")
            return all(self._pass(copy, tests) for tests in _tests(mutant.path))
        finally:
            path.write_text(before, encoding="utf-8")
            self._free.put(copy)

    def _pass(self, copy: Path, tests: Sequence[str]) -> bool:
        try:
            # 5: no test was there to be run.
            return self._run(copy, tests).returncode in (0, 5)
        except subprocess.TimeoutExpired:
            return False

    @staticmethod
    def _run(copy: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", QUICK, *tests]
        return subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=SECONDS)


def _room(path: Path | str) -> Path:
    """The folder with the tests of the room that a file or folder is in."""
    return Path("tests") / Path(path).parts[0]


def _tests(path: Path) -> Iterator[list[str]]:
    """Tests to run, one group after the other: of the file, of its folder, of its room."""
    own = Path("tests") / path.parent / f"test_{path.name}"
    if (ROOT / own).exists():
        yield [str(own)]
    folder = Path("tests") / path.parent
    while not (ROOT / folder).exists():
        folder = folder.parent
    yield [str(folder)]
    if _room(path) != folder:
        yield [str(_room(path))]


def main() -> int:
    """Draw, try, print; 0 whatever lives, as some mutants change nothing that matters.

    1 when tests fail without any mutant: all of these would count as killed.
    """
    parser = argparse.ArgumentParser(prog="python -m attack.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="mutants of each area")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--area", choices=tuple(AREAS), action="append")
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(LANES) as pool:
        workshop = Workshop(Path(place), LANES)
        areas = tuple(options.area or AREAS)
        for area, fault in zip(areas, pool.map(workshop.fault_without_mutant, areas), strict=True):
            if fault:
                print(f"{area}: tests fail without a mutant\n{fault[-2000:]}", flush=True)
                return 1
        for area in areas:
            _try_area(area, draw(area, options.count, random_), workshop, pool)
    return 0


def _try_area(
    area: str, mutants: Sequence[Mutant], workshop: Workshop, pool: ThreadPoolExecutor
) -> None:
    living = 0
    for mutant, lives in zip(mutants, pool.map(workshop.lives, mutants), strict=True):
        living += lives
        if lives:
            print(f"lives: {mutant}", flush=True)
    print(f"{area}: {len(mutants) - living} of {len(mutants)} mutants killed", flush=True)


if __name__ == "__main__":
    sys.exit(main())
