from __future__ import annotations

import pytest

from benchmarks.sections import Section

PARTS = Section("parts")
MADE = PARTS.write("# Title\n", "one\ntwo\n")


def test_what_is_written_is_read_again():
    assert PARTS.read(MADE) == "one\ntwo\n"
    assert MADE.startswith("# Title\n\n")
    assert PARTS.read("# Title\n") == ""


@pytest.mark.parametrize("tail", ["", "\n## More\n"])
def test_writing_again_changes_only_the_part(tail: str):
    again = PARTS.write(MADE + tail, "three\n")
    assert again == PARTS.write("# Title\n", "three\n") + tail


def test_a_part_moves_into_a_document_that_is_made_anew():
    moved = PARTS.moved(MADE, "# Other\n")
    assert moved.startswith("# Other\n")
    assert PARTS.read(moved) == PARTS.read(MADE)
    assert PARTS.moved("# Title\n", "# Other\n") == "# Other\n"
