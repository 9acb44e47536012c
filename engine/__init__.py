"""Small neural networks of any acyclic wiring: training, judging, looking inside. NumPy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facade import lazy_names

if TYPE_CHECKING:
    from engine.data import Dataset as Dataset
    from engine.data import Samples as Samples
    from engine.data import Task as Task
    from engine.errors import DataError as DataError
    from engine.errors import EngineError as EngineError
    from engine.errors import LinkRefused as LinkRefused
    from engine.errors import Refused as Refused
    from engine.errors import SettingsError as SettingsError
    from engine.features import feature_names as feature_names
    from engine.features import feature_values as feature_values
    from engine.functions.activation import Activation as Activation
    from engine.functions.activations import ACTIVATIONS as ACTIVATIONS
    from engine.inspection.ablation import Ablation as Ablation
    from engine.inspection.ablation import AblationJob as AblationJob
    from engine.inspection.ablation import Worth as Worth
    from engine.inspection.ablation import ablate as ablate
    from engine.inspection.evaluate import outputs as outputs
    from engine.inspection.health import NeuronHealth as NeuronHealth
    from engine.inspection.health import neuron_health as neuron_health
    from engine.inspection.maps import DecisionMaps as DecisionMaps
    from engine.inspection.maps import MapGrid as MapGrid
    from engine.inspection.maps import decision_maps as decision_maps
    from engine.inspection.twins import Twin as Twin
    from engine.inspection.twins import find_twins as find_twins
    from engine.inspection.xray import XRay as XRay
    from engine.inspection.xray import xray as xray
    from engine.judging.diagnosis import Cause as Cause
    from engine.judging.diagnosis import Figure as Figure
    from engine.judging.diagnosis import untaught_neurons as untaught_neurons
    from engine.judging.judge import JudgeJob as JudgeJob
    from engine.judging.judge import JudgeProgress as JudgeProgress
    from engine.judging.judge import SeedResult as SeedResult
    from engine.judging.judge import Verdict as Verdict
    from engine.judging.judge import judge as judge
    from engine.metrics.metric import Metric as Metric
    from engine.metrics.metric import predictions as predictions
    from engine.metrics.metrics import ACCURACY as ACCURACY
    from engine.metrics.metrics import METRICS as METRICS
    from engine.metrics.metrics import MSE as MSE
    from engine.metrics.metrics import confusion_matrix as confusion_matrix
    from engine.metrics.metrics import r_squared as r_squared
    from engine.metrics.metrics import usual_metric as usual_metric
    from engine.metrics.terms import Terms as Terms
    from engine.network import Input as Input
    from engine.network import Link as Link
    from engine.network import LinkKey as LinkKey
    from engine.network import Network as Network
    from engine.network import Neuron as Neuron
    from engine.plan import Plan as Plan
    from engine.settings import TrainingSettings as TrainingSettings
    from engine.training.snapshot import Curves as Curves
    from engine.training.snapshot import Snapshot as Snapshot
    from engine.training.snapshot import Status as Status
    from engine.training.trainer import Trainer as Trainer
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "data": "Dataset Samples Task",
            "errors": "DataError EngineError LinkRefused Refused SettingsError",
            "features": "feature_names feature_values",
            "functions.activation": "Activation",
            "functions.activations": "ACTIVATIONS",
            "inspection.ablation": "Ablation AblationJob Worth ablate",
            "inspection.evaluate": "outputs",
            "inspection.health": "NeuronHealth neuron_health",
            "inspection.maps": "DecisionMaps MapGrid decision_maps",
            "inspection.twins": "Twin find_twins",
            "inspection.xray": "XRay xray",
            "judging.diagnosis": "Cause Figure untaught_neurons",
            "judging.judge": "JudgeJob JudgeProgress SeedResult Verdict judge",
            "metrics.metric": "Metric predictions",
            "metrics.metrics": "ACCURACY METRICS MSE confusion_matrix r_squared usual_metric",
            "metrics.terms": "Terms",
            "network": "Input Link LinkKey Network Neuron",
            "plan": "Plan",
            "settings": "TrainingSettings",
            "training.snapshot": "Curves Snapshot Status",
            "training.trainer": "Trainer",
        },
    )
