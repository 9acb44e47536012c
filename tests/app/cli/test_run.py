"""The command line as its users meet it: what is printed where, and the exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.run import run
from levels import campaign, write_solution
from levels.summary import CAMPAIGN_FOLDER
from tests.app.hindered import run_without_privileges

XOR = CAMPAIGN_FOLDER / "xor.json"
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
}


def start(*arguments: str, **kwargs) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**ENVIRONMENT, **kwargs.pop("env", {})},
        **kwargs,
    )


def test_the_levels_are_listed(capsys) -> None:
    assert run(["levels"]) == 0
    listed = capsys.readouterr().out
    assert [level.id for level in campaign().levels] == re.findall(
        r"^  (\S+)", listed, re.MULTILINE
    )
    assert run(["levels", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[1]["id"] == "xor"
    assert rows[1]["medals"]["bonsai"] == 7


def test_a_broken_file_hides_no_other_level(data_folder: Path, capsys) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    (folder / "mine.json").write_bytes(XOR.read_bytes())
    (folder / "broken.json").write_text("{")
    assert run(["levels"]) == 0
    told = capsys.readouterr()
    assert re.findall(r"^  (\S+)", told.out, re.MULTILINE)[-2:] == [
        "noisy-spiral",
        str(folder / "mine.json"),  # “xor” is the campaign's
    ]
    assert told.err.splitlines()[1:2] == [f"  {folder / 'broken.json'}"]
    assert run(["levels", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    origins = [row["origin"] for row in rows if row["id"] == "xor"]
    assert origins == ["campaign", f"file:{folder / 'mine.json'}"]


def test_two_files_of_one_id_are_listed_as_a_command_calls_them(data_folder: Path, capsys) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    ring = json.loads(XOR.read_text(encoding="utf-8")) | {"id": "ring"}
    for name in ("a", "b"):
        (folder / f"{name}.json").write_text(json.dumps(ring | {"title": name}))
    assert run(["levels"]) == 0
    called = re.findall(r"^  (\S+)", capsys.readouterr().out, re.MULTILINE)[-2:]
    assert called == ["ring", str(folder / "b.json")]
    for name, title in zip(called, "ab", strict=True):
        assert run(["train", name]) == 0
        assert capsys.readouterr().out.startswith(f"{title}: ")


def test_a_level_with_faults_is_told_from_one_that_is_not_there(data_folder: Path, capsys) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    (folder / "mine.json").write_text("{")
    assert run(["judge", "mine"]) == 1
    assert capsys.readouterr().err.startswith(f"{folder / 'mine.json'}:1:2: ")


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_cannot_be_read_is_no_clean_check(data_folder: Path) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    folder.chmod(0)
    try:
        done = run_without_privileges([sys.executable, "-m", "app", "check"])
    finally:
        folder.chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{folder}: The folder cannot be read" in done.stdout.splitlines()[-1]


def test_checking_without_files_checks_all_that_is_listed(data_folder: Path, capsys) -> None:
    assert run(["check"]) == 0
    assert f"{XOR}: fine\n" in capsys.readouterr().out
    folder = data_folder / "levels" / "tour"
    folder.mkdir(parents=True)
    chapters = [{"id": "all", "title": "All", "levels": ["none"]}]
    pack = {"format": 1, "title": "Tour", "chapters": chapters}
    (folder / "pack.json").write_text(json.dumps(pack))
    assert run(["check"]) == 1
    assert f"{folder / 'none.json'}: The file cannot be read" in capsys.readouterr().out
    assert run(["check", str(XOR.with_name("pack.json"))]) == 0


def test_a_level_of_the_players_folder_is_found_by_its_name(data_folder: Path, capsys) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    level = json.loads(XOR.read_text(encoding="utf-8")) | {"id": "mine"}
    (folder / "mine.json").write_text(json.dumps(level))
    assert run(["judge", "mine"]) == 0
    assert "medal: bonsai" in capsys.readouterr().out


def test_a_sound_level_is_fine_and_can_be_proved(capsys) -> None:
    assert run(["check", str(XOR)]) == 0
    assert capsys.readouterr().out == f"{XOR}: fine\n"
    assert run(["check", str(XOR), "--prove", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)[0]
    assert row["fine"]
    assert row["proof"]["parameters"] == 7


def test_every_fault_is_printed_with_its_place(tmp_path: Path, capsys) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{\n "format": 1,\n "id": "a",\n "tittle": "B"\n}')
    assert run(["check", str(bad), str(XOR)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"{bad}:1:1: ")
    assert any(line.startswith(f"{bad}:4:2: tittle: ") and "title" in line for line in printed)
    assert printed[-1] == f"{XOR}: fine"
    assert run(["check", str(bad), "--json"]) == 1
    faults = json.loads(capsys.readouterr().out)[0]["faults"]
    assert {"line", "column", "path", "message", "hint"} <= faults[0].keys()


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path, capsys) -> None:
    assert run(["check", str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_a_level_without_a_proof_cannot_be_proved(tmp_path: Path, capsys) -> None:
    file = json.loads(XOR.read_text(encoding="utf-8"))
    file.pop("$schema", None)
    del file["solution"]
    path = tmp_path / "unproven.json"
    path.write_text(json.dumps(file))
    assert run(["check", str(path)]) == 0
    assert "unproven" in capsys.readouterr().out
    assert run(["check", str(path), "--prove"]) == 1
    assert run(["judge", str(path)]) == 2
    assert "--solution" in capsys.readouterr().err


def test_training_prints_the_same_curve_for_the_same_seed(capsys) -> None:
    outputs = []
    for seed in ("3", "3", "4"):
        assert run(["train", "xor", "--seed", seed, "--json"]) == 0
        outputs.append(json.loads(capsys.readouterr().out))
    assert outputs[0] == outputs[1]
    assert outputs[0]["curves"] != outputs[2]["curves"]
    assert outputs[0]["status"] == "finished"
    assert len(outputs[0]["weights"]) + len(outputs[0]["biases"]) == 7
    assert run(["train", "xor"]) == 0
    assert "epoch" in capsys.readouterr().out


def test_training_that_diverges_answers_no(tmp_path: Path, capsys) -> None:
    file = json.loads(write_solution(campaign().level("xor").author_solution, "xor"))
    file["training"] |= {"optimizer": "sgd", "learning_rate": 1e6, "loss": "squared-error"}
    path = tmp_path / "wild.json"
    path.write_text(json.dumps(file))
    assert run(["train", "xor", "--solution", str(path)]) == 1
    assert "diverged at epoch" in capsys.readouterr().out


def test_a_start_that_diverged_has_no_score(tmp_path: Path, capsys) -> None:
    file = json.loads(write_solution(campaign().level("xor").author_solution, "xor"))
    file["training"] |= {"optimizer": "sgd", "learning_rate": 1e6, "loss": "squared-error"}
    path = tmp_path / "wild.json"
    path.write_text(json.dumps(file))
    assert run(["judge", "xor", "--solution", str(path), "--json"]) == 1
    starts = json.loads(capsys.readouterr().out)["starts"]
    diverged = [start for start in starts if start["diverged_at"] is not None]
    assert diverged
    assert {start[name] for start in diverged for name in ("train", "validation", "test")} == {None}


def test_a_solution_is_judged(tmp_path: Path, capsys) -> None:
    level = campaign().level("xor")
    path = tmp_path / "mine.json"
    path.write_text(write_solution(level.author_solution, "xor"), encoding="utf-8")
    assert run(["judge", "xor", "--solution", str(path)]) == 0
    assert "medal: bonsai" in capsys.readouterr().out
    path.write_text(write_solution(level.start, "xor"), encoding="utf-8")
    assert run(["judge", str(XOR), "--solution", str(path), "--json"]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["cause"] == "unlinked-output"
    assert verdict["medal"] is None


def test_a_solution_that_a_level_forbids_is_refused(tmp_path: Path, capsys) -> None:
    path = tmp_path / "sine.json"
    network = {"nodes": [{"id": "h1", "activation": "sine"}], "links": [["x1", "h1"]]}
    path.write_text(json.dumps({"format": 1, "network": network}))
    assert run(["judge", "noisy-spiral", "--solution", str(path)]) == 1
    assert "is not allowed on" in capsys.readouterr().err


def test_the_campaign_is_proved(capsys) -> None:
    assert run(["judge", "--all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["proved", level.id] for level in campaign().levels
    ]


@pytest.mark.parametrize("name", ["level", "solution"])
def test_schemas_are_json(name: str, capsys) -> None:
    assert run(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["judge", "xr"], "did you mean “xor”?"),
        (["judge", "none.json"], "There is no level file none.json."),
        (["judge"], "required"),
        (["judge", "--all", "--solution", "x"], "--solution needs a LEVEL"),
        (["train", "xor", "--seed", "-1"], "a seed is 0 or more"),
        (["train", "xor", "--seed", "one"], "“one” is no whole number"),
        (["train", "xor", "--seed", "1.5"], "“1.5” is no whole number"),
        (["par", "xor", "--up-to", ""], "“” is no whole number"),
        (["check", ""], "a name is expected, and this one is empty"),
        (["judge", ""], "a name is expected, and this one is empty"),
        (["play", "xor", "--data-dir", ""], "a name is expected, and this one is empty"),
        (["schema", "weights"], "invalid choice"),
        (["fly"], "invalid choice"),
    ],
)
def test_wrong_usage_is_2_and_a_sentence(arguments: list[str], said: str, capsys) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "command",
    [[], ["play"], ["levels"], ["check"], ["train"], ["judge"], ["schema"], ["warm"]],
)
def test_help_has_examples_and_exit_codes(command: list[str], capsys) -> None:
    assert run([*command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "examples:" in text
    assert "Exit codes:" in text


def test_the_version_is_told(capsys) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"neural-bonsai \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("arguments", [[], ["play"], ["play", "xor"]])
def test_without_a_display_playing_is_one_sentence(arguments: list[str]) -> None:
    process = start(*arguments, env={"QT_QPA_PLATFORM": ""})
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "no display" in err


def test_a_display_that_does_not_answer_is_named() -> None:
    process = start("play", env={"DISPLAY": ":987", "QT_QPA_PLATFORM": ""})
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "display :987 cannot be opened" in err
    assert err.count("\n") == 1


def test_no_command_but_play_imports_qt(tmp_path: Path) -> None:
    probe = (
        "import sys; from app.cli.run import run; code = run(sys.argv[1:]);"
        "bad = [m for m in sys.modules if m.startswith(('PySide6', 'pyqtgraph', 'shiboken'))];"
        "sys.exit(code or (3 if bad else 0))"
    )
    for arguments in (["levels"], ["train", "xor"], ["judge", "xor"], ["check", str(XOR)]):
        done = subprocess.run([sys.executable, "-c", probe, *arguments], capture_output=True)
        assert done.returncode == 0, arguments


def test_a_reader_that_goes_away_is_no_error() -> None:
    with start("schema", "level") as process:
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 0
    assert err == ""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    file = json.loads(XOR.read_text(encoding="utf-8"))
    file.pop("$schema", None)
    file["training"] = {"epochs": 1_000_000, "batch_size": 1}  # minutes with any kernel
    path = tmp_path / "long.json"
    path.write_text(json.dumps(file))
    script = (
        "import os, signal, sys, threading; from app.cli.run import run;"
        # A shell that starts this in the background has it ignore the signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "import engine.training.trainer;"
        "threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start();"
        "sys.exit(run(['train', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True)
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr == b""


def test_ctrl_c_while_modules_are_imported_ends_quietly() -> None:
    script = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'app.cli.parser':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from app.__main__ import main\n"
        "sys.exit(main(['levels']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
