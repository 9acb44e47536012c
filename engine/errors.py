"""What can go wrong in the engine, as one small tree.

::

    EngineError
    ├── Refused         an edit that a rule does not allow; ``code`` names the rule
    │   └── LinkRefused a link that cannot be drawn (cycle, duplicate, into an input, ...)
    ├── SettingsError   training settings out of range; ``field`` names the one at fault
    └── DataError       data that cannot be trained on (empty, wrong shape, not finite)

Divergence is no error: a run that diverges ends with a status (see `engine.training.snapshot`).
"""

from __future__ import annotations

from collections.abc import Callable


class EngineError(Exception):
    """Base of everything the engine raises on purpose."""


class Refused(EngineError):
    """An edit that a rule does not allow.

    Args:
        code: short stable name of the rule ("cycle", "duplicate-link", ...).
        reason: one sentence for the player.
        nodes: ids of nodes; ``{name}`` in the reason stands for the id given as ``name``.

    Attributes:
        code: as given.
        reason: the sentence with every id as files have it.
    """

    def __init__(self, code: str, reason: str, **nodes: str) -> None:
        self._template, self._nodes = reason, nodes
        self.code = code
        self.reason = self.reason_with(str)
        super().__init__(self.reason)

    def reason_with(self, title: Callable[[str], str]) -> str:
        """The sentence with ``title(id)`` in place of each node's id."""
        if not self._nodes:
            return self._template
        return self._template.format(**{name: title(node) for name, node in self._nodes.items()})


class LinkRefused(Refused):
    """A link that cannot be drawn."""


class SettingsError(EngineError):
    """Training settings out of range; ``field`` names the setting."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class DataError(EngineError):
    """Data that cannot be trained on."""
