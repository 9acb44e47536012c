"""Generators of data: curves, surfaces, clouds, areas, spirals, truth tables.

Each distribution is defined in the docstring of its function. There are two kinds of noise:

* ``noise`` moves points. In regression it moves y (a normal error of that standard deviation);
  in classification it moves each coordinate of x, by a normal error of that standard deviation or
  by a uniform −noise..noise; see `Generator.noise`. It changes no label.
* ``flip`` is the share of labels that are changed; exactly ``round(flip * count)`` of them.
  It moves no point.
"""

from __future__ import annotations

from engine.generators.generator import Generator as Generator
from engine.generators.generator import Option as Option
from engine.generators.recipe import GENERATORS as GENERATORS
from engine.generators.recipe import MAX_FLIP as MAX_FLIP
from engine.generators.recipe import MAX_NOISE as MAX_NOISE
from engine.generators.recipe import MAX_SAMPLES as MAX_SAMPLES
from engine.generators.recipe import Recipe as Recipe
from engine.generators.recipe import check_samples as check_samples
from engine.generators.recipe import check_training as check_training
from engine.generators.recipe import generate as generate
from engine.generators.recipe import option_fault as option_fault
