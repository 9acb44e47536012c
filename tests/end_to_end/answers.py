"""What can be asked about the game's screen; each answer is a value that JSON knows.

Nothing here changes the game: all that a player does is done with a mouse and keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDoubleSpinBox,
    QLabel,
    QMenu,
    QWidget,
)

from app.window.main_window import MainWindow
from engine import LinkKey
from tests.app.window.fitting import CONTROLS, faults, scrolled_by
from widgets.bench import Bench
from widgets.canvas.bubble import Bubble
from widgets.canvas.view import NetworkView
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.signed_slider import SignedSlider
from widgets.home.tree.tree_map import TreeMap


def shown(kind: type[QWidget], name: str = "") -> QWidget | None:
    """The widget of that kind and object name that is on the screen now."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, kind) and widget.isVisible() and name in ("", widget.objectName()):
            return widget
    return None


def on_screen(widget: QWidget, point: QPoint) -> list[int]:
    there = widget.mapToGlobal(point)
    return [there.x(), there.y()]


def box(widget: QWidget) -> dict[str, object]:
    rect = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return {
        "centre": [rect.center().x(), rect.center().y()],
        "corner": [rect.x(), rect.y()],
        "size": [rect.width(), rect.height()],
    }


def words_in(widget: QWidget) -> str:
    """Everything that can be read in a widget, in the order of its children."""
    readable = [one for one in [widget, *widget.findChildren(QWidget)] if one.isVisible()]
    return "\n".join(one.text() for one in readable if isinstance(one, QLabel | QAbstractButton))


def the_window() -> MainWindow | None:
    window = shown(MainWindow)
    return window if isinstance(window, MainWindow) else None


def the_bench() -> Bench | None:
    window = the_window()
    return window.workbench.bench if window and window.workbench else None


# -- any widget ------------------------------------------------------------------------------------


def answer_is_playing() -> bool:
    """Whether there is a game in the window, beyond what it shows first."""
    return the_window()._game is not None


def answer_widget(name: str) -> dict[str, object] | None:
    widget = shown(QWidget, name)
    if widget is None:
        return None
    return box(widget) | {
        "enabled": widget.isEnabled(),
        "words": words_in(widget),
        "said": widget.text if isinstance(widget, Bubble) else widget.accessibleName(),
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
    }


def answer_word(text: str) -> dict[str, object] | None:
    """The label or button with exactly that text."""
    for widget in QApplication.allWidgets():
        readable = isinstance(widget, QLabel | QAbstractButton) and widget.isVisible()
        if readable and widget.text() == text:
            return box(widget)
    return None


def answer_field(name: str) -> list[int] | None:
    """Where one types a number into the widget of that name."""
    return _within(name, QDoubleSpinBox, lambda field: QPoint(20, field.height() // 2))


def answer_knob(name: str) -> list[int] | None:
    """The knob of the slider within the widget of that name."""
    return _within(name, SignedSlider, lambda slider: _on_groove(slider, slider.number))


def answer_groove(name: str, value: float) -> list[int] | None:
    """Where that knob stands for a value."""
    return _within(name, SignedSlider, lambda slider: _on_groove(slider, value))


def _on_groove(slider: SignedSlider, value: float) -> QPoint:
    least, most = slider.minimum() / 100, slider.maximum() / 100
    share = (value - least) / (most - least)
    return QPoint(round(8 + share * (slider.width() - 16)), slider.height() // 2)


def _within(name: str, kind: type[QWidget], place: Callable[[QWidget], QPoint]) -> list[int] | None:
    holder = shown(QWidget, name)
    inside = [] if holder is None else [one for one in holder.findChildren(kind) if one.isVisible()]
    return on_screen(inside[0], place(inside[0])) if inside else None


def answer_explained() -> dict[str, list[int]]:
    """The words in sight that explain themselves, and where they stand."""
    labels = [one for one in QApplication.allWidgets() if isinstance(one, ExplainedLabel)]
    return {
        label.text(): on_screen(label, label.word_rect.center())
        for label in labels
        if label.isVisible() and not label.visibleRegion().isEmpty()
    }


def answer_names() -> list[str]:
    """Object names of all that is on the screen: to find one's way when a test fails."""
    return sorted({one.objectName() for one in QApplication.allWidgets() if one.isVisible()})


def answer_focus() -> str:
    """The name of what has the keys; its class when it has no name."""
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName() or type(widget).__name__


def answer_focus_place() -> dict[str, object] | None:
    """Where it lies."""
    widget = QApplication.focusWidget()
    return widget and box(widget)


def answer_holds() -> list[object]:
    """What was taken from the palette, and whether keys draw a link."""
    view = shown(NetworkView)
    held, linking = view.toolbox.held, view.keyboard.linking
    return [None if held is None else held.name, linking is not None]


def answer_menu() -> list[dict[str, object]] | None:
    """The lines of the menu that was opened last; None while there is none."""
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        return None
    return [
        {
            "text": action.text().split("\t")[0],
            "enabled": action.isEnabled(),
            "centre": on_screen(menu, menu.actionGeometry(action).center()),
        }
        for action in menu.actions()
        if not action.isSeparator()
    ]


def answer_restorable() -> list[str]:
    """The buttons in the list of deleted solutions, from the top."""
    buttons = [one for one in QApplication.allWidgets() if one.isVisible()]
    offers = [one for one in buttons if one.objectName().startswith("restore-")]
    offers.sort(key=lambda one: one.mapToGlobal(QPoint(0, 0)).y())
    return [one.objectName() for one in offers]


def answer_clipboard() -> str:
    return QApplication.clipboard().text()


def answer_window() -> dict[str, object] | None:
    window = the_window()
    return window and box(window) | {"title": window.windowTitle()}


def answer_unreachable() -> list[str]:
    """One line for each control that does not fit, or that a click would not reach."""
    window = the_window()
    if window is None:
        return ["There is no window."]
    found = faults(window)
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or isinstance(widget, QLabel):
            continue
        if not widget.isVisible() or scrolled_by(widget) is not None:
            continue
        hit = QApplication.widgetAt(widget.mapToGlobal(widget.rect().center()))
        if hit is not widget and not widget.isAncestorOf(hit):
            over = hit.objectName() if hit is not None else "nothing"
            found.append(f"“{widget.objectName()}” lies below “{over}”")
    return found


# -- the page of a level ---------------------------------------------------------------------------


def answer_canvas(share_x: float, share_y: float) -> list[int] | None:
    """The point at that share of the canvas's width and height."""
    view = shown(NetworkView)
    if view is None:
        return None
    size = view.viewport().size()
    point = QPoint(int(size.width() * share_x), int(size.height() * share_y))
    return on_screen(view.viewport(), point)


def answer_node(node_id: str) -> list[int] | None:
    view = shown(NetworkView)
    return view and on_screen(view.viewport(), view.node_centre(node_id))


def answer_port(node_id: str) -> list[int] | None:
    view = shown(NetworkView)
    return view and on_screen(view.viewport(), view.port_position(node_id))


def answer_link(source: str, target: str) -> list[int] | None:
    view = shown(NetworkView)
    return view and on_screen(view.viewport(), view.link_point(source, target))


def answer_place(x: int, y: int) -> list[float]:
    """Where of the scene a point of the screen lies."""
    view = shown(NetworkView)
    there = view.mapToScene(view.viewport().mapFromGlobal(QPoint(x, y)))
    return [there.x(), there.y()]


def answer_zoom() -> float:
    return shown(NetworkView).camera.zoom


def answer_in_sight() -> list[str]:
    """The nodes that lie wholly on the part of the canvas that nothing covers."""
    view = shown(NetworkView)
    free = view.camera.free
    items = view.network_scene.node_items
    squares = {node: view.mapFromScene(item.square).boundingRect() for node, item in items.items()}
    return [node for node, square in squares.items() if free.contains(square)]


def answer_pixels(x: int, y: int) -> list[str]:
    """The colours of the canvas in a square of 25 pixels around a point of the screen."""
    view = shown(NetworkView)
    middle = view.viewport().mapFromGlobal(QPoint(x, y))
    picture = view.viewport().grab(QRect(middle - QPoint(12, 12), middle + QPoint(12, 12)))
    image = picture.toImage()
    sides = (range(image.width()), range(image.height()))
    return [image.pixelColor(i, j).name() for j in sides[1] for i in sides[0]]


def answer_network() -> dict[str, object] | None:
    view = shown(NetworkView)
    if view is None:
        return None
    network, layout = view.document.network, view.document.layout
    return {
        "nodes": list(network.nodes),
        "links": [list(link.key) for link in network.links],
        "parameters": network.parameters,
        "places": {node: list(place) for node, place in layout.items()},
        "activations": {own.id: own.activation for own in network.neurons},
    }


def answer_weight(source: str, target: str) -> float | None:
    """The weight of a link as training has it now."""
    return shown(NetworkView).network_scene.weight_of(LinkKey(source, target))


def answer_run() -> dict[str, object] | None:
    bench = the_bench()
    if bench is None:
        return None
    frame = bench.run.frame
    return {
        "state": bench.run.state.name.lower(),
        "epoch": bench.run.epoch,
        "update": frame.snapshot.update if frame else 0,
        "score": bench.run.score,
        "points": len(frame.snapshot.curves.epochs) if frame else 0,
        "weights": frame.snapshot.parameters[0].tolist() if frame else [],
    }


def answer_selected() -> dict[str, object]:
    selection = the_bench().selection
    return {"nodes": list(selection.nodes), "links": [list(key) for key in selection.links]}


def answer_tabs() -> list[dict[str, object]]:
    """The solutions on the tabs, from the left."""
    window = the_window()
    tabs = window.workbench.tabs
    ids = [one.objectName() for one in tabs.findChildren(QAbstractButton) if one.isVisible()]
    pills = [tabs.pill(own.removeprefix("solution-")) for own in ids if own[9:].isdigit()]
    return [
        box(pill) | {"name": pill.text(), "chosen": pill.isChecked(), "said": pill.toolTip()}
        for pill in sorted(pills, key=lambda pill: pill.x())
    ]


def answer_views() -> dict[str, str]:
    """What the header of each view in sight says, by the view's name."""
    window = the_window()
    frames = [*window.workbench.dock.frames, *window.workbench.stage.frames]
    return {frame.view.objectName(): frame.title for frame in frames if frame.isVisible()}


def answer_spot(level_id: str) -> list[int] | None:
    """Where a level stands on the map of levels."""
    tree = shown(TreeMap)
    return tree and on_screen(tree, tree.spot(level_id).toPoint())


def answer_pulse() -> dict[str, object]:
    """The node whose port calls for attention, and whether it moves."""
    pulse = shown(NetworkView)._pulse
    return {"node": pulse.node, "moving": pulse.moving}


def answer_picture(path: str) -> bool:
    """Save what the main window shows."""
    window = the_window()
    return window is not None and window.grab().save(path)


ANSWERS: Final[dict[str, Callable[..., object]]] = {
    name.removeprefix("answer_").replace("_", "-"): function
    for name, function in list(globals().items())
    if name.startswith("answer_")
}
"""Every question by its name."""
