"""The part of the verdict that says how sturdy the solution is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.judging.tally import Sturdiness, Tally
from widgets.controls.explained_label import ExplainedLabel
from widgets.glossary.terms import term
from widgets.theme.look import Look
from widgets.theme.style import plain_label
from widgets.verdict.sturdiness_bar import SturdinessBar
from widgets.verdict.sturdiness_words import draws_text, likely_text, starts_text


class TallyRow(QWidget):
    """A count in words, where it likely lies, and its bar below.

    Args:
        look: the theme.
        key: of the glossary's term for ``word``.
        word: the part of the text that is explained.
    """

    def __init__(self, look: Look, key: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ExplainedLabel(look, "", term(key), "text", word=word)
        self._likely = plain_label("", "muted")
        self._bar = SturdinessBar(look)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._text)
        words.addStretch()
        words.addWidget(self._likely)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self._bar)

    @property
    def text(self) -> str:
        """The count in words."""
        return self._text.text()

    @property
    def likely(self) -> str:
        """Where it likely lies; empty while starts are to come."""
        return self._likely.text()

    @property
    def bar(self) -> SturdinessBar:
        """The count as a bar."""
        return self._bar

    def show_tally(self, tally: Tally, text: str) -> None:
        """Show a count."""
        self._text.setText(text)
        self._likely.setText(likely_text(tally))
        self._bar.set_tally(tally)
        self._bar.setAccessibleName(f"{text} {likely_text(tally)}".rstrip())


class SturdinessBlock(QWidget):
    """Further starts, and where data are drawn the other draws."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ExplainedLabel(look, "Sturdiness", term("sturdiness"), "label")
        self._starts = TallyRow(look, "start", "starts")
        self._draws = TallyRow(look, "other draws", "other draws")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(4)
        for part in (self._title, self._starts, self._draws):
            column.addWidget(part)

    @property
    def starts(self) -> TallyRow:
        """The further starts."""
        return self._starts

    @property
    def draws(self) -> TallyRow:
        """The starts on other draws; hidden where nothing is drawn."""
        return self._draws

    def show_sturdiness(self, found: Sturdiness) -> None:
        """Show what is known so far."""
        self._starts.show_tally(found.starts, starts_text(found.starts))
        self._draws.setVisible(found.draws is not None)
        if found.draws is not None:
            self._draws.show_tally(found.draws, draws_text(found.draws))
