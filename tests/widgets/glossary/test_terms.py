"""The glossary: short, complete, and pictures that show something in both themes."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from engine.metrics.metrics import METRICS
from widgets.glossary.terms import TERMS, metric_term, term
from widgets.theme.fonts import install_font
from widgets.theme.look import DARK, LIGHT

EVERY_TERM = TERMS | {metric.name: metric_term(metric) for metric in METRICS.values()}
PICTURES = {key: own.picture for key, own in EVERY_TERM.items() if own.picture is not None}


@pytest.mark.parametrize(
    "key",
    [
        *("parameters", "loss", "epoch", "validation", "train", "test"),
        *("weight", "bias", "other starts", "learning rate", "batch", "judge", "wrong"),
    ],
)
def test_each_word_of_the_bench_is_explained(key):
    assert term(key).title
    assert term(key).text.endswith(".")


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_each_metric_is_explained(metric):
    found = metric_term(metric)
    assert found.title == metric.title
    assert found.picture is not None
    assert 1 <= found.text.count(". ") + 1 <= 2
    assert found.text.endswith(".")
    assert len(found.text) <= 170


def test_an_unknown_word_is_an_error():
    with pytest.raises(KeyError):
        term("flux")


@pytest.mark.parametrize("key", sorted(TERMS))
def test_explanations_are_one_or_two_short_sentences(key):
    text = term(key).text
    assert 1 <= text.count(". ") + 1 <= 2
    assert len(text) <= 170


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("key", sorted(PICTURES))
def test_a_picture_shows_something_and_stays_in_its_box(qapp, theme, key):
    install_font()
    image = QImage(300, 140, QImage.Format.Format_ARGB32)
    image.fill(theme.raised)
    painter = QPainter(image)
    PICTURES[key](painter, QRectF(30, 30, 240, 80), theme)
    painter.end()
    ground = theme.raised.rgb()
    painted = [
        (x, y) for x in range(0, 300, 2) for y in range(0, 140, 2) if image.pixel(x, y) != ground
    ]
    assert len(painted) > 60
    assert min(y for _, y in painted) >= 20
    assert max(y for _, y in painted) <= 120
