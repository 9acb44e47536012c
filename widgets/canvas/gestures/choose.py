"""Which gesture a press begins: it depends on the tool and on what is under the pointer."""

from __future__ import annotations

from widgets.canvas.gestures.base import Gesture
from widgets.canvas.gestures.cut import CutGesture
from widgets.canvas.gestures.link import LinkGesture
from widgets.canvas.gestures.marquee import MarqueeGesture
from widgets.canvas.gestures.move import MoveGesture
from widgets.canvas.gestures.pick import PickLinkGesture
from widgets.canvas.gestures.place import PlaceGesture
from widgets.canvas.stage import Pointer, Stage
from widgets.palette.toolbox import Toolbox


def gesture_for(stage: Stage, toolbox: Toolbox, pointer: Pointer) -> Gesture:
    """The gesture that a press of the left button begins."""
    if toolbox.held is not None:
        return PlaceGesture(stage, toolbox.held)
    if toolbox.tool == "cut":
        return CutGesture(stage)
    port, node = stage.scene.port_at(pointer.scene), stage.scene.node_at(pointer.scene)
    if toolbox.tool == "link":
        start = port or node
        return MarqueeGesture(stage) if start is None else _link(stage, start.node_id)
    if port is not None:
        return _link(stage, port.node_id)
    if node is not None:
        return MoveGesture(stage, node.node_id)
    link = stage.scene.link_at(pointer.scene)
    return MarqueeGesture(stage) if link is None else PickLinkGesture(stage, link.key)


def _link(stage: Stage, start: str) -> LinkGesture:
    """From one node; from all selected ones when it is one of several."""
    chosen = stage.scene.selected_nodes
    return LinkGesture(stage, chosen if start in chosen else (start,))
