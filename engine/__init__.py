"""Small neural networks of any acyclic wiring: training, judging, looking inside. NumPy only."""

from engine.data import Dataset as Dataset
from engine.data import Samples as Samples
from engine.data import Task as Task
from engine.errors import DataError as DataError
from engine.errors import EngineError as EngineError
from engine.errors import LinkRefused as LinkRefused
from engine.errors import Refused as Refused
from engine.errors import SettingsError as SettingsError
from engine.network import Input as Input
from engine.network import Link as Link
from engine.network import LinkKey as LinkKey
from engine.network import Network as Network
from engine.network import Neuron as Neuron
from engine.settings import TrainingSettings as TrainingSettings
from engine.snapshot import Curves as Curves
from engine.snapshot import Snapshot as Snapshot
from engine.snapshot import Status as Status
