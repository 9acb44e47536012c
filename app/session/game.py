"""The whole game behind the window: what is kept, the levels, and the open session."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.saving.closing import Secured, secure
from app.saving.outbox import Outbox
from app.saving.verdicts import Verdicts
from app.saving.waiting import Waiting
from app.session.level_cards import level_cards
from app.session.player_settings import PlayerSettings
from app.session.remembered import Remembered
from app.storage.code_folder import CodeFolder
from app.storage.errors import RecordsError
from app.storage.paths import Paths
from app.storage.records import Records
from app.training.thread import TrainingThread
from app.training.turbo import Turbo
from engine.kernels.choice import KernelMaker
from levels import Campaign, Level, Library
from levels.errors import shown_path
from levels.summarising import summarise
from levels.summary import CampaignSummary
from widgets.dock.arrangement import Arrangement
from widgets.home.level_card import LevelCard
from widgets.run_model import Speed

if TYPE_CHECKING:
    from app.session.session import Session

SAVE_SECONDS: Final = 0.5
"""How long to wait for the disk where the player is to hear whether all is saved."""
CLOSE_SECONDS: Final = 1.0
"""How long to wait for the disk before the game ends."""
MOST_ARRANGEMENTS: Final = 200
"""Levels whose arrangement of views is remembered, the newest ones."""

log = logging.getLogger(__name__)


class Game(QObject):
    """Holds what outlives a level: records, training thread, open session.

    Args:
        paths: the player's files.
        settings: the player's preferences.
        records: solutions and verdicts; closed by `shut_down`.
        summary: what the map shows of the campaign; made here when None.

    Attributes:
        settings: the player's preferences.
        look: the theme.
        turbo: gets the compiled kernel ready.
        session: the level that is open; None on the map.

    Signals:
        opened: a level was opened (its `Session`).
        left: the level was left; its session is about to be deleted.
        cards_changed: the map shows something else.
        noticed: a sentence to show to the player.
        offered: a sentence, the label of a button, and a callback: an offer to undo something.
    """

    opened = Signal(object)
    left = Signal()
    cards_changed = Signal()
    noticed = Signal(str)
    offered = Signal(str, str, object)

    def __init__(
        self,
        paths: Paths,
        settings: PlayerSettings,
        records: Records,
        summary: CampaignSummary | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self.settings = settings
        self.look = settings.look
        self.session: Session | None = None
        self._records = records
        self._outbox = Outbox(self._records, self)
        self._outbox.failed.connect(self.noticed)
        self._verdicts = Verdicts(self._records, self._outbox)
        self._waiting = Waiting(records, self._outbox, paths.folder, self)
        self._waiting.noticed.connect(self.noticed)
        self._waiting.ended.connect(self._go_on)
        self._wanted: Level | None = None
        self._levels = Library.with_campaign(paths.levels).load()
        self._summary = summary or summarise(self._levels.campaign)
        self._notices = self._opening_notices()
        self._thread = TrainingThread(self)
        self._remembered = Remembered()
        self.turbo = Turbo(CodeFolder.find(), self)
        self.turbo.ready.connect(self._thread.use)
        self._thread.start()

    @property
    def kernel(self) -> KernelMaker:
        """The kernel of runs and jobs that start now."""
        return self._thread.kernel

    @property
    def campaign(self) -> Campaign:
        """The levels that come with the game."""
        return self._levels.campaign

    def take_notices(self) -> list[str]:
        """Sentences to show once the window is there, about damaged files for instance."""
        self._records.note_reported()
        notices, self._notices = self._notices, []
        return notices

    def _opening_notices(self) -> list[str]:
        notices = [self._records.notice] if self._records.notice else []
        notices += self._take_in()
        notices += map(str, self._levels.closed_folders)
        folders = {fault.file for fault in self._levels.closed_folders}
        files = [Path(file).name for file in self._levels.faulty_files if file not in folders]
        if files:
            left_out = shown_path(files[0]) if len(files) == 1 else f"{len(files)} level files"
            notices.append(f"{left_out} cannot be read; “neural-bonsai check” lists every fault.")
        return notices

    def _take_in(self) -> list[str]:
        """Take in what could not be saved last time; sentences for the player.

        Never while a level is open or an edit is pending: neither knows of the rows that change.
        """
        if self.session is not None or not self._outbox.is_saved:
            return []
        sentences = self._waiting.take_in()
        if sentences:
            self._verdicts.forget()
        return sentences

    def _go_on(self) -> None:
        """What waited is in the records: show what it changes, or open the level that waited."""
        self._verdicts.forget()
        if self.session is None:
            self.cards_changed.emit()
            if self._wanted is not None:
                self.open(self._wanted)

    # -- levels ------------------------------------------------------------------------------------

    def open(self, level: Level) -> None:
        """Open a level; when its solutions cannot be kept, report it and show the map.

        One whose solutions of last time are not saved yet is opened as soon as they are.
        """
        self.leave()
        for sentence in self._take_in():
            self.noticed.emit(sentence)
        self._wanted = None
        if self._waiting.concerns(level.id):
            self._wanted = level
            self.noticed.emit(
                f"{self._waiting.reason} “{level.title}” is opened as soon as what you built there "
                "last time is saved."
            )
            return
        try:
            if self._records.meet(level.address, level.key, self._is_gone):
                self._verdicts.forget()
            self.session = self._session(level)
        except RecordsError as error:
            self.noticed.emit(f"{error} “{level.title}” cannot be played now; try again.")
            return
        self.session.noticed.connect(self.noticed)
        self.session.run.speed_changed.connect(self._remember_speed)
        if level in self.campaign:
            self.settings.change(last_level=level.id)
        self.opened.emit(self.session)

    def _session(self, level: Level) -> Session:
        from app.session.session import Session  # the map does without it

        preferred = self.settings.preferences
        speed = Speed(preferred.speed, preferred.speed_unit)
        kept = (self._records, self._outbox, self._verdicts)
        return Session(level, *kept, self._thread, self._remembered, speed, parent=self)

    def _is_gone(self, origin: str) -> bool:
        """Whether the file or folder of an origin does not exist any more."""
        kind, _, name = origin.partition(":")
        places = {"file": Path(name), "pack": self._paths.levels / name}
        return kind in places and not places[kind].exists()

    def open_id(self, level_id: str) -> None:
        """Open a level of the campaign."""
        self.open(self.campaign.level(level_id))

    def chapter_title(self, level: Level) -> str:
        """The title of the level's chapter; "" for a level of the player's own."""
        if level not in self.campaign:
            return ""
        titles = {chapter.id: chapter.title for chapter in self.campaign.chapters}
        return titles.get(level.chapter, "")

    def next_level(self) -> Level | None:
        """The level to go to from the open one; None when all are passed."""
        if self.session is None:
            return None
        here = self.session.level
        return self.campaign.next_level(here.id if here in self.campaign else "", self._passed())

    def leave(self) -> None:
        """Close the level and show the map; all is kept."""
        session, self.session = self.session, None
        if session is not None:
            session.close()
            self.left.emit()
            session.deleteLater()

    def cards(self) -> list[LevelCard]:
        """Every level of the campaign as the map shows it."""
        return level_cards(self._summary, self._verdicts.best)

    def _passed(self) -> set[str]:
        levels, best = self.campaign.levels, self._verdicts.best
        return {own.id for own in levels if best(own.address, own.key) is not None}

    # -- preferences -------------------------------------------------------------------------------

    def arrangement(self, level_id: str) -> Arrangement:
        """The arrangement of views that was kept for a level."""
        return Arrangement.read(self.settings.preferences.arrangements.get(level_id))

    def remember_arrangement(self, level_id: str, arrangement: Arrangement) -> None:
        """Keep the arrangement of the views of a level."""
        kept = dict(self.settings.preferences.arrangements)
        kept.pop(level_id, None)
        kept[level_id] = arrangement.written()
        for oldest in list(kept)[:-MOST_ARRANGEMENTS]:
            del kept[oldest]
        self.settings.change(arrangements=kept)

    def _remember_speed(self) -> None:
        if self.session is not None:
            speed = self.session.run.speed
            self.settings.change(speed=speed.per_second, speed_unit=speed.unit)

    # -- the end -----------------------------------------------------------------------------------

    def save(self) -> bool:
        """Write what waits to be written; whether everything is on disk then."""
        return self._outbox.flush(SAVE_SECONDS)

    def secure(self, *, accept_loss: bool = False) -> Secured:
        """Bring everything to the disk before the game ends (see `app.saving.closing.secure`)."""
        if self.session is not None:
            self.session.keep()
        return secure(self._outbox, self._records, CLOSE_SECONDS, accept_loss=accept_loss)

    def shut_down(self) -> bool:
        """Save everything and end the threads; False when they did not end in time."""
        if self.session is not None:
            self.session.close()
        self._waiting.stop()
        if self._outbox.flush(CLOSE_SECONDS):
            self._outbox.aside.remove()
        kept = self.settings.stop(CLOSE_SECONDS)
        stopped = (kept, self.turbo.stop(), self._thread.stop(), self._outbox.stop())
        if stopped[-1]:
            self._records.close()
        return all(stopped)
