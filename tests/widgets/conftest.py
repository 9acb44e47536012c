"""What the widgets' tests share: the xor level, a document of it, and frames of a real run."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from engine import DecisionMaps, MapGrid, Trainer, TrainingSettings
from engine.training.run import Frame
from levels import read_level
from widgets.document.document import Document
from widgets.run_model import RunModel
from widgets.theme.look import Look
from widgets.theme.style import install_font


@pytest.fixture
def look(qapp):
    install_font()
    return Look()


@pytest.fixture(scope="session")
def xor():
    return read_level(Path(str(files("levels").joinpath("campaign/xor.json"))))


@pytest.fixture
def document(qapp, xor):
    solution = replace(xor.author_solution, training=TrainingSettings())
    return Document(solution, xor.task, xor.rules)


@pytest.fixture
def run(qapp):
    return RunModel()


@pytest.fixture
def frame_of(xor):
    """``frame_of(network, settings, epochs)``: the frame after that many epochs, three starts."""

    def frame(network, settings, epochs):
        data = xor.dataset()
        trainer = Trainer(network, data, settings, (1, 2, 3))
        for _ in trainer.snapshots(epochs):
            pass
        snapshot = trainer.snapshot()
        grid = MapGrid.around(data.train.x)
        maps = DecisionMaps(snapshot.plan, grid, xor.task.columns)(snapshot.parameters[0])
        return Frame(1, snapshot, maps.astype(np.float32), grid)

    return frame


@pytest.fixture
def trained(document, frame_of):
    return frame_of(document.network, document.solution.training, 60)
