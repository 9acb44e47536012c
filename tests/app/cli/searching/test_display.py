"""A bar on a terminal, plain lines elsewhere."""

import io
import os
import sys

import pytest

from app.cli.output import drop_output
from app.cli.searching.display import Display
from app.search.runner import Progress
from app.search.search import BestSoFar, Showing


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def showing(wirings=300, total=1_200, best=None):
    return Showing(Progress(wirings, 6_000, 3.0, 2), 13.0, total, best)


def test_a_line_tells_rates_time_left_and_the_best():
    line = Display(io.StringIO(), 73.0).line
    assert line(showing()) == "300 of 1,200 wirings, 2,000 starts/s, 100 wirings/s, 0:09 left"
    assert line(showing(total=0, best=BestSoFar(4, 97, 100))) == (
        "300 wirings, 2,000 starts/s, 100 wirings/s, 1:00 left, "
        "best so far 4 parameters (97 of 100 starts)"
    )
    assert line(showing(wirings=1)).startswith("1 of 1,200 wirings, 2,000 starts/s, 0 wirings/s")


def test_plain_lines_are_few():
    stream = io.StringIO()
    with Display(stream, 60.0) as display:
        for _ in range(50):
            display.show(showing())
        display.say("Done.")
    assert len(stream.getvalue().splitlines()) == 2


def test_a_terminal_gets_plain_lines_without_tqdm(monkeypatch):
    monkeypatch.setattr("sys.path", [])
    monkeypatch.delitem(sys.modules, "tqdm", raising=False)
    stream = Terminal()
    with Display(stream, 60.0) as display:
        display.show(showing())
    assert stream.getvalue().startswith("300 of 1,200 wirings, 2,000 starts/s")


def test_a_reader_that_goes_away_does_not_end_a_search():
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8", buffering=1) as stream:
        with Display(stream, 60.0) as display:
            display.say("Getting the kernel ready …")
            display.show(showing())
        drop_output(stream)


def test_a_terminal_gets_a_bar_for_each_part():
    pytest.importorskip("tqdm")
    stream = Terminal()
    with Display(stream, 73.0) as display:
        display.show(showing(best=BestSoFar(4, 97, 100)))
        display.show(showing(wirings=1_200))
        display.show(showing(total=0))
        display.say("Done.")
    text = stream.getvalue()
    assert "all:  25%|" in text
    assert "larger:  18%|" in text
    assert "2,000 starts/s, 100 wirings/s, 0:09 left, best 4" in text
    assert text.endswith("Done.\n")
