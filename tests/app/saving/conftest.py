"""What saves in the background, and what it reports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.saving.outbox import Outbox
from app.storage.records import Records


@pytest.fixture
def outbox(qtbot, records: Records) -> Iterator[Outbox]:
    """Writes to the records, on a thread of its own."""
    outbox = Outbox(records)
    yield outbox
    assert outbox.stop()


@pytest.fixture
def said(outbox: Outbox) -> list[str]:
    """The sentences about what could not be saved."""
    sentences: list[str] = []
    outbox.failed.connect(sentences.append)
    return sentences
