"""The window: first an empty sheet, then the map of levels or the workbench. Layout only.

This module imports neither NumPy nor the levels, so that the first window is there at once; what
it shows is imported when `MainWindow.show_map` and `furnish` are called, after the first paint.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMargins,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from widgets.controls.modal_card import press_focused
from widgets.theme.look import Look

if TYPE_CHECKING:
    from app.session.game import Game
    from app.session.player_settings import PlayerSettings
    from app.session.session import Session
    from app.window.closing_card import ClosingCard
    from app.window.home import Home
    from app.window.keys import Actions
    from app.window.workbench import Workbench
    from widgets.controls.toast import Toast
    from widgets.home.level_card import LevelCard

SMALLEST: Final = (900, 500)
"""The least size, px: a screen of 1920×1080 at scale 2 has 960×540, and its own bars take some."""
FIRST_SIZE: Final = (1280, 800)
FRAME: Final = QMargins(0, 32, 0, 0)
"""What a usual window manager draws around a window, px."""
NAME: Final = "Neural Bonsai"


def fitted(window: QRect, screen: QRect, frame: QMargins) -> QRect:
    """The window moved onto the screen, and shrunk to it where it is larger.

    Args:
        window: where it is wanted, without its frame.
        screen: what is free of the desktop's own bars.
        frame: room for what the window manager draws around it.
    """
    room = screen.marginsRemoved(frame)
    size = window.size().boundedTo(room.size()).expandedTo(QSize(*SMALLEST))
    left = max(min(window.left(), room.right() + 1 - size.width()), room.left())
    top = max(min(window.top(), room.bottom() + 1 - size.height()), room.top())
    return QRect(QPoint(left, top), size)


class MainWindow(QMainWindow):
    """The only window.

    Args:
        look: the theme.
        geometry: its last geometry (base64), or "".

    Signals:
        painted: the first paint is done.
        level_wanted: a level was chosen on the map, and the window is not furnished yet.
        closing: it is being closed; what is to be kept must be kept now. A listener that calls
            `ask_before_closing` keeps it open.
    """

    painted = Signal()
    level_wanted = Signal()
    closing = Signal()

    def __init__(self, look: Look, geometry: str = "") -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle(NAME)
        self.setMinimumSize(*SMALLEST)
        self._look = look
        self._is_painted = False
        self._game: Game | None = None
        self._actions: Actions | None = None
        self._home: Home | None = None
        self._workbench: Workbench | None = None
        self._toast: Toast | None = None
        self._early: list[str] = []
        self._wanted = ""
        self._closing_card: ClosingCard | None = None
        self._question: QWidget | None = None
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        saved = QByteArray(base64.b64decode(geometry))
        if not (geometry and self.restoreGeometry(saved)):
            self.resize(*FIRST_SIZE)
        self.fit_screen()

    @property
    def geometry_text(self) -> str:
        """The geometry of the window as text (base64)."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    @property
    def workbench(self) -> Workbench | None:
        """The page of the open level; None on the map."""
        return self._workbench

    @property
    def actions_table(self) -> Actions:
        """The actions that have keys; made when the window is furnished."""
        if self._actions is None:
            raise RuntimeError("The window is not furnished yet.")
        return self._actions

    @property
    def home(self) -> Home | None:
        """The page with the map of levels; None before the window is furnished."""
        return self._home

    def show_map(self, settings: PlayerSettings, cards: Sequence[LevelCard]) -> None:
        """Show the map of levels; what is chosen on it waits until the window is furnished."""
        from app.window.focus import FocusKeeper
        from app.window.home import Home
        from app.window.keys import Actions
        from widgets.controls.toast import Toast

        self.withdraw_question()
        self._actions = Actions(self)
        self._home = Home(settings, self._actions, cards)
        self._toast = Toast(self._look, self)
        self._pages.addWidget(self._home)
        self._home.take_focus()
        FocusKeeper(self, self.take_focus)
        self._actions.bind(
            {
                "theme": settings.toggle_theme,
                "larger-text": partial(settings.step_text_scale, 1),
                "smaller-text": partial(settings.step_text_scale, -1),
                "usual-text": partial(settings.set_text_scale, 1.0),
                "shortcuts": self.show_shortcuts,
                "quit": self.close,
            }
        )
        self._home.level_chosen.connect(self._choose)
        settings.noticed.connect(self.say)

    def furnish(self, game: Game) -> None:
        """Follow the game from now on; a level that was chosen on the map is opened."""
        if self._home is None:
            self.show_map(game.settings, game.cards())
        self._game = game
        game.opened.connect(self._show_workbench)
        game.left.connect(self._show_home)
        game.cards_changed.connect(self._show_cards)
        game.noticed.connect(self.say)
        game.offered.connect(self._offer)
        early, self._early = [*self._early, *game.take_notices()], []
        if early:
            self.say("\n".join(early))
        wanted, self._wanted = self._wanted, ""
        if wanted:
            game.open_id(wanted)

    def _choose(self, level_id: str) -> None:
        if self._game is not None:
            self._game.open_id(level_id)
            return
        self._wanted = level_id
        self.level_wanted.emit()

    def _offer(self, text: str, label: str, accept: Callable[[], object]) -> None:
        if self._toast is not None:
            self._toast.offer(text, label, accept)

    def show_question(self, page: QWidget) -> None:
        """Show a page before the window can be furnished; it takes the place of an earlier one."""
        self.withdraw_question()
        self._question = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def withdraw_question(self) -> None:
        """Put such a page away."""
        page, self._question = self._question, None
        if page is not None:
            self._discard(page)

    def fit_screen(self) -> None:
        """Shrink and move the window onto its screen; never below the least size.

        A window that fills the screen is left to the window manager.
        """
        if self.isMaximized() or self.isFullScreen():
            return
        screen = QGuiApplication.screenAt(self.frameGeometry().center()) or self.screen()
        self.setGeometry(fitted(self.geometry(), screen.availableGeometry(), FRAME))

    def take_focus(self) -> None:
        """Give the focus to the main widget of the page: the canvas, or the map of levels."""
        page = self._workbench or self._home
        if page is not None:
            page.take_focus()

    def say(self, text: str) -> None:
        """Show the player a sentence; `furnish` shows those from before once more, together."""
        if self._game is None:
            self._early.append(text)
        if self._toast is not None:
            self._toast.say(text, warning=True)

    def ask_before_closing(self, lost: Sequence[str], lose: Callable[[], object]) -> None:
        """Stay open, and ask whether to close although something would be lost.

        Args:
            lost: what would be lost, at least one.
            lose: called when the player would rather close.
        """
        from app.window.closing_card import ClosingCard

        if self._closing_card is None:
            self._closing_card = ClosingCard(self._look, self)
        self._closing_card.ask(lost, lose)

    def show_shortcuts(self) -> None:
        """Show or hide the sheet of keys."""
        from app.window.shortcut_sheet import ShortcutSheet

        sheet = self.findChild(ShortcutSheet)
        if sheet is None:
            sheet = ShortcutSheet(self._look, self)
        sheet.toggle()

    def _show_workbench(self, session: Session) -> None:
        from app.window.workbench import Workbench

        if self._game is None or self._actions is None:
            return
        self._workbench = Workbench(session, self._game, self._actions)
        self._pages.addWidget(self._workbench)
        self._pages.setCurrentWidget(self._workbench)
        self.setWindowTitle(f"{session.level.title} – {NAME}")
        self._workbench.take_focus()

    def _show_cards(self) -> None:
        if self._home is not None and self._game is not None:
            self._home.show_cards(self._game.cards())

    def _show_home(self) -> None:
        workbench, self._workbench = self._workbench, None
        if self._toast is not None:
            self._toast.withdraw()
        if self._home is not None:
            self._show_cards()
            self._pages.setCurrentWidget(self._home)
            self._home.take_focus()
        if workbench is not None:
            self._discard(workbench)
        if self._actions is not None:
            self._actions.unbind("level")
        self.setWindowTitle(NAME)

    def _discard(self, page: QWidget) -> None:
        self._pages.removeWidget(page)
        page.hide()
        # As a child of the pages its Python half would outlive it, were the next one made first.
        page.setParent(None)
        page.deleteLater()

    # -- Qt ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Leave Space to the button that has the focus; elsewhere it trains."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(QApplication.focusWidget(), QAbstractButton)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        if not press_focused(event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Report once that the window is there."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything be kept, then close; stay open while the player is asked about a loss."""
        if self._closing_card is not None:
            self._closing_card.hide()
        self.closing.emit()
        asks = self._closing_card is not None and not self._closing_card.isHidden()
        event.setAccepted(not asks)
