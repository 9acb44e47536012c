"""Which gesture a press begins: it depends on the tool and on what is under the pointer."""

from __future__ import annotations

from widgets.editor.gestures.base import Gesture
from widgets.editor.gestures.cut import CutGesture
from widgets.editor.gestures.link import LinkGesture
from widgets.editor.gestures.marquee import MarqueeGesture
from widgets.editor.gestures.move import MoveGesture
from widgets.editor.gestures.pick import PickLinkGesture
from widgets.editor.gestures.place import PlaceGesture
from widgets.editor.stage import Pointer, Stage
from widgets.editor.toolbox import Toolbox


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
