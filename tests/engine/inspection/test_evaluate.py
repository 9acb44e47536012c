from __future__ import annotations

import numpy as np

from engine import Plan, outputs
from engine.inspection.evaluate import Evaluator, OutputsJob
from engine.kernels.numpy.kernel import NumpyKernel


def test_pieces_and_remainder_give_the_same_as_one_sample_alone(dense, random_parameters):
    plan = Plan.compile(dense(2, 16, 16, 1))
    parameters = random_parameters(plan, 1)
    x = np.random.default_rng(1).uniform(-1, 1, (3001, 2))  # three pieces, the last one short
    found = outputs(plan, parameters, x, ("x1", "x2"))
    assert found.shape == (1, 3001)
    for number in (0, 1, 1499, 1500, 3000):
        alone = outputs(plan, parameters, x[number : number + 1], ("x1", "x2"))
        np.testing.assert_allclose(found[:, number], alone[:, 0], rtol=1e-12)


def test_replicas_answer_side_by_side(dense, random_parameters):
    plan = Plan.compile(dense(2, 3, 2))
    stacked = np.stack([random_parameters(plan, seed) for seed in range(4)])
    x = np.random.default_rng(2).uniform(-1, 1, (7, 2))
    found = outputs(plan, stacked, x, ("x1", "x2"))
    assert found.shape == (2, 4, 7)
    for replica in range(4):
        np.testing.assert_allclose(
            found[:, replica], outputs(plan, stacked[replica], x, ("x1", "x2")), rtol=1e-13
        )


def test_every_node_comes_in_the_plans_order(wiring, random_parameters):
    plan = Plan.compile(wiring(8, ["tanh", "abs", "square"]))
    parameters = random_parameters(plan, 8)[np.newaxis]
    inputs = np.random.default_rng(8).uniform(-1, 1, (2, 5))
    values = Evaluator(plan, parameters, inputs, every_node=True)()
    assert values.shape == (len(plan.nodes), 1, 5)
    assert (values[:2, 0] == inputs).all()
    only_outputs = Evaluator(plan, parameters, inputs)()
    assert (values[plan.index("y")] == only_outputs[0]).all()


def test_a_job_answers_in_pieces_as_at_once(dense, random_parameters):
    plan = Plan.compile(dense(2, 4, 1))
    parameters = random_parameters(plan, 3)
    x = np.random.default_rng(3).uniform(-1, 1, (2345, 2))
    steps = OutputsJob(plan, parameters, x, ("x1", "x2")).begin(NumpyKernel)
    done = []
    while True:
        try:
            done.append(next(steps))
        except StopIteration as end:
            found = end.value
            break
    assert done == [1000, 2000, 2345]
    np.testing.assert_allclose(found, outputs(plan, parameters, x, ("x1", "x2")), rtol=1e-12)
