"""The tables of the documentation are those of the engine's rows."""

from pathlib import Path

from levels.formats.tables import activation_table, setting_table


def manual(name):
    return (Path(__file__).parents[3] / "docs" / name).read_text(encoding="utf-8")


def test_the_manual_lists_every_activation():
    assert activation_table() in manual("training.md"), (
        "Put `levels.formats.tables.activation_table()` into docs/training.md."
    )


def test_the_manual_lists_every_training_setting():
    assert setting_table() in manual("training.md"), (
        "Put `levels.formats.tables.setting_table()` into docs/training.md."
    )


def test_a_bar_in_a_formula_does_not_end_its_cell():
    line = next(line for line in activation_table().splitlines() if line.startswith("| `abs`"))
    assert line.replace("\\|", "").count("|") == 7
