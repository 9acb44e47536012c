"""What a player's records and the clipboard bring in: settings, names and unreadable texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from levels import campaign, write_solution
from tests.end_to_end.game import SOON, Game, Screen
from tests.end_to_end.stored import store, stored

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]

HEBREW = "שלום"


def test_a_stored_solution_does_not_change_what_the_level_locks(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    solution = json.loads(write_solution(campaign().level("noisy-spiral").author_solution))
    solution["training"] = {"optimizer": "sgd", "learning_rate": 0.9, "epochs": 7, "l2": 0.01}
    store(tmp_path, json.dumps(solution), "noisy-spiral")
    game = start_game("play", "noisy-spiral")
    game.wait(lambda: game.ask("network"), "the workbench")
    screen.click(game.ask("tabs")[0]["centre"])
    game.wait(lambda: game.ask("tabs")[0]["chosen"], "the stored solution", SOON)
    chips = {name: game.widget(f"setting-{name}")["words"] for name in ("optimizer", "l2")}
    assert chips == {"optimizer": "Adam", "l2": "L2 0"}
    assert game.widget("setting-learning_rate")["words"] == "rate 0.02"
    game.word("0 / 3000")
    # Nor does the player: its card says why, and has nothing to choose.
    screen.click(game.widget("setting-optimizer")["centre"])
    card = game.widget("popover")["words"]
    assert "level" in card
    assert "SGD" not in card.splitlines()
    assert game.close() == 0


def rename_by_pasting(game: Game, screen: Screen, name: str) -> None:
    """Give the only solution a name from the clipboard."""
    game.ask("stage-clipboard", name)
    screen.double_click(game.ask("tabs")[0]["centre"])
    game.widget("solution-name")
    screen.press("ctrl+a", "ctrl+v", "Return")
    game.wait(lambda: not game.ask("widget", "solution-name"), "the field to close", SOON)


def test_a_name_that_misleads_is_refused_and_one_from_right_to_left_is_kept(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    game = start_game("play", "xor")
    game.wait(lambda: game.ask("network"), "the workbench")
    before = game.ask("tabs")[0]["name"]
    rename_by_pasting(game, screen, "safe\u200fname")
    said = "The name holds U+200F, a character that cannot be shown safely"
    game.wait(lambda: said in game.words("toast"), "the refusal", SOON)
    assert game.ask("tabs")[0]["name"] == before

    rename_by_pasting(game, screen, HEBREW)
    game.wait(lambda: game.ask("tabs")[0]["name"] == HEBREW, "the name", SOON)
    assert game.close() == 0
    assert list(stored(tmp_path)) == [HEBREW]
    game = start_game("play", "xor")
    game.wait(lambda: game.ask("network"), "the workbench")
    assert game.ask("tabs")[0]["name"] == HEBREW
    assert game.close() == 0


def test_an_unreadable_solution_is_saved_as_a_file(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    text = '{"format": 99, "network": "of a later game"}\n'
    store(tmp_path, text)
    game = start_game("play", "xor")
    game.wait(lambda: game.ask("network"), "the workbench")
    screen.click(game.ask("tabs")[0]["centre"])
    screen.click(game.word("Save as a file…")["centre"])
    field = game.widget("fileNameEdit")
    screen.click(field["centre"])
    screen.press("ctrl+a")
    file = tmp_path / "kept.json"
    screen.type(str(file))
    screen.press("Return")
    game.wait(file.exists, "the file", SOON)
    assert file.read_text(encoding="utf-8") == text
    assert not game.words("toast")
    assert game.close() == 0
    assert stored(tmp_path)["hand-made"] == text
