"""Files that are no readable text are refused by name."""

import os
from pathlib import Path

import pytest

from levels import LevelErrors, parse_level, read_level
from levels.reading.files import MAX_BYTES

LEVEL = '{"format": 1, "id": "probe", "title": "Probé"}'


def message(path):
    with pytest.raises(LevelErrors) as caught:
        read_level(path)
    assert len(caught.value.errors) == 1
    return str(caught.value).replace(str(path), "FILE")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LEVEL.encode("utf-16"), "FILE: The file is in UTF-16 or UTF-32; save it as UTF-8."),
        (LEVEL.encode("utf-16-be"), "FILE: The file is in UTF-16 or UTF-32; save it as UTF-8."),
        (LEVEL.encode("utf-32"), "FILE: The file is in UTF-16 or UTF-32; save it as UTF-8."),
        (
            LEVEL.encode("latin-1"),
            "FILE:1:44: The byte 0xE9 is no UTF-8; save the file as UTF-8.",
        ),
        (b'{\n "a": "\xff"}', "FILE:2:8: The byte 0xFF is no UTF-8; save the file as UTF-8."),
        (b"x" * (MAX_BYTES + 1), "FILE: The file is longer than 1 MiB; a level is a small text."),
        (b"x" * (2 * MAX_BYTES), "FILE: The file is longer than 1 MiB; a level is a small text."),
        (
            b'{"title": "a\x00b"}',
            "FILE:1:13: title: The text holds U+0000, a control character; write it \\u….",
        ),
        (b"", "FILE:1:1: The file is empty."),
        (b"\xef\xbb\xbf", "FILE:1:1: The file is empty."),
        (b"\x89PNG\r\n\x1a\n", "FILE:1:1: The byte 0x89 is no UTF-8; save the file as UTF-8."),
        (b"[" * 5000, "Brackets are nested more than 32 deep."),
        (b'"' * 900_000, 'FILE:1:3: There is more after the end: “""”.'),
        (b"[" + b"0," * 500_000 + b"0]", "There are more than 100,000 values in this file."),
    ],
)
def test_odd_bytes_are_refused(tmp_path, content, expected):
    path = tmp_path / "level.json"
    path.write_bytes(content)
    assert message(path).endswith(expected)


def test_a_missing_file_is_said(tmp_path):
    assert message(tmp_path / "none.json") == (
        "FILE: The file cannot be read: No such file or directory."
    )


def test_a_folder_is_no_level(tmp_path):
    assert message(tmp_path) == "FILE: This is no regular file."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    assert message(path) == "FILE: This is no regular file."


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
def test_a_device_is_refused():
    assert message("/dev/zero") == "FILE: This is no regular file."


def test_a_name_that_no_file_can_have():
    with pytest.raises(LevelErrors, match="no file can have this name"):
        read_level("a\0b.json")


def test_text_with_lone_surrogates_is_refused():
    with pytest.raises(LevelErrors, match="is no UTF-8"):
        parse_level('{"title": "\ud800"}')
