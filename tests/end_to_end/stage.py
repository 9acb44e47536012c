"""What puts the game into the state in which a test begins; what is tested is done by hand.

These reach into the game as no player can, so that a test need not play for a minute first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.session.game import Game
from engine import Network, Neuron
from tests.end_to_end.answers import the_window
from widgets.controls.modal_card import ModalCard
from widgets.dock.arrangement import Arrangement
from widgets.run_model import FULL_SPEED


def the_game() -> Game:
    return the_window()._game


def clear_the_screen() -> None:
    """Close every menu and card."""
    while menu := QApplication.activePopupWidget():
        menu.close()
    for card in the_window().findChildren(ModalCard):
        if card.isVisible():
            card.leave()


def stage_level(level_id: str, network: str = "author") -> int:
    """Open a level with one solution that has never been trained; its id.

    ``network`` is "author" for that of the level's proof, "start" for what a newcomer finds, "wide"
    for one that takes the judge some time.
    """
    clear_the_screen()
    game = the_game()
    game.settings.set_text_scale(1.0)
    if game.session is None or game.session.level.id != level_id:
        game.open_id(level_id)
    shelf, document = game.session.shelf, game.session.document
    game.session.pause()
    before = shelf.items
    shelf.create()
    for item in before:
        shelf.delete(item.id)
    if network == "author":
        author = game.session.level.author_solution
        document.load(replace(document.solution, network=author.network, layout=author.layout))
    if network == "wide":
        document.load(replace(document.solution, network=wide(game.session.level.task.columns)))
    game.session.run.set_speed(FULL_SPEED)
    the_window().workbench.deck.arrange(Arrangement())
    view = the_window().workbench.view
    view.toolbox.choose("select")
    view.select()
    view.bubble.hush()
    view.fit()
    the_window().workbench.take_focus()
    return shelf.open_entry.id


def wide(inputs: tuple[str, ...]) -> Network:
    """Two hidden layers of sixteen neurons, each linked to all of the layer before."""
    layers = [list(inputs), *([f"h{deep}{n}" for n in range(16)] for deep in "ab"), ["y"]]
    network = Network()
    for name in inputs:
        network = network.add_input(name)
    for name in (*layers[1], *layers[2]):
        network = network.add_neuron(Neuron(name, "tanh"))
    network = network.add_neuron(Neuron("y", "identity", output=True))
    for before, after in pairwise(layers):
        for source, target in product(before, after):
            network = network.add_link(source, target)
    return network


def stage_home() -> bool:
    """Leave the level."""
    clear_the_screen()
    the_game().leave()
    return True


def stage_focus() -> bool:
    """Make the window the one that gets the keys, as a window manager would."""
    the_window().activateWindow()
    return True


def stage_clipboard(text: str) -> bool:
    """Put a text onto the clipboard, as another program would."""
    QApplication.clipboard().setText(text)
    return True


def stage_close() -> bool:
    """Close the main window as its own close button would."""
    window = the_window()
    if window is not None:
        QTimer.singleShot(0, window.close)
    return window is not None


STAGE: Final[dict[str, Callable[..., object]]] = {
    "close": stage_close,
    "stage-clipboard": stage_clipboard,
    "stage-focus": stage_focus,
    "stage-home": stage_home,
    "stage-level": stage_level,
}
"""Every preparation by its name."""
