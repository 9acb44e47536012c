"""What each link and neuron is worth: how far the validation loss rises without it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QTimer

from engine import LinkKey, Neuron
from engine.inspection.ablation import Ablation, AblationJob, Worth
from engine.training.run import Frame
from engine.training.snapshot import Snapshot
from engine.wording import counted
from levels.solution import Solution
from widgets.bench import Bench
from widgets.canvas.items.looks import CALM_LINK, LinkLook, NodeLook
from widgets.canvas.lenses.lens import LegendRow, Lens
from widgets.canvas.lenses.weights import bias_tone

PAUSE_MS: Final = 200
"""At least so long from one measurement to the next while training goes on."""

_NOTHING: Final = 1e-3
"""Below this share of the whole network's loss a fall counts as none: nobody would notice it."""

_NOTICED: Final = 0.05
"""Share of the loss below which even the largest rise is not drawn at full width."""

_CURVE: Final = 0.45
_THIN: Final = 1.2
_THICK: Final = 7.5
_WITHOUT: Final = LinkLook(2.0, "ink", 0.9, "dotted", badge="scissors")

Part = TypeVar("Part", bound=Hashable)


class _Scale(Generic[Part]):
    """How worths of one kind compare: their largest, and which parts lie at the ends.

    Args:
        worths: of the parts.
        least: what the largest worth counts as when it is smaller, so that noise is never thick.
    """

    def __init__(self, worths: Mapping[Part, Worth], least: float = 0.0) -> None:
        rises = {part: own.loss_rise for part, own in worths.items() if isfinite(own.loss_rise)}
        ranked = sorted(rises, key=lambda part: rises[part])
        self._most = max(rises[ranked[-1]] if ranked else 0.0, least)
        self.extremes = {*ranked[:1], *ranked[-1:]}

    def share(self, rise: float) -> float:
        """Between 0 and 1; small worths are lifted, as they lie powers of ten apart."""
        return float((max(rise, 0.0) / self._most) ** _CURVE) if self._most > 0 else 0.0


class AblationLens(Lens):
    """Width and strength of a link are its worth; what the network is better without is dotted.

    It is measured beside the window, anew whenever the network or its weights change, and shown
    for exactly the network that it was measured on: until then everything is grey.

    Args:
        bench: the open level.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._active = False
        self._frame: Frame | None = None
        self._measured: Snapshot | None = None
        self._ablation: Ablation | None = None
        self._links: _Scale[LinkKey] = _Scale({})
        self._nodes: _Scale[str] = _Scale({})
        self._fits = False
        self._job: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._measure)
        bench.document.changed.connect(self._drop_if_changed)

    # -- measuring ---------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Measure while the lens is in use."""
        self._active = active
        if active:
            self._measure()
        else:
            self._cancel()

    def show_frame(self, frame: Frame | None) -> None:
        """Measure the network of a newer frame, soon."""
        self._frame = frame
        if frame is None:
            self._measured, self._fits = None, False
        self._measure()

    @property
    def measured(self) -> Ablation | None:
        """What was measured on the network that is on the canvas; None until then."""
        return self._ablation if self._fits else None

    def _measure(self) -> None:
        frame = self._frame
        if not self._active or self._job is not None or self._pause.isActive() or frame is None:
            return
        snapshot, document = frame.snapshot, self._bench.document
        if snapshot is self._measured or snapshot.plan.network != document.network:
            return
        self._pause.start()
        job = AblationJob(
            snapshot.plan,
            snapshot.parameters[0],
            self._bench.dataset,
            document.solution.training,
            metric=self._bench.level.terms.metric,
        )
        self._job = self._bench.jobs.start(job, lambda found: self._take(snapshot, found))

    def _take(self, snapshot: Snapshot, found: Ablation) -> None:
        self._job = None
        self._measured, self._ablation = snapshot, found
        least = _NOTICED * found.loss
        self._links, self._nodes = _Scale(found.links, least), _Scale(found.nodes, least)
        self._check_fit()
        self.changed.emit()
        self._measure()

    def _drop_if_changed(self, before: Solution, after: Solution) -> None:
        if before.network is after.network:
            return
        self._cancel()
        self._check_fit()
        self.changed.emit()
        self._measure()

    def _check_fit(self) -> None:
        seen = self._measured
        self._fits = seen is not None and seen.plan.network == self._bench.document.network

    def _cancel(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._bench.jobs.cancel(self._job)
            self._job = None

    # -- looks -------------------------------------------------------------------------------

    def link(self, key: LinkKey) -> LinkLook:
        """Thick and strong for what is worth much, dotted with shears for what does harm."""
        ablation, seen = self.measured, self._measured
        if ablation is None or seen is None or key not in ablation.links:
            return CALM_LINK
        rise = ablation.links[key].loss_rise
        if not isfinite(rise):
            return CALM_LINK
        label = _label(rise) if key in self._links.extremes else ""
        if harms(rise, ablation):
            return replace(_WITHOUT, label=label)
        share = self._links.share(rise)
        positive = seen.weight(*key) >= 0
        return LinkLook(
            _THIN + (_THICK - _THIN) * share,
            "blue" if positive else "orange",
            0.22 + 0.7 * share,
            "solid" if positive else "dashed",
            label=label,
        )

    def node(self, node_id: str) -> NodeLook:
        """Faded where it is worth little; with shears where the network is better without it."""
        node = self._bench.document.network.nodes[node_id]
        ablation, seen = self.measured, self._measured
        tone = None
        if isinstance(node, Neuron) and node.bias:
            tone = bias_tone(None if seen is None or ablation is None else seen.bias(node_id))
        if ablation is None or node_id not in ablation.nodes:
            return NodeLook(tone)
        rise = ablation.nodes[node_id].loss_rise
        if not isfinite(rise):
            return NodeLook(tone)
        label = _label(rise) if node_id in self._nodes.extremes else ""
        if harms(rise, ablation):
            return NodeLook(tone, 0.7, label, "scissors")
        return NodeLook(tone, 0.5 + 0.5 * self._nodes.share(rise), label)

    def rows(self, what: str | LinkKey) -> tuple[tuple[str, str], ...]:
        """How much worse the network is without it."""
        ablation = self.measured
        if ablation is None:
            return ()
        worth = ablation.nodes.get(what) if isinstance(what, str) else ablation.links.get(what)
        if worth is None or not isfinite(worth.loss_rise):
            return ()
        return (("loss without it", _label(worth.loss_rise)), ("would save", _saved(worth)))

    @property
    def title(self) -> str:
        """What is measured, or why nothing is to be seen yet."""
        if self.measured is not None:
            return "Rise of validation loss without it"
        return "Measuring …" if self._frame is not None else "Train the network first"

    @property
    def legend(self) -> tuple[LegendRow, ...]:
        """Much, little, better without."""
        return (
            LegendRow(LinkLook(_THICK - 1.5, "muted", 0.95), "worth much"),
            LegendRow(LinkLook(_THIN, "muted", 0.5), "worth little"),
            LegendRow(_WITHOUT, "better without"),
        )


def harms(rise: float, ablation: Ablation) -> bool:
    """Whether the network is better without a part, by a noticeable amount."""
    return rise < -_NOTHING * ablation.loss


def _label(rise: float) -> str:
    digits = 2 if abs(rise) >= 0.095 else 3
    text = f"{rise:+.{digits}f}"
    return text.replace("-", "−") if float(text) else "0"


def _saved(worth: Worth) -> str:
    return counted(worth.saves, "parameter")
