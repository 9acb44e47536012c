"""What docs/atlas.md says around its tables."""

from typing import Final

HEAD: Final = """# The atlas of small networks

Made by `python -m benchmarks.atlas` with the game's own engine; do not edit by hand. It goes on
where it was stopped.

How small can a network be and still learn? Here *every* wiring of each puzzle was trained, size by
size: each set of links, each choice of hidden activations (tanh, sigmoid, ReLU, abs), with and
without each bias; links may skip layers, inputs may be left out, every output has at least one
link, and outputs are linear. The size of a network is its number of links and biases.

**What it is.** The smallest network that is *trainable under this recipe*: exhaustive over
wirings, statistical over starts. **What it is not**: a proof that no weights of a smaller network
would do, or that another optimizer, more epochs or another draw of the data would not find them.

* Sizes go one beyond the first that learns reliably, but not to those of more than {most:,}
  wirings: training them takes hours, as [how the search grows](scale.md) tells.
* Each wiring was trained from the same {first} starts; those that passed once, from {starts}.
* Among thousands of wirings some are lucky in the starts that they are chosen by. So those that
  passed from {reliable} of {starts} got {further} *further starts*, and one *learns reliably* that
  passes from {reliable} of these too. A wiring whose true rate is just above {reliable} % may miss
  this by chance.
* *Epochs* is the median, over the starts that passed, of when the validation set first reached the
  threshold; it is looked at after each twentieth of the training.
* Rates have 95 % intervals by Wilson. Where there were no further starts, the interval is of the
  best of many and so flatters it.
* No two wirings were merged because they can compute the same functions (tanh is odd, say, so a
  sign may move from one weight to another): they have the same links then, and wirings with other
  links train otherwise, even where they could do the same. Renamed hidden neurons are the same
  wiring.

The rows are in `levels/atlas/PUZZLE.tsv.xz`, CC0 as the puzzles beside them
(`levels/atlas/PUZZLE.json`). Each wiring has a line: key, size, passes, starts, epochs, and passes
of the {further} further starts where it got them; the first lines tell level, recipe, kernel and
versions. The ends of the interval follow from passes and starts.

```python
rows = pandas.read_table("levels/atlas/circle.tsv.xz", comment="#")
```

A key such as `h1=abs(x1,x2,+b) y=identity(x1,h1)` says for each neuron its activation, where its
links come from, and whether it has a bias. `python -m benchmarks.atlas PUZZLE --check` makes a file
anew and compares its bytes; on another machine or with other versions the last bits of an
exponential may differ, and with them a start near the threshold.

In the pictures a network is shown as its first start that passes left it: links are the wider the
larger their weight, blue where it is positive, orange and dashed where it is negative, and a badge
is a bias. Faces show what a neuron has learned.
"""

REMARKS: Final = {
    "encoder-3": (
        "\n\nThe outputs are three classes, so no code has to be invented: the largest answer "
        "wins, and two inputs tell three patterns apart. Encoders are hard where a hidden layer "
        "is narrower than the patterns are many."
    ),
    "two-clouds": (
        "\n\nThe clouds lie on both sides of the middle, so one input and no bias are enough."
    ),
    "majority-3": "\n\nThree votes, counted: no hidden neuron, and no bias.",
    "tent": (
        "\n\nThe function itself is 1 − |x1| where that is positive, `h1=abs(x1) h2=relu(h1,+b) "
        "y=identity(h2)`. That can be exact, yet it passes from fewer starts than a soft hill does."
    ),
}
"""What there is to add to the tables of some puzzles."""

LESSON: Final = """
## Smallest under this recipe

One network of six parameters, `{key}`,
on the truth table of XOR: from how many of {starts} starts it passes, by how it is trained
(`python -m benchmarks.atlas.lesson`). Whoever trains by SGD at a rate of 1 for 5,000 epochs finds
no start that passes; whoever trains by Adam, or at a lower rate, finds many. A size is the smallest
for a recipe, not as such.
"""

PUBLISHED: Final = (
    "\n## Beside what is published\n\n"
    "| problem | published | smallest here that learns reliably |\n|---|---|---|\n"
    "| exclusive or | 7 parameters: one hidden neuron, inputs linked to the output too; only "
    "saddles beside the solution (Sprinkhuizen-Kuyper and Boers 1996). 9 without such links "
    "(Rumelhart, Hinton, Williams 1986) | {xor-table}. Abs folds the plane along a diagonal, and "
    "a bias of the output sets where the answer turns |\n"
    "| exclusive or, one neuron | 3 parameters, one of them the slope of a PReLU (Pinto and "
    "Tavares 2024) | no such neuron: our activations have no parameters of their own |\n"
    "| parity of N bits | N/2 + 1 or (N + 1)/2 hidden sigmoid neurons are enough (Setiono 1997): "
    "11 parameters for three bits. N/2 threshold neurons, rounded down, with links that skip them "
    "(Hohil, Liu, Smith 1999): 9 | three bits: {parity-3} |\n"
    "| symmetry of 6 bits | 2 hidden neurons, 17 parameters, weights 1 : 2 : 4 (Rumelhart, "
    "Hinton, Williams 1986) | four bits: {symmetry-4} |"
)

NOTES: Final = """
Published networks are dense, and mostly have tanh or sigmoid neurons, each with a bias. Ours are
smaller for two reasons: abs and ReLU fold the plane, and no link or bias is there that is not
needed. [Published sizes, trained again](science.md) has the networks of the middle column.

What it takes to go further: [how the search grows](scale.md).
"""
