"""``neural-bonsai levels``: what there is to play."""

from __future__ import annotations

import argparse
import json

from levels import Level, campaign


def list_levels(options: argparse.Namespace) -> int:
    """Print the campaign in its order, chapter by chapter."""
    known = campaign()
    if options.as_json:
        rows = [_described(level) for level in known.levels]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    width = max(len(level.id) for level in known.levels)
    for chapter in known.chapters:
        print(chapter.title)
        for level in map(known.level, chapter.level_ids):
            metric, threshold = level.terms.metric, level.terms.threshold
            goal = f"{metric.label} {metric.goal(threshold)}"
            print(f"  {level.id:{width}}  {level.title} ({goal})")
    return 0


def _described(level: Level) -> dict[str, object]:
    return {
        "id": level.id,
        "title": level.title,
        "chapter": level.chapter,
        "metric": level.terms.metric.name,
        "threshold": level.terms.threshold,
        "medals": {medal.label: size for medal, size in level.medals.sizes() if size},
    }
