"""What closing needs a file for, and what not."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app.saving.closing import Secured, secure
from app.saving.outbox import Outbox
from app.saving.unsaved_files import unsaved_files
from app.storage.records import Records, StoredVerdict
from engine.judging.tally import Sturdiness, Tally
from levels import campaign
from tests.app.hindered import hindered

FOUND = Sturdiness(Tally((True, False), 2))


def test_sturdiness_that_is_not_saved_needs_no_file(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(Records(path)) as records:
        outbox = Outbox(records)
        with hindered(path):
            outbox.put_sturdiness("k1", "{}", FOUND)
            outbox.aside.keep(outbox.pending, records)
            assert secure(outbox, records, 0.1, accept_loss=False) == Secured()
            assert list(unsaved_files(tmp_path)) == []
            address = campaign().level("xor").address
            outbox.put_verdict(StoredVerdict(address, "k1", "{}", 7, True, ((1, 0.9),), 0.0))
            secured = secure(outbox, records, 0.1, accept_loss=False)
        assert secured.file is not None
        assert outbox.stop()
