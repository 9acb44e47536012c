"""The words that players meet, each with a sentence or two; the same text wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.glossary import pictures
from widgets.theme.look import Theme

if TYPE_CHECKING:
    from engine import Metric

Picture = Callable[[QPainter, QRectF, Theme], None]
"""Paints a small picture into a rectangle."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word and what it means.

    Attributes:
        title: the word as a heading.
        text: one or two sentences.
        picture: paints what the sentences say; None where they are enough.
    """

    title: str
    text: str
    picture: Picture | None = None


TERMS: Final[Mapping[str, Term]] = {
    "parameters": Term(
        "Parameters",
        "Each link has a weight, and a neuron may have a bias: these numbers are the parameters. "
        "They are the size of your network, and smaller wins.",
        pictures.parameters,
    ),
    "loss": Term(
        "Loss",
        "How far the network’s answers are from the right ones. Training makes it small: each "
        "update moves the weights a little downhill.",
        pictures.downhill,
    ),
    "train": Term(
        "Train",
        "The points that the network learns from. Here it can do well by learning them by heart.",
        pictures.train_points,
    ),
    "validation": Term(
        "Validation",
        "Points that the network does not learn from. They show you how it does on something new.",
        pictures.validation_points,
    ),
    "test": Term(
        "Test set",
        "Points that only the judge sees, when all training is over. They decide whether you pass.",
        pictures.sealed_points,
    ),
    "epoch": Term(
        "Epoch",
        "One pass over all training points. The judge trains for as many epochs as you set.",
        pictures.epoch,
    ),
    "paused": Term("Paused", "The run stands still. Go on, or change the network first."),
    "finished": Term(
        "Finished",
        "All epochs are done. Train again from the start, or raise the number of epochs.",
    ),
    "diverged": Term(
        "Diverged",
        "The weights grew without bound, and the run was stopped. A smaller learning rate helps.",
        pictures.too_large_steps,
    ),
    "other starts": Term(
        "Other starts",
        "The same network from other random first weights, trained beside yours. They show how "
        "much of a good curve is luck.",
        pictures.other_starts,
    ),
    "start": Term(
        "Start",
        "Training begins at random weights. The judge draws several starts of its own, so that a "
        "lucky one is not enough.",
        pictures.other_starts,
    ),
    "sturdiness": Term(
        "Sturdiness",
        "How many of a hundred further starts pass. The line below a bar spans where that number "
        "would likely lie if more were tried; it decides nothing.",
        pictures.sturdy_starts,
    ),
    "other draws": Term(
        "Other draws",
        "The points of a level were drawn at random. These starts each learn from points drawn "
        "afresh, so they show how much is luck with the draw.",
    ),
    "frontier": Term(
        "Frontier",
        "The best score that a search through many networks found for each size, and how small "
        "a network can be that passes.",
        pictures.frontier,
    ),
    "weight": Term(
        "Weight",
        "What passes along a link is multiplied by its weight. Blue and solid is positive, orange "
        "and dashed is negative; the wider, the larger.",
        pictures.weights,
    ),
    "bias": Term(
        "Bias",
        "A number of the neuron’s own, added to its inputs: it shifts where the neuron switches.",
        pictures.bias,
    ),
    "learning rate": Term(
        "Learning rate",
        "How far each update moves the weights. Small steps are slow, large ones overshoot.",
        pictures.too_large_steps,
    ),
    "batch": Term(
        "Batch size",
        "How many points each update looks at. Few make many quick and noisy updates.",
        pictures.batches,
    ),
    "goal": Term(
        "Goal",
        "What the judge asks for on the test set. The bar shows validation, which is your guess "
        "at it.",
    ),
    "judge": Term(
        "Judge",
        "Trains your network anew from several fresh starts and scores each on the test set. "
        "Enough of them must reach the goal.",
        pictures.judged_starts,
    ),
    "wrong": Term(
        "Wrong points",
        "Test points that the network gets wrong.",
    ),
}
"""Every term by its key; `metric_term` gives those of the metrics."""

_METRIC_PICTURES: Final[Mapping[str, Picture]] = {
    "accuracy": pictures.accuracy,
    "balanced-accuracy": pictures.accuracy,
    "mse": pictures.squared_error,
}


def term(key: str) -> Term:
    """The term of that key.

    Raises:
        KeyError: when there is no such term.
    """
    return TERMS[key]


def metric_term(metric: Metric) -> Term:
    """The term that explains a metric, with a picture where there is one of it."""
    return Term(metric.title, metric.explanation, _METRIC_PICTURES.get(metric.name))
