"""A skeleton knows its links, its depths and what is left idle."""

from engine.search.skeleton import Skeleton, bits, mask_of

# x1, x2 -> h1; x1, h1 -> h2; h1 -> h3 (idle); h2, x1 -> y
SKELETON = Skeleton(2, (0b11, 0b101, 0b100), (0b1001,))


def test_links_and_idle_neurons():
    assert SKELETON.links == 7
    assert list(bits(SKELETON.used)) == [0, 1, 2, 3]
    assert list(bits(SKELETON.idle)) == [4]


def test_the_depth_is_the_longest_path_from_an_input():
    assert SKELETON.depths() == [0, 0, 1, 2, 2]


def test_a_link_past_a_layer_is_seen_at_hidden_neurons_and_outputs():
    assert SKELETON.skips()
    assert Skeleton(1, (0b1,), (0b11,)).skips()
    assert not Skeleton(2, (0b11, 0b10), (0b1100,)).skips()
    assert not Skeleton(1, (0b1,), (0b10, 0b1)).skips()  # each output at a depth of its own


def test_reordering_moves_the_links_with_their_neurons():
    assert SKELETON.reordered((0, 2, 1)) == Skeleton(2, (0b11, 0b100, 0b101), (0b10001,))


def test_masks_and_bits_are_inverse():
    assert mask_of([0, 3, 5]) == 0b101001
    assert list(bits(0b101001)) == [0, 3, 5]
    assert list(bits(0)) == []
