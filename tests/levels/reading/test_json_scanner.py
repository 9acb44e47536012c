"""The scanner reads what the standard reader reads, and knows where it stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levels.errors import UNSAFE
from levels.reading.json_scanner import MAX_DIGITS, BrokenJson, Lines, scan

texts = st.text().map(lambda text: UNSAFE.sub("", text))
numbers = st.integers(-(10**MAX_DIGITS) + 1, 10**MAX_DIGITS - 1) | st.floats(
    allow_nan=False, allow_infinity=False
)
documents = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(documents, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_it_reads_like_the_standard_reader(document, indent, ascii_only):
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    read = scan(text)
    assert read.value == document
    assert read.faults == ()


@given(documents)
def test_each_value_stands_where_it_says(document):
    text = json.dumps(document, indent=1)

    def check(value, spot):
        assert json.JSONDecoder().raw_decode(text, spot.offset)[0] == value
        for part, child in spot.children.items():
            check(value[part], child)
        for key, offset in spot.keys.items():
            assert json.JSONDecoder().raw_decode(text, offset)[0] == key

    check(document, scan(text).spot)


@given(st.text(alphabet="{}[]\",:truefalsn0123456789.eE+-\\ \n#/'u", max_size=30))
def test_it_is_never_laxer_than_the_standard_reader(text):
    try:
        read = scan(text)
    except BrokenJson:
        return
    assert json.loads(text) == read.value or read.faults


@given(st.text(alphabet="ab\n\r", max_size=40), st.data())
def test_lines_and_columns_count_from_one(text, data):
    offset = data.draw(st.integers(0, len(text)))
    line, column = Lines(text).place(offset)
    before = text[:offset].split("\n")
    assert (line, column) == (len(before), len(before[-1]) + 1)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e999", "1234567890123456"])
def test_what_the_standard_reader_lets_pass_is_noted(text):
    json.loads(text)
    assert len(scan(text).faults) == 1


def test_both_of_two_equal_keys_are_pointed_at():
    fault = scan('{"a": 1,\n "a": 2}').faults[0]
    assert fault.offset == 10
    assert "line 1" in fault.message


def test_depth_32_is_read_and_33_is_not():
    scan("[" * 32 + "]" * 32)
    with pytest.raises(BrokenJson, match="32 deep"):
        scan("[" * 33 + "]" * 33)
