"""Which views are open and where they are, as a value; and how a window's width is shared.

The sizes are those of the three arrangements Build, Look and Stage: Build has the palette and a
narrow dock, Look folds the palette and widens the dock, Stage shows one view large on the left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Mode = Literal["build", "look", "stage"]
MOST_DOCKED: Final = 2
PALETTE: Final = 176
FOLDED: Final = 56
RAIL: Final = 64
DOCK: Final = 320
WIDE_DOCK: Final = 416
STAGE: Final = 560
CANVAS: Final = 460
"""Narrower than this the canvas asks for the palette's room, px."""
STAGE_CANVAS: Final = 316
"""What the narrowest goal bar needs beside a thrown view, px."""
_DOCK_GROWTH: Final = 1.25
LOW: Final = 400
"""Lower than this the dock shows one view at a time, px; more with larger text."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The views of one level and where they are; every change gives a new one.

    Attributes:
        docked: names of the views in the dock, top to bottom; at most `MOST_DOCKED`.
        pinned: those that a newly opened view does not replace.
        thrown: the view that is shown large on the left; None for none.
        wide: whether the dock is wide.
        folded: whether the palette is folded; None lets the width of the window decide.
    """

    docked: tuple[str, ...] = ("map", "curves")
    pinned: frozenset[str] = frozenset()
    thrown: str | None = None
    wide: bool = False
    folded: bool | None = None

    @property
    def shown(self) -> frozenset[str]:
        """Every view that is open, docked or thrown."""
        return frozenset(self.docked) | ({self.thrown} if self.thrown is not None else set())

    @property
    def mode(self) -> Mode:
        """Which of the three arrangements this one is."""
        if self.thrown is not None:
            return "stage"
        return "look" if self.wide else "build"

    def opened(self, name: str) -> Arrangement:
        """Open the view in the dock; where that is full it replaces one that is not pinned.

        Of several the lowest is replaced, so that a pinned one above keeps its place.
        """
        if name in self.shown:
            return self
        if len(self.docked) < MOST_DOCKED:
            return replace(self, docked=(*self.docked, name))
        loose = [own for own in self.docked if own not in self.pinned]
        leaving = (loose or list(self.docked))[-1]
        docked = tuple(name if own == leaving else own for own in self.docked)
        return replace(self, docked=docked, pinned=self.pinned - {leaving})

    def closed(self, name: str) -> Arrangement:
        """Close the view."""
        return replace(
            self,
            docked=tuple(own for own in self.docked if own != name),
            pinned=self.pinned - {name},
            thrown=None if self.thrown == name else self.thrown,
        )

    def moved_up(self, name: str) -> Arrangement:
        """Swapped with the view above it; the same when it is on top."""
        if name not in self.docked[1:]:
            return self
        place = self.docked.index(name)
        above, rest = self.docked[place - 1], self.docked[place + 1 :]
        return replace(self, docked=(*self.docked[: place - 1], name, above, *rest))

    def with_pin(self, name: str, *, pinned: bool) -> Arrangement:
        """Pin an open view, or let it go."""
        return replace(self, pinned=self.pinned | {name} if pinned else self.pinned - {name})

    def with_thrown(self, name: str) -> Arrangement:
        """Throw a view to the left, or back to the dock when it is there.

        A view that was there before goes back to the dock, to its top where there is room.
        """
        if name == self.thrown:
            return replace(self, thrown=None).put_back(name)
        back, rest = self.thrown, replace(self.closed(name), thrown=None)
        return replace(rest if back is None else rest.put_back(back), thrown=name)

    def put_back(self, name: str) -> Arrangement:
        """Open the view at the top of the dock; where that is full, as `opened` does."""
        if len(self.docked) < MOST_DOCKED:
            return replace(self, docked=(name, *self.docked))
        return self.opened(name)

    def in_mode(self, mode: Mode) -> Arrangement:
        """The same views as Build, Look or Stage; Stage throws the topmost one."""
        flat = self.with_thrown(self.thrown) if self.thrown is not None else self
        if mode == "stage":
            thrown = self.thrown or next(iter(self.docked), None)
            staged = self if self.thrown is not None or thrown is None else flat.with_thrown(thrown)
            return replace(staged, wide=False, folded=None)
        return replace(flat, wide=mode == "look", folded=None)

    def among(self, names: Collection[str]) -> Arrangement:
        """Without views that are not among these."""
        gone = [name for name in self.shown if name not in names]
        result = self
        for name in gone:
            result = result.closed(name)
        return result

    def written(self) -> dict[str, Any]:
        """As JSON values; `read` gives it back."""
        return {
            "docked": list(self.docked),
            "pinned": sorted(self.pinned),
            "thrown": self.thrown,
            "wide": self.wide,
            "folded": self.folded,
        }

    @classmethod
    def read(cls, raw: object) -> Arrangement:
        """The arrangement that was written; what is not understood stays as it is at first."""
        if not isinstance(raw, Mapping):
            return cls()
        docked, pinned, thrown = raw.get("docked"), raw.get("pinned"), raw.get("thrown")
        names = _names(docked)
        if names is None or len(names) > MOST_DOCKED:
            return cls()
        folded = raw.get("folded")
        return cls(
            docked=names,
            pinned=frozenset(_names(pinned) or ()) & set(names),
            thrown=thrown if isinstance(thrown, str) and thrown not in names else None,
            wide=raw.get("wide") is True,
            folded=folded if isinstance(folded, bool) else None,
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """How the width of the bench is shared, in px.

    Attributes:
        palette, stage, dock: widths of the columns; 0 for one that is not there.
        folded: whether the palette is folded.
        most_docked: how many views the dock shows; the others wait until there is room.
    """

    palette: int
    stage: int
    dock: int
    folded: bool
    most_docked: int


def columns(width: int, height: int, arrangement: Arrangement, text_scale: float = 1.0) -> Columns:
    """Share a bench of that size between the columns; what is left is the canvas.

    The palette folds first. Where that is not enough, or the player wants it unfolded, the dock
    gives way. Palette and dock grow with the text (``text_scale``, 1 or more).
    """
    docks = [round(own * min(text_scale, _DOCK_GROWTH)) for own in (DOCK, WIDE_DOCK)]
    unfolded = round(PALETTE * text_scale)
    dock = docks[arrangement.wide] if arrangement.docked else 0
    canvas = round(CANVAS * min(text_scale, _DOCK_GROWTH))
    wanted = STAGE_CANVAS if arrangement.thrown is not None else canvas
    folded = arrangement.folded
    if folded is None:
        wanted = 720 if arrangement.wide else canvas
        folded = arrangement.thrown is not None or width - unfolded - dock - RAIL < wanted
    palette = FOLDED if folded else unfolded
    room = width - palette - RAIL
    if room - dock < wanted:
        dock = min(dock, docks[0])
    stage = 0
    if arrangement.thrown is not None:
        stage = _stage(room - dock)
        if not stage:
            dock, stage = 0, _stage(room)
        if not stage and not folded:
            return columns(width, height, replace(arrangement, folded=True), text_scale)
    elif room - dock < wanted:
        dock = 0
    most = MOST_DOCKED if height >= LOW * text_scale else 1
    return Columns(palette, stage, dock, folded, most if dock else 0)


def in_sight(arrangement: Arrangement, share: Columns) -> frozenset[str]:
    """The views that are shown; one that is open may wait until there is room for it."""
    docked = arrangement.docked[-share.most_docked :] if share.most_docked else ()
    thrown = {arrangement.thrown} if arrangement.thrown is not None and share.stage else set()
    return frozenset(docked) | thrown


def toggled_in_sight(
    arrangement: Arrangement, name: str, share: Callable[[Arrangement], Columns]
) -> Arrangement:
    """Open a view where it is seen, in the dock or else thrown; close it when it is in sight.

    Args:
        arrangement: the views of now.
        name: of the view.
        share: how the width is shared for an arrangement.
    """
    if name in in_sight(arrangement, share(arrangement)):
        return arrangement.closed(name)
    opened = arrangement.closed(name).opened(name)
    if name in in_sight(opened, share(opened)):
        return opened
    return arrangement.with_thrown(name)


def _stage(room: int) -> int:
    """The width of the thrown view in the room of it and the canvas; 0 when both do not fit."""
    if room < 2 * STAGE_CANVAS:
        return 0
    return min(max(STAGE, room * 3 // 5), room - STAGE_CANVAS)


def heights(room: int, natural: list[int], grows: list[bool], least: list[int]) -> list[int]:
    """Share a height between views that are one below the other, in px.

    Args:
        room: what there is.
        natural: the height at which each looks best.
        grows: whether each makes good use of more.
        least: what each needs; none gets less, as long as there is room for that.

    Returns:
        Heights that sum to ``room``: what is left over goes to the lowest view that grows, else
        to the last; where it is not enough, all shrink by the same share of what they have
        above their ``least``.
    """
    if not natural:
        return []
    wanted = list(map(max, natural, least))
    over = sum(wanted) - room
    spare = sum(wanted) - sum(least)
    if over > 0 and spare > 0:
        share = min(over / spare, 1.0)
        pairs = zip(wanted, least, strict=True)
        wanted = [round(height - (height - own) * share) for height, own in pairs]
    growing = [place for place, able in enumerate(grows) if able]
    wanted[growing[-1] if growing else -1] += room - sum(wanted)
    return wanted


def _names(raw: object) -> tuple[str, ...] | None:
    """A list of different texts; None when it is something else."""
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        return None
    return tuple(dict.fromkeys(raw))
