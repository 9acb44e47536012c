"""``neural-bonsai par``: what it finds, keeps, writes and says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.run import run
from levels import campaign, parse_level, read_level, read_solution_for
from levels.search_space import search_space
from levels.summary import CAMPAIGN_FOLDER
from tests.app.hindered import run_without_privileges
from tests.quick_levels import FOUR_POINTS

ROOT = Path(__file__).parents[3]
# A shell that starts the tests in the background has their programs ignore the signal.
HEARING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from app.__main__ import main; sys.exit(main())"
)


@pytest.fixture
def level_file(tmp_path: Path) -> Path:
    """Four points that one abs neuron can part; trained in a moment."""
    fields = {
        "palette": {"activations": ["abs"], "max_neurons": 1},
        "training": {"epochs": 300, "optimizer": "adam", "learning_rate": 0.1},
    }
    path = tmp_path / "four.json"
    path.write_text(json.dumps(json.loads(FOUR_POINTS) | fields, indent=2) + "\n", "utf-8")
    return path


def found(capsys, *arguments: str) -> dict[str, object]:
    assert run(["par", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_finds_the_smallest_and_says_what_was_tried(level_file, capsys):
    data = found(capsys, str(level_file), "--up-to", "5", "--time", "20s")
    level = read_level(level_file)
    # By hand, of three parameters: y of both inputs with a bias; y of an abs neuron of one input,
    # one of them with a bias (4); of both inputs (1); and of that neuron and an input (4).
    assert [own["wirings"] for own in data["exhausted"]][:3] == [2, 5, 10]
    (best,) = [own for own in data["best"] if own["judged"]][:1]
    assert best["starts"] == 100
    solution = read_solution_for(level, json.dumps(best["solution"]))
    assert solution.network.parameters == best["parameters"]
    assert not level.rules.faults(solution)
    assert data["tried"] >= sum(own["wirings"] for own in data["exhausted"])


def test_the_same_again_is_the_same(level_file, capsys):
    one, other = (
        found(
            capsys,
            str(level_file),
            "--up-to",
            "5",
            "--time",
            "20s",
            "--workers",
            workers,
            "--store",
            str(level_file.with_name(workers)),
        )
        for workers in ("1", "3")
    )
    assert one["exhausted"] == other["exhausted"]
    assert one["best"][0] == other["best"][0]


def test_nothing_is_trained_twice(level_file, capsys):
    one, other = (found(capsys, str(level_file), "--up-to", "5", "--time", "9s") for _ in range(2))
    assert one["starts"] > 1_000
    assert other["starts"] < one["starts"] / 2
    assert other["best"][0] == one["best"][0]


def test_people_read_a_table(level_file, capsys):
    assert run(["par", str(level_file), "--up-to", "4", "--time", "20s", "--medals"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith("Four points: Test accuracy ≥ 100")
    assert lines[1].split()[:3] == ["size", "wirings", "passed"]
    assert [line.split()[0] for line in lines[2:6]] == ["1", "2", "3", "4"]
    assert any(line.startswith("Smallest that the judge passes: ") for line in lines)
    assert any(line.lstrip().startswith(("bonsai", "No medals")) for line in lines)
    assert "starts/s" in shown.err


def test_it_is_written_into_the_file_of_the_level(level_file, capsys):
    before = level_file.read_text("utf-8")
    data = found(capsys, str(level_file), "--up-to", "4", "--time", "20s", "--write")
    after = level_file.read_text("utf-8")
    assert after.startswith(before.rstrip().removesuffix("}").rstrip())
    frontier = parse_level(after).frontier
    assert frontier.tried == data["tried"]
    assert [own.parameters for own in frontier.best] == [own["parameters"] for own in data["best"]]
    assert parse_level(after).key == parse_level(before).key


WRITE = """
from pathlib import Path
from app.cli.errors import CommandError
from app.cli.searching.writing import write_beside_or_into
from engine.search.frontier import Frontier
from levels import read_level
file = Path(sys.argv[1])
try:
    print(write_beside_or_into(read_level(file), Frontier((), (), 7), file))
except CommandError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_level_file_that_may_not_be_written_gets_its_frontier_beside(level_file, tmp_path):
    here, home = tmp_path / "here", level_file.parent / "home"
    here.mkdir()
    home.mkdir()
    level_file = level_file.rename(home / level_file.name)
    before = level_file.read_bytes()

    def said() -> str:
        start = f"import os, sys; sys.path.insert(0, {str(ROOT)!r}); os.chdir({str(here)!r})"
        done = run_without_privileges([sys.executable, "-c", start + WRITE, str(level_file)])
        assert done.stderr == ""
        return done.stdout.strip()

    level_file.chmod(0o444)
    assert said() == "four.frontier.json"
    assert json.loads((here / "four.frontier.json").read_text("utf-8"))["tried"] == 7
    level_file.chmod(0o644)
    home.chmod(0o555)
    here.chmod(0o555)
    try:
        told = said()
    finally:
        home.chmod(0o755)
        here.chmod(0o755)
    assert told.startswith(f"{here / 'four.frontier.json'} cannot be written: Permission")
    assert level_file.read_bytes() == before
    assert said() == str(level_file)
    assert parse_level(level_file.read_bytes()).frontier.tried == 7


def test_a_level_of_the_campaign_gets_its_frontier_into_the_file_that_ships(tmp_path):
    tree = tmp_path / "tree"
    for room in ("app", "engine", "levels"):
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    file = tree / "levels" / "campaign" / "first-line.json"
    before = parse_level(file.read_bytes())
    command = ["par", "first-line", "--up-to", "1", "--time", "2s", "--write", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "app", *command], cwd=tree, capture_output=True, text=True
    )
    assert done.returncode in (0, 1)
    assert f"The frontier is written to {file}." in done.stderr
    after = parse_level(file.read_bytes())
    assert after.frontier.tried == json.loads(done.stdout)["tried"]
    assert after.key == before.key


def test_a_level_that_nothing_can_solve_gives_exit_code_1(level_file, capsys):
    text = level_file.read_text("utf-8").replace('"max_neurons": 1', '"max_neurons": 0')
    level_file.write_text(text, "utf-8")
    assert run(["par", str(level_file), "--up-to", "3", "--time", "3s", "--medals"]) == 1
    shown = capsys.readouterr().out
    assert "None of the" in shown
    assert "No medals" in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--time", "soon"], "is no time"),
        (["--time", "0"], "is no time"),
        (["--time", "1e300s"], "is no time up to a year"),
        (["--up-to", "-1"], "must be 0 or more"),
        (["--workers", "0"], "must be 1 or more"),
    ],
)
def test_wrong_arguments_are_told(arguments, sentence, capsys):
    assert run(["par", "xor", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_store_of_another_search_is_not_mixed_in(level_file, tmp_path, capsys):
    store = ["--store", str(tmp_path / "one.db"), "--up-to", "3", "--time", "5s"]
    assert run(["par", str(level_file), *store]) in (0, 1)
    assert run(["par", "first-line", *store]) == 1
    assert "belongs to another search" in capsys.readouterr().err


def test_the_command_line_does_not_import_the_trainer_before_it_is_needed():
    script = "import sys, app.cli.par; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & {"numba", "distributed", "tqdm"}


def test_the_space_of_the_campaign_is_searched_by_its_rules():
    for level in campaign().levels:
        assert search_space(level.rules).inputs == level.rules.inputs


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(tmp_path):
    def command(*more: str) -> list[str]:
        own = ["par", "xor", "--up-to", "4", "--time", "60s", "--json", *more]
        return [sys.executable, "-m", "app", *own, "--store", str(tmp_path / f"{len(more)}.db")]

    whole = subprocess.run(command(), cwd=ROOT, capture_output=True, text=True, check=True)
    _, _, _, *arguments = command("--workers", "1")
    process = subprocess.Popen(
        [sys.executable, "-c", HEARING, *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    while "starts/s" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "--resume" in said
    again = subprocess.run(
        [*command("--workers", "1"), "--resume"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Going on after" in again.stderr
    one, other = json.loads(whole.stdout), json.loads(again.stdout)
    assert one["exhausted"] == other["exhausted"]
    assert one["best"] == other["best"]


def test_check_names_a_frontier_from_before_a_change_of_the_level(tmp_path, capsys):
    path = tmp_path / "eased.json"
    text = (CAMPAIGN_FOLDER / "xor.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"at_least": 0.97', '"at_least": 0.9'), "utf-8")
    assert run(["check", str(path)]) == 0
    assert "“neural-bonsai par FILE --write” makes it anew" in capsys.readouterr().out
    path.write_text(text, "utf-8")
    assert run(["check", str(path)]) == 0
    assert "--write" not in capsys.readouterr().out
