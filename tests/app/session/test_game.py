"""The game: which level is which, what counts for which, and what is said when it starts."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.saving import recovery
from app.saving.unsaved import Unsaved, UnsavedVerdict, read_unsaved, write_unsaved
from app.session.game import Game
from app.storage.records import Records, StoredVerdict
from levels import Level, Medal, campaign, read_level
from levels.summary import CAMPAIGN_FOLDER
from tests.app.hindered import hindered


@pytest.fixture
def game(start_game: Callable[[], Game]) -> Game:
    return start_game()


def own_level(path: Path, campaign_id: str = "xor", **changes: object) -> Level:
    """A file of one's own: the campaign's level of that id with some fields changed."""
    text = (CAMPAIGN_FOLDER / f"{campaign_id}.json").read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    unproven = {"solution": None, "frontier": None}
    path.write_text(json.dumps(json.loads(text) | unproven | changes), encoding="utf-8")
    return read_level(path)


EASY = {"inputs": ["x1", "x2", "x1*x2"], "activations": ["tanh"], "max_neurons": 4}


def judge(game: Game, qtbot) -> object:
    """Judge what is on the bench; the outcome."""
    outcomes: list[object] = []
    judging = game.session.judging
    judging.finished.connect(outcomes.append)
    game.session.judge()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    return outcomes[0]


def card(game: Game, level_id: str) -> object:
    return next(own for own in game.cards() if own.id == level_id)


# -- a level is more than its id -------------------------------------------------------------------


def test_a_file_with_the_campaigns_id_wins_nothing_in_the_campaign(
    game: Game, tmp_path: Path, qtbot
) -> None:
    mine = own_level(tmp_path / "mine.json", palette=EASY)
    game.open(mine)
    document = game.session.document
    document.add_input("x1*x2", (0.0, 0.0))
    document.link("x1*x2", "y")
    outcome = judge(game, qtbot)
    assert outcome.verdict.passed
    assert outcome.verdict.parameters == 2
    assert game.session.judging.best.parameters == 2
    assert card(game, "xor").medal is None
    game.open_id("xor")
    assert game.session.judging.best is None
    assert [entry.parameters for entry in game.session.shelf.entries] == [1]
    game.open(mine)
    assert game.session.judging.best.parameters == 2
    assert game.session.document.network.parameters == 2


def test_a_file_with_the_campaigns_id_leaves_its_settings_alone(game: Game, tmp_path: Path) -> None:
    training = {"optimizer": "sgd", "epochs": 7}
    game.open(own_level(tmp_path / "mine.json", "noisy-spiral", training=training))
    assert game.session.run.epochs == 7
    game.open_id("noisy-spiral")
    level = game.session.level
    assert game.session.run.epochs == level.training.epochs != 7
    assert game.session.document.solution.training == level.training


def test_a_file_of_ones_own_is_no_place_in_the_campaign(game: Game, tmp_path: Path) -> None:
    game.open_id("noisy-spiral")
    mine = own_level(tmp_path / "mine.json")
    game.open(mine)
    assert game.chapter_title(mine) == ""
    assert game.next_level().id == "first-line"
    assert game.settings.preferences.last_level == "noisy-spiral"


def test_a_level_file_that_was_moved_keeps_its_solutions(
    game: Game, tmp_path: Path, start_game
) -> None:
    path = tmp_path / "mine.json"
    game.open(own_level(path))
    game.session.document.rename("Kept")
    moved = path.rename(tmp_path / "elsewhere.json")
    game = start_game()
    game.open(read_level(moved))
    assert [entry.name for entry in game.session.shelf.entries] == ["Kept"]


def test_a_copy_of_a_level_file_starts_with_none(game: Game, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    game.open(own_level(path))
    game.session.document.rename("Kept")
    game.open(own_level(tmp_path / "copy.json"))
    assert [entry.name for entry in game.session.shelf.entries] == ["Solution 1"]
    game.open(read_level(path))
    assert [entry.name for entry in game.session.shelf.entries] == ["Kept"]


# -- rules hold each time --------------------------------------------------------------------------


def test_a_solution_that_breaks_the_rules_opens_and_is_not_judged(
    cheating, start_game, qtbot
) -> None:
    game = start_game()
    said: list[str] = []
    game.noticed.connect(said.append)
    game.open_id("xor")
    assert game.session.document.network == cheating.network
    game.session.judge()
    assert said == [game.session.refusal]
    assert said == ["Not judged, as it breaks a rule: This level does not offer the input “x₁·x₂”."]
    assert not game.session.judging.active
    game.session.train()
    qtbot.waitUntil(lambda: game.session.run.epoch > 0)
    game.session.document.remove(["x1*x2"])
    assert not judge(game, qtbot).verdict.passed


def test_an_edited_level_never_leaves_a_broken_bench(game: Game, tmp_path: Path, qtbot) -> None:
    """Other columns, another task: what can be trained is trained, the rest waits."""
    path = tmp_path / "mine.json"
    failures: list[str] = []
    game.noticed.connect(failures.append)
    game.open(own_level(path))
    document = game.session.document
    document.load(campaign().level("xor").author_solution)
    built = document.solution
    line, classes = {"metric": "mse", "at_most": 0.5}, {"metric": "accuracy", "at_least": 0.9}
    iris = {"dataset": "iris", "train": 90, "validation": 30, "test": 30}
    for data, terms in (
        ({"generator": "sine"}, line),
        (iris, classes),
        ({"generator": "parity", "bits": 4}, classes),
    ):
        edited = own_level(path, data=data, **{"pass": terms}, palette={}, training={}, medals={})
        game.open(edited)
        session = game.session
        assert set(built.network.nodes) <= set(session.document.network.nodes)
        session.train()
        qtbot.waitUntil(lambda: game.session.run.epoch > 0)
        assert bool(edited.rules.faults(session.document.solution)) == (
            data.get("generator") != "parity"
        )
    game.open(own_level(path))
    assert game.session.document.network == built.network
    assert failures == []


def test_what_is_missing_can_be_drawn_while_something_is_too_much(
    game: Game, tmp_path: Path, qtbot
) -> None:
    """An edit of a network that the data fit only in part reaches training all the same."""
    path = tmp_path / "mine.json"
    game.open(own_level(path))
    game.session.document.load(campaign().level("xor").author_solution)
    line = {"generator": "sine"}
    terms = {"metric": "mse", "at_most": 0.5}
    changes = {"data": line, "pass": terms, "palette": {}, "training": {}, "medals": {}}
    game.open(own_level(path, **changes))
    session = game.session
    session.step()
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    session.document.add_neuron("tanh", (0.0, 200.0))
    qtbot.waitUntil(lambda: "h2" in session.run.frame.snapshot.plan.nodes)
    assert "x2" not in session.run.frame.snapshot.plan.nodes
    assert "x2" in session.document.network.nodes


# -- medals and scores -----------------------------------------------------------------------------


def test_medals_follow_from_the_level_and_the_record(game: Game, start_game, qtbot) -> None:
    game.open_id("xor")
    game.session.document.load(game.session.level.author_solution)
    assert judge(game, qtbot).medal is Medal.BONSAI
    game = start_game()
    assert card(game, "xor").medal is Medal.BONSAI
    assert not card(game, "xor").star


def test_a_start_that_diverged_has_no_score(game: Game, tmp_path: Path, qtbot) -> None:
    training = {"optimizer": "sgd", "learning_rate": 1e6, "loss": "squared-error", "epochs": 20}
    game.open(own_level(tmp_path / "wild.json", training=training))
    game.session.document.load(
        replace(campaign().level("xor").author_solution, training=game.session.level.training)
    )
    outcome = judge(game, qtbot)
    diverged = [own.seed for own in outcome.verdict.results if own.diverged_at is not None]
    assert diverged
    (kept,) = game.session.judging.history
    assert [seed for seed, score in kept.scores if score is None] == diverged


# -- what is said ----------------------------------------------------------------------------------


def test_a_broken_level_file_is_said_once_and_hides_nothing(data_folder: Path, start_game) -> None:
    folder = data_folder / "levels"
    folder.mkdir(parents=True)
    (folder / "broken.json").write_text("{")
    game = start_game()
    assert [own.id for own in game.cards()] == ["first-line", "xor", "noisy-spiral"]
    (notice,) = game.take_notices()
    assert notice == "broken.json cannot be read; “neural-bonsai check” lists every fault."
    assert game.take_notices() == []


def test_a_levels_folder_that_cannot_be_read_is_said_with_its_path_and_why(
    data_folder: Path, start_game
) -> None:
    data_folder.mkdir()
    (data_folder / "levels").write_text("a file where the folder belongs")
    (notice,) = start_game().take_notices()
    assert notice.startswith(f"{data_folder / 'levels'}: The folder cannot be read, so its levels")
    assert notice.endswith("left out: Not a directory.")


def test_records_locked_after_the_first_of_two_files_cost_none_of_its_sentences(
    data_folder: Path, start_game, monkeypatch
) -> None:
    data_folder.mkdir()
    verdict = StoredVerdict(campaign().level("xor").address, "k1", "{}", 13, True, ((1, 0.9),), 1.5)
    for name in ("unsaved-1.json", "unsaved-2.json"):
        unsaved = Unsaved(verdicts=[UnsavedVerdict.of(verdict)])
        write_unsaved(data_folder / name, unsaved)
    locked = contextlib.ExitStack()
    names: list[str] = []

    def read_and_lock(path: Path) -> Unsaved:
        names.append(path.name)
        if names == ["unsaved-1.json", "unsaved-2.json"]:
            locked.enter_context(hindered(data_folder / "records.db"))
        return read_unsaved(path)

    monkeypatch.setattr(recovery, "read_unsaved", read_and_lock)
    with locked:
        game = start_game()
        first, second = game.take_notices()
        assert first == "1 verdict of last time is saved now."
        assert "in use by another program" in second
    assert [own.name for own in data_folder.glob("unsaved*")] == ["unsaved-2.json"]


@pytest.fixture
def unsaved(data_folder: Path, start_game) -> Path:
    """A file with an edit of a solution of xor; the records have the state before."""
    game = start_game()
    game.open_id("first-line")
    game.open_id("xor")
    assert game.save()
    with hindered(data_folder / "records.db"):
        game.session.document.rename("Edited")
        file = game.secure().file
        content = file.read_bytes()
    assert game.shut_down()
    with closing(Records(data_folder / "records.db")) as records:  # as if it had been killed
        (own,) = records.solutions(campaign().level("xor").address)
        text = own.text.replace("Edited", "Solution 1")
        records.save_solution(own.id, "Solution 1", text, own.parameters)
    file.write_bytes(content)
    return file


def test_unsaved_work_that_has_to_wait_is_told_and_never_gets_a_rival(
    data_folder: Path, unsaved: Path, start_game, qtbot
) -> None:
    said: list[str] = []
    with hindered(data_folder / "records.db"):
        game = start_game()
        game.noticed.connect(said.append)
        (notice,) = game.take_notices()
        assert "in use by another program" in notice
        assert "What was not saved last time waits" in notice
        game.open_id("xor")
        assert game.session is None
        (sentence,) = said
        assert "is opened as soon as what you built there last time is saved" in sentence
        game.open_id("first-line")  # nothing of it waits
        assert game.session.level.id == "first-line"
        game.open_id("xor")
        assert game.session is None
        assert unsaved.exists()
    qtbot.waitUntil(lambda: game.session is not None, timeout=20_000)
    assert game.session.level.id == "xor"
    assert [own.name for own in game.session.shelf.entries] == ["Edited"]
    assert "What you built in “Edited” was not saved last time; it is saved now." in said
    assert not unsaved.exists()


def test_unsaved_work_comes_in_while_another_level_is_played(
    data_folder: Path, unsaved: Path, start_game, qtbot
) -> None:
    with hindered(data_folder / "records.db"):
        game = start_game()
        game.open_id("first-line")
        game.session.document.rename("Meanwhile")
    qtbot.waitUntil(lambda: not unsaved.exists(), timeout=20_000)
    qtbot.waitUntil(game.save, timeout=20_000)
    assert game.session.level.id == "first-line"
    assert game.session.document.solution.name == "Meanwhile"
    game.open_id("xor")
    assert [own.name for own in game.session.shelf.entries] == ["Edited"]


def test_a_game_that_ends_while_work_waits_leaves_its_file(
    data_folder: Path, unsaved: Path, start_game
) -> None:
    content = unsaved.read_bytes()
    with hindered(data_folder / "records.db"):
        game = start_game()
        game.open_id("xor")
        assert game.shut_down()
    assert unsaved.read_bytes() == content
    assert [own.name for own in data_folder.glob("*unsaved*")] == [unsaved.name]


def test_a_level_whose_solutions_cannot_be_kept_is_not_opened(
    game: Game, data_folder: Path
) -> None:
    said: list[str] = []
    game.noticed.connect(said.append)
    with hindered(data_folder / "records.db"):
        game.open_id("xor")
        assert game.session is None
        assert "cannot be played now" in said[0]
    game.open_id("xor")
    assert game.session is not None


def test_saving_says_whether_all_is_on_disk(game: Game, data_folder: Path) -> None:
    assert game.save()
    game.open_id("xor")
    game.session.document.add_input("x1", (0.0, 0.0))
    with hindered(data_folder / "records.db"):
        assert not game.save()
    assert game.save()


# -- a disk without room ---------------------------------------------------------------------------


@pytest.fixture
def small_disk(data_folder: Path) -> Iterator[Path]:
    """A real file system of 4 MiB in the place of the data folder."""
    data_folder.mkdir()
    if not shutil.which("mount"):
        pytest.skip("nothing can be mounted here")
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(data_folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted: {done.stderr.strip()}")
    yield data_folder
    # Lazily: the game may hold its files for a moment longer.
    subprocess.run(["umount", "--lazy", str(data_folder)], check=True)


def fill(disk: Path) -> Path:
    """Write a file until nothing more fits."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def test_a_full_disk_costs_nothing_that_was_built(small_disk: Path, start_game, qtbot) -> None:
    game = start_game()
    said: list[str] = []
    game.noticed.connect(said.append)
    game.open_id("xor")
    assert game.save()
    ballast = fill(small_disk)
    before = game.session.shelf.items
    game.session.document.load(game.session.level.author_solution)
    game.session.document.rename("Built on a full disk")
    qtbot.waitUntil(lambda: any("is full" in sentence for sentence in said), timeout=20_000)
    assert "What you built is still here; saving is tried again." in said[-1]
    game.session.shelf.create()
    assert "Nothing was changed" in said[-1]
    assert len(game.session.shelf.items) == len(before)
    secured = game.secure()
    assert secured.lost == ("“Built on a full disk”",)  # so that the player is asked
    assert [own.name for own in small_disk.glob("*unsaved*")] == []
    ballast.unlink()
    qtbot.waitUntil(game.save, timeout=20_000)
    game.leave()
    game = start_game()
    game.open_id("xor")
    assert game.session.shelf.open_entry.name == "Built on a full disk"
    assert game.session.shelf.open_entry.parameters == 7
