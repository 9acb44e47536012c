"""A space says what may be built, and refuses what makes no sense."""

from dataclasses import replace

import pytest

from engine import SettingsError


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"inputs": ()}, "inputs", "A search needs at least one of its inputs."),
        ({"outputs": ()}, "outputs", "A search needs at least one of its outputs."),
        (
            {"output_activations": ()},
            "output_activations",
            "A search needs at least one of its output_activations.",
        ),
        ({"inputs": ("x1", "x1")}, "inputs", "“x1” is listed twice."),
        ({"outputs": ("x1",)}, "inputs", "“x1” is listed twice."),
        ({"activations": ("tanh", "tanh")}, "activations", "“tanh” is listed twice."),
        ({"activations": ("magic",)}, "activations", "There is no activation “magic”."),
        ({"max_neurons": -1}, "max_neurons", "“max_neurons” must be 0 or more, not -1."),
    ],
)
def test_what_cannot_be_searched_is_refused_with_the_field_at_fault(space, changes, field, reason):
    with pytest.raises(SettingsError) as refusal:
        replace(space(), **changes)
    assert (refusal.value.field, str(refusal.value)) == (field, reason)


def test_hidden_neurons_take_no_names_of_others(space):
    own = replace(space(), inputs=("h1", "x"), outputs=("h3",))
    assert own.hidden_ids(3) == ("h2", "h4", "h5")


def test_without_activations_there_are_no_hidden_neurons(space):
    assert not space(activations=0).can_grow(0)
    assert not space(max_neurons=2).can_grow(2)
    assert space(max_neurons=2).can_grow(1)
    assert space().can_grow(1000)
