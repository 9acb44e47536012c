"""What is on the bench is true and is kept: scores, undo, runs, solutions. Played by hand."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from levels import campaign, write_solution
from levels.limits import MAX_PARAMETER
from tests.app.hindered import hindered
from tests.end_to_end.game import ROOT, SOON, Game, Screen
from tests.end_to_end.stored import store, stored

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]

XOR = campaign().level("xor")
QUERY = "SELECT text FROM solutions WHERE level_id = 'xor' AND deleted IS NULL"


@pytest.fixture
def xor(game: Game) -> Game:
    """The author's network for xor, untrained, on the bench."""
    game.ask("stage-level", "xor")
    game.wait(lambda: game.ask("run")["score"], "the score of the untrained network", SOON)
    return game


@pytest.fixture
def trained(xor: Game, screen: Screen) -> Game:
    """The same once the goal is reached."""
    screen.click(xor.widget("train")["centre"])
    xor.run("finished")
    assert "reached on validation" in xor.words("goal-bar")
    return xor


def select_link(game: Game, screen: Screen) -> None:
    """Select the link from x1 to h1; the card with its weight comes."""
    screen.click(game.ask("link", "x1", "h1"))
    assert game.ask("selected") == {"nodes": [], "links": [["x1", "h1"]]}
    game.widget("weight-x1-h1")


def shows_score(game: Game, score: float) -> bool:
    per_cent = math.floor(score * 1000 + 1e-9) / 10  # never rounded to a better one
    return f"validation {per_cent:.1f}\u00a0%" in game.words("goal-bar")


# -- the score is that of the network as it is -----------------------------------------------------


def test_the_goal_bar_follows_a_weight_turned_by_hand_and_its_undo(trained: Game, screen: Screen):
    before = trained.ask("run")
    select_link(trained, screen)
    screen.drag(*trained.slider("weight-x1-h1", -before["weights"][0]))
    trained.wait(lambda: "reached" not in trained.words("goal-bar"), "another score", SOON)
    turned = trained.ask("run")
    assert turned["score"] < before["score"]
    trained.wait(lambda: shows_score(trained, turned["score"]), "the score", SOON)
    assert turned["state"] == "finished"

    screen.click(trained.widget("undo")["centre"])
    trained.wait(lambda: trained.ask("run")["score"] == before["score"], "the score again", SOON)
    assert "reached on validation" in trained.words("goal-bar")
    assert trained.ask("run")["weights"] == before["weights"]


def test_cut_look_undo_costs_nothing(trained: Game, screen: Screen):
    before = trained.ask("run")
    screen.click(trained.widget("palette-cut")["centre"])
    screen.click(trained.ask("link", "x1", "h1"))
    trained.wait(lambda: len(trained.ask("network")["links"]) == 4, "the cut", SOON)
    other = lambda: (run := trained.ask("run"))["score"] != before["score"] and run  # noqa: E731
    cut = trained.wait(other, "another score", SOON)
    assert shows_score(trained, cut["score"])

    screen.press("Escape", "ctrl+z")
    trained.wait(lambda: trained.ask("run")["weights"] == before["weights"], "the weights", SOON)
    assert trained.ask("run")["score"] == before["score"]
    screen.press("ctrl+y")
    trained.wait(lambda: trained.ask("run")["weights"] == cut["weights"], "the cut again", SOON)


def test_a_network_without_links_has_no_score_and_says_why(xor: Game, screen: Screen):
    screen.press("ctrl+a", "Delete")
    why = lambda: "nothing is linked to y" in xor.words("goal-bar").lower()  # noqa: E731
    xor.wait(why, "the reason", SOON)
    assert xor.ask("run")["score"] is None
    assert "reached" not in xor.words("goal-bar")


# -- what was left comes back ----------------------------------------------------------------------


def test_another_tab_and_the_map_give_the_run_and_its_history_back(trained: Game, screen: Screen):
    select_link(trained, screen)
    screen.click(trained.ask("field", "weight-x1-h1"))
    screen.press("ctrl+a")
    screen.type("2.5")
    screen.press("Return", "Escape")
    trained.wait(lambda: trained.ask("weight", "x1", "h1") == 2.5, "the weight", SOON)
    before = trained.ask("run")
    assert before["points"] > 10

    screen.click(trained.widget("new-solution")["centre"])
    trained.wait(lambda: trained.ask("run")["state"] == "idle", "the new solution", SOON)
    assert trained.ask("run")["points"] <= 1
    screen.click(trained.ask("tabs")[0]["centre"])
    trained.wait(lambda: trained.ask("run") == before, "the run with its curves", SOON)

    screen.click(trained.widget("back")["centre"])
    trained.widget("tree-map")
    screen.double_click(trained.ask("spot", "xor"))
    trained.wait(lambda: trained.ask("run") == before, "the run with its curves", SOON)
    screen.press("ctrl+z")
    trained.wait(lambda: trained.ask("weight", "x1", "h1") != 2.5, "the weight before", SOON)


def test_weights_and_curves_come_back_after_a_restart(
    start_game: Callable[..., Game], screen: Screen
):
    game = start_game("play", "first-line")
    game.ask("stage-level", "first-line")
    screen.click(game.widget("train")["centre"])
    before = game.run("finished")
    assert game.close() == 0
    game = start_game("play", "first-line")
    game.wait(lambda: game.ask("run")["points"] == before["points"], "the curves", SOON)
    after = game.ask("run")
    assert (after["weights"], after["score"]) == (before["weights"], before["score"])


# -- what is made can be kept ----------------------------------------------------------------------


def test_a_weight_beyond_the_limit_is_refused_where_it_is_typed(xor: Game, screen: Screen):
    weight = xor.ask("weight", "x1", "h1")
    select_link(xor, screen)
    screen.click(xor.ask("field", "weight-x1-h1"))
    screen.press("ctrl+a")
    screen.type("500000")
    screen.press("Return")
    said = f"at most {MAX_PARAMETER:,.0f}"
    xor.wait(lambda: said in xor.words("selection-card"), "the refusal", SOON)
    assert xor.ask("weight", "x1", "h1") == weight


def test_a_stored_solution_that_cannot_be_read_is_shown_with_what_to_do(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    text = '{"format": 1, "network": {"links": [["x1", "y", 500000.0]]}}'
    store(tmp_path, text)
    game = start_game("play", "xor")
    game.wait(lambda: game.ask("network"), "the workbench")
    tabs = game.ask("tabs")
    assert [tab["chosen"] for tab in tabs] == [False, True]
    screen.click(tabs[0]["centre"])
    card = game.widget("unreadable-solution")["words"]
    assert "“hand-made” stays here as it is" in card
    assert "Must be at most 100,000" in card
    screen.click(game.word("Copy its text")["centre"])
    game.wait(lambda: game.ask("clipboard") == text, "the text on the clipboard", SOON)
    assert game.close() == 0
    assert stored(tmp_path)["hand-made"] == text


def test_a_stored_solution_against_the_rules_is_marked_and_not_judged(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    store(tmp_path, write_solution(XOR.author_solution).replace('"x2"', '"x1*x2"'))
    game = start_game("play", "xor")
    notice = game.widget("fault-notice")["words"]
    assert "Not judged, as it breaks rules of this level." in notice
    assert "x₁x₂" in notice or "x1*x2" in notice or "x₁·x₂" in notice
    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "Not judged" in game.words("toast"), "the reason", SOON)
    assert game.words("verdict") == ""
    # Once the fault is gone so is the notice.
    screen.click(game.ask("node", "x1*x2"))
    screen.press("Delete")
    game.wait(lambda: not game.words("fault-notice"), "the notice to go", SOON)
    assert game.close() == 0


def test_a_file_with_the_id_of_a_level_earns_nothing_on_that_level(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    own = campaign_file("xor")
    own["palette"]["inputs"].append("x1*x2")
    own["start"] = {"nodes": [{"id": "x1*x2", "at": [-160, 0]}, {"id": "y", "at": [160, 0]}]}
    file = tmp_path / "own.json"
    file.write_text(json.dumps(own))
    game = start_game("play", str(file))
    game.wait(lambda: game.ask("network"), "the workbench")
    screen.drag(game.ask("port", "x1*x2"), game.ask("node", "y"))
    game.wait(lambda: game.ask("network")["links"], "the link", SOON)
    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "Prune further" in game.words("verdict"), "the verdict")
    assert "Bonsai" in game.words("verdict")
    screen.press("Escape")
    screen.click(game.widget("back")["centre"])
    game.widget("tree-map")
    screen.click(game.ask("spot", "xor"))
    game.wait(lambda: "Either, but not both" in game.words("home"), "the card of the level", SOON)
    assert "Your smallest" not in game.words("home")
    screen.double_click(game.ask("spot", "xor"))
    game.wait(lambda: game.ask("network"), "the workbench")
    assert "x1*x2" not in game.ask("network")["nodes"]
    assert game.close() == 0


# -- whatever happens ------------------------------------------------------------------------------


def test_the_judge_can_be_stopped_and_called_again(game: Game, screen: Screen):
    game.ask("stage-level", "noisy-spiral", "wide")
    screen.click(game.widget("judge")["centre"])
    game.wait(lambda: "at work" in game.words("verdict"), "the judge", SOON)
    assert not game.ask("widget", "judge")["enabled"]
    screen.click(game.word("Stop judging")["centre"])
    game.wait(lambda: not game.words("verdict"), "the card to go", SOON)
    assert game.ask("widget", "judge")["enabled"]
    game.ask("stage-level", "first-line")
    screen.press("j")
    game.wait(lambda: "Prune further" in game.words("verdict"), "the verdict")
    screen.press("Escape")
    game.wait(lambda: game.ask("widget", "judge")["enabled"], "the button", SOON)
    assert not game.words("verdict")


def test_a_save_that_fails_is_said_and_repeated(xor: Game, screen: Screen):
    rows = lambda: places(xor.data)  # noqa: E731
    xor.wait(lambda: [200.0, 0.0] in rows(), "what is there to be saved", SOON)
    with hindered(xor.data / "records.db"):
        node = xor.ask("node", "y")
        screen.drag(node, (node[0], node[1] + 96))
        xor.wait(lambda: "What you built is still here" in xor.words("toast"), "the sentence", 30)
        assert [200.0, 0.0] in rows()
    xor.wait(lambda: [200.0, 96.0] in rows(), "the next try")


def test_a_deleted_solution_comes_back(trained: Game, screen: Screen):
    before = trained.ask("run")
    tab = trained.ask("tabs")[0]
    screen.click(tab["centre"], 3)
    screen.click(trained.entry("Delete")["centre"])
    trained.wait(lambda: "was deleted" in trained.words("toast"), "the offer", SOON)
    assert trained.ask("run")["state"] == "idle"
    screen.click(trained.widget("toast-action")["centre"])
    trained.wait(lambda: trained.ask("run") == before, "the solution with its run", SOON)
    assert [own["name"] for own in trained.ask("tabs")] == [tab["name"]]

    # Once the offer is gone, the menu of any tab still has it.
    screen.click(trained.ask("tabs")[0]["centre"], 3)
    screen.click(trained.entry("Delete")["centre"])
    trained.wait(lambda: trained.ask("run")["state"] == "idle", "it to go", SOON)
    screen.click(trained.ask("tabs")[0]["centre"], 3)
    screen.click(trained.entry("Deleted solutions…")["centre"])
    assert tab["name"] in trained.widget("deleted-solutions")["words"]
    screen.click(trained.widget(trained.ask("restorable")[0])["centre"])
    names = lambda: [own["name"] for own in trained.ask("tabs")]  # noqa: E731
    trained.wait(lambda: tab["name"] in names(), "the solution", SOON)


def places(data: Path) -> list[list[float]]:
    """Where y stands in each solution of xor that is on disk."""
    with closing(sqlite3.connect(f"file:{data}/records.db?mode=ro", uri=True)) as database:
        texts = database.execute(QUERY).fetchall()
    nodes = [json.loads(text)["network"]["nodes"] for (text,) in texts]
    return [node.get("at") for own in nodes for node in own if node["id"] == "y"]


def campaign_file(level_id: str) -> dict:
    file = ROOT / "levels" / "campaign" / f"{level_id}.json"
    return json.loads(file.read_text(encoding="utf-8"))
