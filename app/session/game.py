"""The whole game behind the window: what is kept, the levels, the theme, and the open session."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.session.session import Session
from app.start.paths import Paths
from app.storage.preferences import Preferences, ThemeName, save_preferences
from app.storage.records import Records, StoredVerdict
from app.training.thread import TrainingThread
from app.training.turbo import Turbo
from engine.kernels.choice import KernelMaker
from levels import Campaign, Level, Medal, campaign
from widgets.home.level_card import LevelCard
from widgets.theme.look import Look

log = logging.getLogger(__name__)


class Game(QObject):
    """Holds the wires that outlive a level.

    Attributes:
        look: the theme.
        turbo: gets the compiled kernel ready.
        session: the level that is open; None on the map.

    Signals:
        opened: a level was opened (its `Session`).
        left: the level was left; its session is about to go.
        noticed: something that the player should be told (a sentence).

    Raises:
        RecordsError: when the records cannot be used.
    """

    opened = Signal(object)
    left = Signal()
    noticed = Signal(str)

    def __init__(
        self,
        paths: Paths,
        preferences: Preferences,
        look: Look,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._preferences = preferences
        self._records = Records(paths.records)
        self._notices = [self._records.notice] if self._records.notice else []
        self._campaign = campaign()
        self._thread = TrainingThread(self)
        self._thread.failed.connect(self._on_training_failed)
        self.turbo = Turbo(self)
        self.turbo.ready.connect(self._thread.use)
        self.look = look
        self.session: Session | None = None
        self._thread.start()

    @property
    def kernel(self) -> KernelMaker:
        """What trains whatever starts now."""
        return self._thread.kernel

    @property
    def preferences(self) -> Preferences:
        """What the player prefers."""
        return self._preferences

    @property
    def campaign(self) -> Campaign:
        """The levels that come with the game."""
        return self._campaign

    def take_notices(self) -> list[str]:
        """What is to be said once the window is there: damaged files and the like."""
        notices, self._notices = self._notices, []
        return notices

    # -- levels ------------------------------------------------------------------------------------

    def open(self, level: Level) -> None:
        """Put a level on the bench."""
        self.leave()
        self.session = Session(
            level, self._records, self._thread, self._preferences.speed, parent=self
        )
        self.session.noticed.connect(self.noticed)
        self.session.run.speed_changed.connect(self._remember_speed)
        self._prefer(last_level=level.id)
        self.opened.emit(self.session)

    def open_id(self, level_id: str) -> None:
        """Put a level of the campaign on the bench."""
        self.open(self._campaign.level(level_id))

    def chapter_title(self, level: Level) -> str:
        """The title of the level's chapter; "" for a level of the player's own."""
        titles = {chapter.id: chapter.title for chapter in self._campaign.chapters}
        return titles.get(level.chapter, "")

    def next_level(self) -> Level | None:
        """The level to go to from the open one; None when all are passed."""
        if self.session is None:
            return None
        return self._campaign.next_level(self.session.level.id, self._passed())

    def leave(self) -> None:
        """Back to the map; all is kept."""
        session, self.session = self.session, None
        if session is not None:
            session.close()
            self.left.emit()
            session.deleteLater()

    def cards(self) -> list[LevelCard]:
        """Every level of the campaign as the map shows it."""
        passed = self._passed()
        cards = []
        for chapter in self._campaign.chapters:
            for level in map(self._campaign.level, chapter.level_ids):
                best = self._records.best(level.id, level.key)
                playable = self._campaign.is_open(level.id, passed)
                cards.append(_card(level, chapter.title, best, playable=playable))
        return cards

    def _passed(self) -> set[str]:
        levels = self._campaign.levels
        return {own.id for own in levels if self._records.best(own.id, own.key) is not None}

    # -- preferences -------------------------------------------------------------------------------

    def toggle_theme(self) -> None:
        """Light becomes dark, dark becomes light."""
        name: ThemeName = "light" if self.look.theme.name == "dark" else "dark"
        self.look.set_theme(name)
        self._prefer(theme=name)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Skip animations, or show them."""
        self.look.set_reduced_motion(reduced)
        self._prefer(reduced_motion=reduced)

    def remember_geometry(self, geometry: str) -> None:
        """Keep where the window stands (base64)."""
        self._prefer(geometry=geometry)

    def _remember_speed(self) -> None:
        if self.session is not None:
            self._prefer(speed=self.session.run.speed)

    def _prefer(self, **changes: object) -> None:
        preferred = replace(self._preferences, **changes)  # type: ignore[arg-type]  # by name
        if preferred == self._preferences:
            return
        self._preferences = preferred
        try:
            save_preferences(self._paths.preferences, preferred)
        except OSError as error:
            log.info("preferences not saved: %s", error)
            self.noticed.emit(f"Your preferences cannot be saved: {error.strerror or error}.")

    # -- the end -----------------------------------------------------------------------------------

    def shut_down(self) -> bool:
        """Keep everything and end the thread; False when it did not end in time."""
        if self.session is not None:
            self.session.close()
        stopped = (self.turbo.stop(), self._thread.stop())
        self._records.close()
        return all(stopped)

    def _on_training_failed(self, error: Exception) -> None:
        self.noticed.emit(f"Training stopped: {error} Undo the last edit or start anew.")


def _card(level: Level, chapter: str, best: StoredVerdict | None, *, playable: bool) -> LevelCard:
    return LevelCard(
        id=level.id,
        title=level.title,
        chapter=chapter,
        brief=level.brief,
        goal=level.terms.goal,
        sizes=[(medal.label, size) for medal, size in level.medals.sizes()],
        medal=None if best is None else Medal[(best.medal or "leaf").upper()],
        star=best is not None and level.medals.has_star(best.parameters),
        best=None if best is None else best.parameters,
        open=playable,
        task=level.task,
        samples=level.dataset().train,
    )
