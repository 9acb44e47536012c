"""Equal contents have equal keys."""

import hashlib

from levels.keys import canonical, hashed_seeds, score_key


def test_order_and_the_way_a_number_is_written_do_not_matter():
    assert canonical({"b": 1.0, "a": (0.5, True)}) == '{"a":[0.5,true],"b":1}'


def test_a_key_is_the_hash_of_the_canonical_text():
    assert score_key({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert score_key({"a": 1}) != score_key({"a": 2})


def test_a_seed_is_the_first_twelve_digits_of_the_hash():
    words = ("a level search 0", "a level search 1")
    digits = [hashlib.sha256(word.encode()).hexdigest()[:12] for word in words]
    assert hashed_seeds("a level search", 2) == tuple(int(own, 16) for own in digits)


def test_those_that_are_taken_are_left_out():
    first, second, third = hashed_seeds("stem", 3)
    assert hashed_seeds("stem", 2, {second}) == (first, third)
