"""A bench whose jobs are done when the test says so, and a trained network on it."""

from collections import OrderedDict
from dataclasses import replace

import pytest

from engine import TrainingSettings
from engine.job import result_of
from engine.kernels.numpy.kernel import NumpyKernel
from widgets.bench import Bench
from widgets.document.document import Document
from widgets.run_model import RunModel
from widgets.selection import Selection


class HeldJobs:
    """Keeps jobs until `do_all`; what was cancelled meanwhile is not done."""

    def __init__(self):
        self.waiting = OrderedDict()
        self.started = 0

    def start(self, job, finished, progressed=None):
        self.started += 1
        self.waiting[self.started] = (job, finished)
        return self.started

    def cancel(self, number):
        self.waiting.pop(number, None)

    def do_all(self):
        for number in list(self.waiting):
            job, finished = self.waiting.pop(number)
            finished(result_of(job.begin(NumpyKernel)))


@pytest.fixture
def bench(qapp, xor, look):
    """The xor level with the author's network."""
    solution = replace(xor.author_solution, training=TrainingSettings())
    document = Document(solution, xor.task, xor.rules)
    return Bench(
        level=xor,
        dataset=xor.dataset(),
        document=document,
        run=RunModel(parent=document),
        selection=Selection(document, document),
        jobs=HeldJobs(),
        look=look,
    )


@pytest.fixture
def trained_bench(bench, frame_of):
    """The same after 200 epochs."""
    bench.run.set_frame(frame_of(bench.document.network, bench.document.solution.training, 200))
    return bench
