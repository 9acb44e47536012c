"""What keeps the solution on the canvas from being judged, in words, at the lower edge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from levels import Solution
from widgets.canvas.view import NetworkView
from widgets.document.document import Document
from widgets.document.names import reason_of
from widgets.document.turned import turned
from widgets.theme.look import Look
from widgets.theme.style import icon_pixmap, plain_label

_SHOWN: Final = 3
_WIDEST: Final = 560
_MARGIN: Final = 16
_BESIDE: Final = 64
_CORNERS: Final = 48
"""The buttons in the lower corners of the canvas stand below it."""


class FaultNotice(QFrame):
    """Shown while the solution breaks a rule of its level; the nodes at fault are marked.

    Args:
        document: whose faults are listed.
        look: the theme.
        canvas: what it lies on; the network is fitted above it.

    Signals:
        placed: it came, went, or changed its height.
    """

    placed = Signal()

    def __init__(self, document: Document, look: Look, canvas: NetworkView) -> None:
        super().__init__(canvas)
        self.setObjectName("fault-notice")
        self.setProperty("role", "notice-warn")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._document, self._look, self._canvas = document, look, canvas
        self._usual = canvas.camera.margins
        self._icon = QLabel()
        self._label = plain_label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 16, 10)
        row.setSpacing(10)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, stretch=1)
        canvas.installEventFilter(self)
        document.changed.connect(self._follow)
        document.rules_changed.connect(self.refresh)
        look.changed.connect(self._tint)
        self._tint()
        self.refresh()

    @property
    def text(self) -> str:
        """What it says; empty while nothing is at fault."""
        return "" if self.isHidden() else self._label.text()

    def set_margins(self, margins: QMargins) -> None:
        """Fit networks within these margins while it is hidden, else above it."""
        self._usual = margins
        if self.isHidden():
            self._canvas.set_fit_margins(margins)
        else:
            self._place()

    def _follow(self, before: Solution, after: Solution) -> None:
        if turned(before, after) is None:  # no rule looks at start values, which sliders turn
            self.refresh()

    def refresh(self) -> None:
        """List the present faults."""
        reasons = self._reasons()
        if not reasons:
            self._put_away()
            return
        more = len(reasons) - _SHOWN
        listed = " ".join(reasons[:_SHOWN]) + (f" And {more} more." if more > 0 else "")
        marked = bool(self._document.rules.fault_of_node(self._document.network))
        remedy = "Change or delete what is marked." if marked else "Delete what is too much."
        text = f"Not judged, as it breaks rules of this level. {listed} {remedy}"
        self._label.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()

    def _reasons(self) -> list[str]:
        """Each fault once: of single nodes as they are marked, then of the whole."""
        rules, solution = self._document.rules, self._document.solution
        marked = rules.fault_of_node(solution.network)
        covered = {"wrong-outputs"} if rules.needless_outputs(solution.network) else set()
        whole = [fault for fault in rules.faults(solution) if fault.code not in covered]
        faults = [*marked.values(), *whole]
        task = self._document.task
        return list(dict.fromkeys(reason_of(solution.network, fault, task) for fault in faults))

    def _put_away(self) -> None:
        if not self.isHidden():
            self.hide()
            self._canvas.set_fit_margins(self._usual)
            self.placed.emit()

    def _tint(self) -> None:
        color = self._look.theme.warn.name()
        self._icon.setPixmap(icon_pixmap("warning", color, 18, self.devicePixelRatioF()))

    def _place(self) -> None:
        room = self._canvas.rect()
        width = min(room.width() - 2 * _BESIDE, _WIDEST)
        height = self.heightForWidth(width)
        left, top = (room.width() - width) // 2, room.height() - height - _MARGIN - _CORNERS
        self.setGeometry(left, top, width, height)
        usual = self._usual
        below = height + 2 * _MARGIN + _CORNERS
        wanted = QMargins(usual.left(), usual.top(), usual.right(), below)
        if wanted != self._canvas.camera.margins:
            self._canvas.set_fit_margins(wanted)
        self.placed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the canvas changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
