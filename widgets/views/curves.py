"""Loss and score of the run over its epochs."""

from __future__ import annotations

from widgets.bench import Bench
from widgets.glossary.notes import notes_for
from widgets.plots.curves_panel import CurvesPanel


def curves_view(bench: Bench) -> CurvesPanel:
    """The curves of the bench's run, with the level's threshold on the score."""
    panel = CurvesPanel(bench.run, bench.look)
    panel.set_goal(bench.level.terms, bench.chance)
    panel.set_notes(notes_for(bench.level))
    return panel
