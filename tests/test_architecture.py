"""The house: which room may import what, and how long things may grow.

``engine <- levels <- widgets <- app``: an arrow means "is imported by", and there is no other.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("engine", "levels", "widgets", "app")
OUTSIDE = {
    "engine": {"numpy", "numba", "llvmlite"},
    "levels": {"numpy", "pydantic", "pydantic_core"},
    "widgets": {"numpy", "PySide6", "shiboken6", "pyqtgraph"},
    "app": {"numpy", "PySide6", "shiboken6", "platformdirs", "pydantic", "tqdm"},
}
# All that numbers and names need of the standard library: no files, clock, threads or network.
ENGINE_STDLIB = {
    *("__future__", "abc", "bisect", "collections", "copy", "dataclasses", "enum", "functools"),
    *("heapq", "importlib", "itertools", "math", "operator", "re", "sys", "types", "typing"),
    *("zlib",),
}
MAX_BODY, MAX_CLASS, MAX_FILE, MAX_MODULES = 50, 300, 500, 16
# Played through the whole window, beside the fixtures that open it.
STORIES = {
    Path("tests/app/test_first_medal.py"),
    Path("tests/app/test_keyboard_play.py"),
    Path("tests/app/window/test_menus.py"),
    Path("tests/app/window/test_names.py"),
    Path("tests/app/test_killed_game.py"),
    Path("tests/app/search/test_cluster.py"),
    Path("tests/engine/kernels/compiled/test_catalogue.py"),
}
ATTICS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"}

# What each sub-room imports of the sub-rooms beside it; there is no other arrow.
SUB_ROOMS = {
    "engine/inspection": {"functions", "kernels", "metrics"},
    "engine/judging": {"functions", "inspection", "kernels", "metrics", "training"},
    "engine/kernels": {"functions"},
    "engine/metrics": {"functions"},
    "engine/search": {"functions", "judging", "kernels", "metrics", "training"},
    "engine/training": {"functions", "inspection", "kernels", "metrics"},
    "levels/data": {"formats"},
    "levels/reading": {"data", "formats"},
    "widgets/bars": {"controls", "glossary", "settings", "theme"},
    "widgets/canvas": {"controls", "document", "glossary", "palette", "plots", "theme"},
    "widgets/controls": {"glossary", "theme"},
    "widgets/dock": {"controls", "theme", "views"},
    "widgets/glossary": {"theme"},
    "widgets/home": {"controls", "plots", "theme"},
    "widgets/palette": {"controls", "document", "plots", "theme"},
    "widgets/plots": {"controls", "document", "glossary", "theme"},
    "widgets/settings": {"controls", "document", "glossary", "theme"},
    "widgets/solutions": {"controls", "document", "theme"},
    "widgets/verdict": {"controls", "glossary", "plots", "theme"},
    "widgets/views": {"canvas", "controls", "document", "glossary", "plots", "theme"},
    "app/cli": {"search", "start", "storage"},
    "app/saving": {"storage"},
    "app/search": {"storage"},
    "app/session": {"saving", "storage", "training"},
    "app/start": {"saving", "session", "storage", "window"},
    "app/window": {"saving", "session", "storage"},
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str) -> list[Path]:
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [path.relative_to(ROOT) for path in found]


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Top-level names of what a file imports, inside functions too."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0] if node.module and not node.level else path.parts[0]


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def body_length(function: Function) -> int:
    """Lines of a function without its docstring."""
    has_docstring = ast.get_docstring(function, clean=False) is not None
    return length(function) - (length(function.body[0]) if has_docstring else 0)


def annotated(function: Function) -> bool:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [one for one in (arguments.vararg, arguments.kwarg) if one]
    own = [one for one in every if one.arg not in ("self", "cls")]
    returns = function.returns is not None or function.name == "__init__"
    return returns and all(one.annotation for one in own)


def modules_after(statement: str) -> set[str]:
    """Top-level modules that are loaded once a fresh interpreter has run the statement."""
    script = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


EVERY_FILE = pytest.mark.parametrize("path", python_files(*ROOMS), ids=str)


@EVERY_FILE
def test_a_room_imports_only_what_its_arrows_allow(path):
    room = path.parts[0]
    allowed = {*ROOMS[: ROOMS.index(room) + 1], *OUTSIDE[room], *sys.stdlib_module_names}
    assert set(imported(path)) <= allowed


@pytest.mark.parametrize("path", python_files("engine"), ids=str)
def test_the_engine_knows_nothing_of_files_clocks_and_threads(path):
    standard = set(imported(path)) & sys.stdlib_module_names
    assert standard <= ENGINE_STDLIB


@EVERY_FILE
def test_special_packages_have_one_home(path):
    names = set(imported(path))
    if "sqlite3" in names:
        assert path.parts[0] == "app"
    if "pyqtgraph" in names:
        assert path.parts[:2] == ("widgets", "plots")
    if names & {"numba", "llvmlite"}:
        assert path.parts[:2] == ("engine", "kernels")


@EVERY_FILE
def test_a_sub_room_imports_only_what_its_arrows_allow(path):
    room = "/".join(path.parts[:2])
    modules = [
        node.module.split(".")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    beside = {
        parts[1]
        for parts in modules
        if len(parts) > 1 and parts[0] == path.parts[0] and (ROOT / parts[0] / parts[1]).is_dir()
    }
    if (ROOT / room).is_dir():
        assert beside - {path.parts[1]} <= SUB_ROOMS.get(room, set())


def module_files() -> dict[str, Path]:
    """Path of each module, by the name under which it is imported."""
    names = {".".join(path.with_suffix("").parts): path for path in python_files(*ROOMS)}
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def files_imported(path: Path, modules: dict[str, Path]) -> set[Path]:
    """Files of the rooms that a file imports, also for type checking and inside functions."""
    nodes = [one for one in ast.walk(parse(path)) if isinstance(one, ast.ImportFrom) and one.module]
    names = [(f"{node.module}.{alias.name}", node.module) for node in nodes for alias in node.names]
    found = {modules.get(inner, modules.get(outer)) for inner, outer in names}
    return {other for other in found if other and other != path}


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """What is left when everything that imports nothing of the rest is taken away, repeatedly."""
    left = dict(arrows)
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_the_stated_arrows_make_no_circle():
    arrows = {
        name: {f"{name.split('/')[0]}/{other}" for other in others}
        for name, others in SUB_ROOMS.items()
    }
    assert not circle(arrows)


def test_no_files_or_folders_import_one_another_in_a_circle():
    modules = module_files()
    imports = {path: files_imported(path, modules) for path in modules.values()}
    for folder in {parent for path in imports for parent in path.parents}:
        depth = len(folder.parts)
        inside = [path for path in imports if folder in path.parents and path.name != "__init__.py"]
        arrows: dict[str, set[str]] = {path.parts[depth]: set() for path in inside}
        for path in inside:
            near = {other.parts[depth] for other in imports[path] if folder in other.parents}
            arrows[path.parts[depth]] |= near - {path.parts[depth], "__init__.py"}
        assert not circle(arrows), folder


@EVERY_FILE
def test_the_house_numbers_hold(path):
    tree = parse(path)
    assert not [one.name for one in functions(tree) if body_length(one) > MAX_BODY]
    assert not [one.name for one in classes(tree) if length(one) > MAX_CLASS]
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MAX_FILE


def test_no_folder_holds_too_many_modules():
    modules = [path for path in python_files(*ROOMS) if path.name != "__init__.py"]
    counts = Counter(path.parent for path in modules)
    assert not {folder: count for folder, count in counts.items() if count > MAX_MODULES}


@EVERY_FILE
def test_everything_is_annotated_and_documented(path):
    tree = parse(path)
    assert not [one.name for one in functions(tree) if not annotated(one)]
    public = [one for one in classes(tree) if not one.name.startswith("_")]
    assert not [one.name for one in public if not ast.get_docstring(one)]
    assert ast.get_docstring(tree) or not tree.body


def test_no_file_is_an_attic():
    names = {part.removesuffix(".py") for path in python_files(*ROOMS) for part in path.parts}
    assert not names & ATTICS


def offers(room: str) -> list[tuple[str, str]]:
    """What a room offers at its door, as mypy reads it there: a module and a name in it."""
    tree = parse(Path(room, "__init__.py"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(typed.test) == "TYPE_CHECKING"
    return [(node.module, alias.name) for node in typed.body for alias in node.names]


def everything(room: str) -> str:
    return f"from {room} import {', '.join(name for _, name in offers(room))}"


@pytest.mark.parametrize("room", ["engine", "levels"])
def test_a_room_offers_the_same_names_to_mypy_and_to_python(room):
    package = import_module(room)
    for module, name in offers(room):
        assert getattr(package, name) is getattr(import_module(module), name)


@pytest.mark.parametrize("room", ["engine", "levels"])
def test_one_light_module_of_a_room_does_not_import_the_others(room):
    light = {"engine": "engine.wording", "levels": "levels.medals"}[room]
    assert not modules_after(f"import {light}") & {"numpy", "pydantic"}


@pytest.mark.parametrize(
    "statement", [f"{everything('engine')}; {everything('levels')}", "import app.cli, app.__main__"]
)
def test_rules_and_command_line_start_without_qt(statement):
    assert not modules_after(statement) & {"PySide6", "shiboken6", "pyqtgraph"}


def test_the_engine_starts_without_the_levels_packages():
    assert not modules_after(everything("engine")) & {"pydantic", "levels"}


def test_the_first_window_does_not_wait_for_plots_or_compilers():
    loaded = modules_after(
        "from app.window import main_window, workbench; from app.start import application"
    )
    assert "PySide6" in loaded
    assert not loaded & {"pyqtgraph", "numba", "torch", "scipy"}


def test_the_map_of_levels_does_not_wait_for_numpy_and_pydantic():
    loaded = modules_after(
        "import app.start.application, app.storage.records, app.session.level_cards\n"
        "from app.window import focus, home; from widgets.controls import toast"
    )
    assert not loaded & {"numpy", "pydantic"}


def test_every_test_file_mirrors_a_source_file():
    strays = [
        path
        for path in python_files(*(f"tests/{room}" for room in ROOMS))
        if path.name.startswith("test_")
        and path not in STORIES
        and not (ROOT / path.relative_to("tests").with_name(path.name[5:])).exists()
        and not (ROOT / path.relative_to("tests").with_name(path.stem[5:])).is_dir()
    ]
    assert not strays
