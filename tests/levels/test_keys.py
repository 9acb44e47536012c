"""Equal contents have equal keys."""

import hashlib

from levels.keys import canonical, score_key


def test_order_and_the_way_a_number_is_written_do_not_matter():
    assert canonical({"b": 1.0, "a": (0.5, True)}) == '{"a":[0.5,true],"b":1}'


def test_a_key_is_the_hash_of_the_canonical_text():
    assert score_key({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert score_key({"a": 1}) != score_key({"a": 2})
