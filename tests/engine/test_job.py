"""Jobs that are run to their end."""

from __future__ import annotations

from collections.abc import Generator

from engine.job import result_of


def counting(last: int) -> Generator[int, None, str]:
    yield from range(last)
    return "done"


def test_the_result_is_that_of_the_whole_job():
    assert result_of(counting(3)) == "done"


def test_each_progress_is_handed_on():
    seen: list[int] = []
    assert result_of(counting(3), seen.append) == "done"
    assert seen == [0, 1, 2]
