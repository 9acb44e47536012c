"""Makes the summary of the campaign; ``make summary`` writes its file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from levels.level import Level
from levels.packs import PACK_FILE, Campaign, campaign
from levels.summary import CAMPAIGN_FOLDER, FILE, CampaignSummary, LevelSummary, checksums_of
from levels.thumbnail import thumbnail_of


def summarise(campaign: Campaign) -> CampaignSummary:
    """What the map shows of a campaign."""
    chapters = {
        level_id: chapter.title for chapter in campaign.chapters for level_id in chapter.level_ids
    }
    levels = tuple(_summary(level, chapters[level.id]) for level in campaign.levels)
    return CampaignSummary(levels, campaign.open_count)


def write_summary(campaign: Campaign, file: Path = FILE, folder: Path = CAMPAIGN_FOLDER) -> None:
    """Write the file that `levels.summary.read_summary` reads.

    Args:
        campaign: what to write.
        file: where to write it.
        folder: where the campaign lies.

    Raises:
        OSError: when a file cannot be read or written.
    """
    summary = summarise(campaign)
    names = (PACK_FILE, *(f"{level.id}.json" for level in campaign.levels))
    document = {
        "files": checksums_of(folder, names),
        "open": summary.open_count,
        "levels": [_written(level) for level in summary.levels],
    }
    file.parent.mkdir(exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text.replace('{"id"', '\n{"id"') + "\n", encoding="utf-8")


def _summary(level: Level, chapter: str) -> LevelSummary:
    return LevelSummary(
        address=level.address,
        title=level.title,
        chapter=chapter,
        brief=level.brief,
        goal=level.terms.goal,
        key=level.key,
        medals=level.medals,
        thumbnail=thumbnail_of(level.task, level.dataset().train),
        least=None if level.frontier is None else level.frontier.least,
    )


def _written(level: LevelSummary) -> dict[str, Any]:
    return {
        "id": level.address.level_id,
        "title": level.title,
        "chapter": level.chapter,
        "brief": level.brief,
        "goal": level.goal,
        "key": level.key,
        "medals": asdict(level.medals),
        "least": level.least,
        "aspect": level.thumbnail.aspect,
        "points": level.thumbnail.points,
    }


if __name__ == "__main__":
    write_summary(campaign())
