"""What a drag carries."""

import pytest
from PySide6.QtCore import QMimeData

from widgets.palette.ingredient import INGREDIENT_TYPE, Ingredient, decode, encode


@pytest.mark.parametrize(
    "ingredient",
    [Ingredient("input", "x1*x2"), Ingredient("neuron", "tanh"), Ingredient("block", "relu", 8)],
)
def test_an_ingredient_travels_whole(ingredient):
    assert decode(encode(ingredient)) == ingredient


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"tanh",
        b"[]",
        b'{"kind": "virus", "name": "tanh"}',
        b'{"kind": "block", "name": "tanh", "count": 1000000}',
        b'{"kind": "block", "name": "tanh", "count": true}',
        b'{"kind": "input", "name": 7}',
        b"[" * 900,
        b"\xff\xfe",
        b" " * 2000,
    ],
)
def test_nonsense_is_no_ingredient(payload):
    mime = QMimeData()
    mime.setData(INGREDIENT_TYPE, payload)
    assert decode(mime) is None
