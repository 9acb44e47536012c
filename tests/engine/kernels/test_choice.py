from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.storage.code_folder import CodeFolder
from engine import Trainer, TrainingSettings
from engine.kernels.choice import fastest_kernel, together_with
from engine.kernels.numpy.kernel import NumpyKernel

CHOOSE = """
from app.storage.code_folder import CodeFolder
from engine.kernels.choice import fastest_kernel, together_with
from engine.kernels.numpy.kernel import NumpyKernel
print(fastest_kernel(CodeFolder.find()).__name__)
"""


def output(*arguments, **environment):
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_without_numba_it_is_numpys():
    assert output("-c", "import sys; sys.modules['numba'] = None" + CHOOSE) == "NumpyKernel"


def test_without_machine_code_it_is_numpys(tmp_path):
    assert output("-c", CHOOSE, NEURAL_BONSAI_CACHE=str(tmp_path)) == "NumpyKernel"


@pytest.mark.long
def test_once_compiled_it_is_numbas(tmp_path):
    pytest.importorskip("numba")
    place = {"NEURAL_BONSAI_CACHE": str(tmp_path)}
    compile_it = (
        "from app.storage.code_folder import CodeFolder\n"
        "from engine.kernels.compiled.warm import compile_kernel\n"
        "compile_kernel(CodeFolder.find())"
    )
    assert output("-c", compile_it, **place) == ""
    assert output("-c", CHOOSE, **place) == "NumbaKernel"


def test_whatever_is_chosen_trains(dense, xor_data):
    settings = TrainingSettings(epochs=300)
    *_, final = Trainer(
        dense(2, 8, 1), xor_data(), settings, (1,), kernel=fastest_kernel(CodeFolder.find())
    ).snapshots()
    assert final.epoch == 300
    assert final.curves.train_score[-1, 0] > 0.9


def test_looking_at_the_choices_does_not_load_numba():
    script = "import engine, engine.kernels.choice, sys; print('numba' in sys.modules)"
    assert output("-c", script) == "False"


def test_many_wirings_are_trained_together_where_the_compiled_kernel_knows_how():
    pytest.importorskip("numba")
    from engine.kernels.compiled.kernel import NumbaKernel

    assert together_with(NumbaKernel, TrainingSettings())
    assert not together_with(NumpyKernel, TrainingSettings())
    assert not together_with(NumbaKernel, TrainingSettings(early_stopping=5))
    assert not together_with(NumbaKernel, TrainingSettings("random-nudge"))
