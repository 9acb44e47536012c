"""The ``data`` of a level: which reader a format has."""

from __future__ import annotations

from levels.data.bundled import read_bundled
from levels.data.generated import read_generated
from levels.data.points import read_points
from levels.data.source import DataSource
from levels.errors import AddFault
from levels.formats.data import DatasetFormat, GeneratedFormat, PointsFormat


def read_data(
    source: GeneratedFormat | DatasetFormat | PointsFormat, add_fault: AddFault
) -> DataSource | None:
    """Where the samples of a level come from; None when there was a fault."""
    match source:
        case GeneratedFormat():
            return read_generated(source, add_fault)
        case DatasetFormat():
            return read_bundled(source, add_fault)
        case PointsFormat():
            return read_points(source, add_fault)
