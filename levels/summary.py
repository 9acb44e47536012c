"""What the map of levels shows of the campaign, from one small file: no NumPy, no pydantic.

``make summary`` writes the file. It holds checksums of the campaign's own
files: once one of these is edited, the summary is not used.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from levels.medals import Medals
from levels.origin import CAMPAIGN, Address
from levels.thumbnail import Thumbnail

CAMPAIGN_FOLDER: Final = Path(__file__).with_name("campaign")
"""Where the campaign's files lie."""
FILE: Final = Path(__file__).with_name("summaries") / "campaign.json"


@dataclass(frozen=True, slots=True)
class LevelSummary:
    """One level.

    Attributes:
        address: of its records.
        title, chapter, brief: its texts; the chapter by its title.
        goal: what passes, in words ("Test accuracy ≥ 97 %").
        key: hash of all that affects a score.
        medals: the sizes that medals ask for.
        thumbnail: its training data.
        least: the smallest size that passes, where a search tried all below; None where unknown.
    """

    address: Address
    title: str
    chapter: str
    brief: str
    goal: str
    key: str
    medals: Medals
    thumbnail: Thumbnail
    least: int | None = None


@dataclass(frozen=True, slots=True)
class CampaignSummary:
    """All levels of the campaign.

    Attributes:
        levels: in order of play.
        open_count: how many that are neither passed nor skipped are open at a time.
    """

    levels: tuple[LevelSummary, ...]
    open_count: int


def read_summary(file: Path = FILE, folder: Path = CAMPAIGN_FOLDER) -> CampaignSummary | None:
    """The summary of the campaign; None when it is not that of the campaign's present files.

    Args:
        file: the summary.
        folder: where the campaign lies.
    """
    try:
        document = json.loads(file.read_bytes())
        checksums = document["files"]
        if not checksums or checksums != checksums_of(folder, checksums):
            return None
        levels = tuple(map(_level, document["levels"]))
        return CampaignSummary(levels, document["open"])
    except (OSError, ValueError, LookupError, TypeError):
        return None  # the campaign itself says what is wrong


def checksums_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """CRC-32 and length of files: enough to notice an edit, and nothing depends on it for safety.

    Raises:
        OSError: when one cannot be read.
    """
    contents = {name: (folder / name).read_bytes() for name in names}
    return {name: f"{zlib.crc32(own):08x}-{len(own)}" for name, own in contents.items()}


def _level(document: Mapping[str, Any]) -> LevelSummary:
    texts = {name: str(document[name]) for name in ("title", "chapter", "brief", "goal", "key")}
    points = tuple((across, up, label) for across, up, label in document["points"])
    return LevelSummary(
        address=Address(CAMPAIGN.key, document["id"]),
        **texts,
        medals=Medals(**document["medals"]),
        thumbnail=Thumbnail(points, document["aspect"]),
        least=document["least"],
    )
