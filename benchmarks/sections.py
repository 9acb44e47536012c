"""Parts of a document that commands of their own make, between two comments each."""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """One such part.

    Attributes:
        name: in its comments.
    """

    name: str

    @property
    def _ends(self) -> tuple[str, str]:
        return f"<!-- {self.name}: begin -->\n", f"<!-- {self.name}: end -->\n"

    def read(self, text: str) -> str:
        """What it says in a document; empty where the document has no such part."""
        begin, end = self._ends
        rest = text.partition(begin)[2]
        return rest.partition(end)[0]

    def write(self, text: str, content: str) -> str:
        """The document with that content in its place, or at the end where it had none.

        Args:
            text: a document.
            content: whole lines.
        """
        begin, end = self._ends
        head, found, rest = text.partition(begin)
        if not found:
            return f"{text.rstrip()}\n\n{begin}{content}{end}"
        return f"{head}{begin}{content}{end}{rest.partition(end)[2]}"

    def moved(self, old: str, new: str) -> str:
        """The new document with what this part says in the old one, if it says something."""
        content = self.read(old)
        return self.write(new, content) if content else new
