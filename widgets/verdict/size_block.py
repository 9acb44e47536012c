"""The right half of a verdict: size against score, and how the size compares with a search."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.explanation import Explainer
from widgets.glossary.terms import term
from widgets.theme.look import Look, Theme
from widgets.theme.style import plain_label
from widgets.verdict.frontier_words import frontier_note
from widgets.verdict.searched import Searched
from widgets.verdict.size_plot import SizePlot

_STROKE = 16


class SizeBlock(QWidget):
    """The plot with its title and legend, and a sentence below it.

    Args:
        look: the theme.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = SizePlot(look)
        self._legend = ExplainedLabel(look, "frontier", term("frontier"), "label")
        self._legend.set_mark(_paint_step, _STROKE)
        self._legend.hide()
        self._sentence = plain_label("", wrap=True)
        self._sentence.hide()
        self._explainer = Explainer(look, self._sentence, term("frontier"), on_press=True)
        titles = QHBoxLayout()
        titles.setSpacing(8)
        titles.addWidget(plain_label("Size against score", "label"))
        titles.addStretch()
        titles.addWidget(self._legend)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(titles)
        column.addWidget(self.plot, stretch=1)
        column.addWidget(self._sentence)

    @property
    def sentence(self) -> str:
        """How the size compares with what a search found; empty where nothing is said of it."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    @property
    def legend(self) -> ExplainedLabel:
        """The word “frontier”, which explains itself; hidden where there was no search."""
        return self._legend

    def show_search(self, searched: Searched | None, sentence: str) -> None:
        """Show what a search found, and a sentence on it; the latter may be empty."""
        self.plot.set_searched(searched)
        note = "" if searched is None else frontier_note(searched.frontier)
        self._legend.set_note(note)
        self._explainer.set_note(note)
        self._legend.setVisible(searched is not None)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def forget_size(self) -> None:
        """Measure anew what may be hidden or filled since."""
        self._column.invalidate()


def _paint_step(painter: QPainter, place: QRectF, theme: Theme) -> None:
    middle, left, right = place.center(), place.left() + 1, place.right() - 2
    corners = (
        QPointF(left, middle.y() + 3.5),
        QPointF(middle.x(), middle.y() + 3.5),
        QPointF(middle.x(), middle.y() - 3.5),
        QPointF(right, middle.y() - 3.5),
    )
    painter.setPen(QPen(theme.moss, 2))
    painter.drawPolyline(QPolygonF(corners))
