"""What could not be saved comes back at the next start: once, whole, and over nothing else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.saving.closing import Secured, secure
from app.saving.outbox import Outbox
from app.saving.recovery import take_in
from app.saving.unsaved import Unsaved, UnsavedRun, digest_of, read_unsaved, write_unsaved
from app.storage.errors import RecordsError
from app.storage.records import Records
from levels import Address
from tests.app.hindered import hindered
from tests.app.saving.examples import VERDICT, XOR, add, named, text_of


@pytest.fixture
def close_locked(qtbot, records: Records, path: Path) -> Callable[[Callable[[Outbox], None]], Path]:
    """``close_locked(work)``: do work while the records are locked, and close; the file."""

    def close(work: Callable[[Outbox], None]) -> Path:
        outbox = Outbox(records)
        with hindered(path):
            work(outbox)
            secured = secure(outbox, records, 10.0, accept_loss=False)
            assert outbox.stop()
        assert secured.lost == ()
        assert secured.file is not None
        return secured.file

    return close


def taken(records: Records, folder: Path) -> list[str]:
    return list(take_in(records, folder))


def kept(records: Records) -> list[tuple[int, str, str]]:
    return [(own.id, own.name, own.text) for own in records.solutions(XOR)]


def test_an_edit_goes_into_its_row_and_the_file_goes(
    records: Records, path: Path, close_locked
) -> None:
    row = add(records, "Old")
    file = close_locked(lambda outbox: outbox.put_solution(row, XOR, named("New")))
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["format"] == 1
    assert (content["solutions"][0]["level"], content["solutions"][0]["name"]) == ("xor", "New")
    assert taken(records, path.parent) == [
        "What you built in “New” was not saved last time; it is saved now."
    ]
    assert kept(records) == [(row, "New", text_of("New"))]
    assert not file.exists()
    assert taken(records, path.parent) == []


def test_a_row_that_has_changed_since_is_not_overwritten(
    records: Records, path: Path, close_locked
) -> None:
    row = add(records, "Old")
    close_locked(lambda outbox: outbox.put_solution(row, XOR, named("Mine")))
    records.save_solution(row, "Other", text_of("Other"), 1)
    assert taken(records, path.parent) == [
        "What was not saved last time is a solution of its own: “Mine (recovered)”."
    ]
    assert kept(records)[0] == (row, "Other", text_of("Other"))
    # Its tab shows the name that its text holds.
    assert kept(records)[1][1:] == ("Mine (recovered)", text_of("Mine (recovered)"))


def test_a_row_that_is_gone_or_of_another_level_is_not_used(
    records: Records, path: Path, close_locked
) -> None:
    row = add(records, "Old")
    file = close_locked(lambda outbox: outbox.put_solution(row, XOR, named("Mine")))
    (own,) = read_unsaved(file).solutions
    write_unsaved(file, Unsaved(solutions=[own.model_copy(update={"id": 77})]))
    taken(records, path.parent)
    assert [name for _, name, _ in kept(records)] == ["Old", "Mine (recovered)"]
    other = Address("campaign", "first-line")
    foreign = records.add_solution(other, "Foreign", "{}", 1).id
    yours = {"id": foreign, "name": "Yours", "text": text_of("Yours")}
    write_unsaved(file, Unsaved(solutions=[own.model_copy(update=yours)]))
    taken(records, path.parent)
    assert [own.name for own in records.solutions(other)] == ["Foreign"]
    assert [name for _, name, _ in kept(records)][2:] == ["Yours (recovered)"]


def test_a_recovered_solution_comes_with_its_run(
    records: Records, path: Path, close_locked
) -> None:
    row = add(records, "Old")
    file = close_locked(lambda outbox: outbox.put_solution(row, XOR, named("Mine")))
    (own,) = read_unsaved(file).solutions
    run = UnsavedRun(id=77, of=digest_of(own.text), data=base64.b64encode(b"run").decode())
    write_unsaved(file, Unsaved(solutions=[own.model_copy(update={"id": 77})], runs=[run]))
    content = file.read_bytes()
    for _ in range(2):  # also when it is taken in twice
        file.write_bytes(content)
        taken(records, path.parent)
        (_, (recovered, name, _)) = kept(records)
        assert name == "Mine (recovered)"
        assert records.run_of(recovered) == b"run"


def test_a_file_that_is_taken_in_twice_changes_nothing_the_second_time(
    records: Records, path: Path, close_locked
) -> None:
    """As after a kill between the transaction and the removal of the file."""
    row, other = add(records, "Old"), add(records, "Old too")

    def work(outbox: Outbox) -> None:
        outbox.put_solution(row, XOR, named("New"))
        outbox.put_solution(other, XOR, named("New too"))
        outbox.put_verdict(VERDICT)
        outbox.put_verdict(replace(VERDICT, judged=2.0))

    file = close_locked(work)
    records.save_solution(other, "Changed", text_of("Changed"), 1)
    content = file.read_bytes()
    assert len(taken(records, path.parent)) == 3
    first = kept(records)
    assert len(first) == 3
    assert len(records.verdicts(XOR, "k1")) == 2
    file.write_bytes(content)
    assert taken(records, path.parent) == []
    assert kept(records) == first
    assert len(records.verdicts(XOR, "k1")) == 2


def test_what_cannot_be_taken_in_yet_waits_and_a_second_file_does_not_replace_it(
    records: Records, path: Path, close_locked
) -> None:
    first, second = add(records, "a"), add(records, "b")
    close_locked(lambda outbox: outbox.put_solution(first, XOR, named("a, edited")))
    with hindered(path), pytest.raises(RecordsError):
        taken(records, path.parent)
    close_locked(lambda outbox: outbox.put_solution(second, XOR, named("b, edited")))
    assert [own.name for own in sorted(path.parent.glob("unsaved*"))] == [
        "unsaved-1.json",
        "unsaved-2.json",
    ]
    assert len(taken(records, path.parent)) == 2
    assert [name for _, name, _ in kept(records)] == ["a, edited", "b, edited"]
    assert list(path.parent.glob("unsaved*")) == []


def test_an_error_at_the_second_file_leaves_the_sentences_of_the_first(
    records: Records, path: Path, close_locked
) -> None:
    first = add(records, "a")
    close_locked(lambda outbox: outbox.put_solution(first, XOR, named("a, edited")))
    close_locked(lambda outbox: outbox.put_verdict(VERDICT))
    sentences = take_in(records, path.parent)
    assert next(sentences).startswith("What you built in “a, edited” was not saved last time")
    with hindered(path), pytest.raises(RecordsError):
        next(sentences)
    assert [own.name for own in path.parent.glob("unsaved*")] == ["unsaved-2.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"format": 2}', b'{"format": 1, "solutions": [{"id": 1}]}'],
)
def test_a_file_that_is_damaged_is_kept_and_said_once(
    records: Records, path: Path, content: bytes
) -> None:
    (path.parent / "unsaved-1.json").write_bytes(content)
    (sentence,) = taken(records, path.parent)
    assert "It is kept as unsaved-1.unreadable-1.json." in sentence
    assert (path.parent / "unsaved-1.unreadable-1.json").read_bytes() == content
    assert taken(records, path.parent) == []


@given(at=st.integers(0, 5000), value=st.integers(0, 255))
@example(at=87, value=32)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_the_file_raises_or_costs_a_row(
    records: Records, path: Path, close_locked, at: int, value: int
) -> None:
    for own in records.solutions(XOR):
        records.delete_solution(own.id)
    row = add(records, "Old")

    def work(outbox: Outbox) -> None:
        outbox.put_solution(row, XOR, named("New"))
        outbox.put_verdict(VERDICT)

    file = close_locked(work)
    content = bytearray(file.read_bytes())
    content[at % len(content)] = value
    file.write_bytes(content)
    taken(records, path.parent)
    names = [name for _, name, _ in kept(records)]
    aside = list(path.parent.glob("*.unreadable-*"))
    assert len(names) == 1 or "Old" in names
    assert names != ["Old"] or aside
    for own in aside:
        own.unlink()


def test_a_full_disk_is_asked_about_before_anything_is_lost(
    qtbot, records: Records, path: Path
) -> None:
    row = add(records, "Old")
    outbox = Outbox(records)
    with hindered(path, "full"):
        outbox.put_solution(row, XOR, named("New"))
        outbox.put_verdict(VERDICT)
        for accept_loss in (False, True):
            secured = secure(outbox, records, 10.0, accept_loss=accept_loss)
            assert secured == Secured(lost=("“New”", "a verdict"))
    assert list(path.parent.glob("*unsaved*")) == []
    assert secure(outbox, records, 10.0, accept_loss=False) == Secured()
    assert outbox.stop()
    assert kept(records) == [(row, "New", text_of("New"))]


def test_what_no_file_can_hold_is_asked_about_and_the_rest_is_written(
    qtbot, records: Records, path: Path
) -> None:
    row, bad = add(records, "a"), add(records, "b")
    outbox = Outbox(records)
    with hindered(path):
        outbox.put_solution(row, XOR, named("a, edited"))
        outbox.put_solution(bad, XOR, replace(named("b, edited"), layout={"y": (1e9, 0.0)}))
        assert secure(outbox, records, 10.0, accept_loss=False) == Secured(lost=("“b, edited”",))
        assert list(path.parent.glob("unsaved*")) == []
        secured = secure(outbox, records, 10.0, accept_loss=True)
        assert outbox.stop()
    assert secured.lost == ("“b, edited”",)
    taken(records, path.parent)
    assert [name for _, name, _ in kept(records)] == ["a, edited", "b"]
