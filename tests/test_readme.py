"""What the README and the docs promise is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli.parser import make_parser
from levels import parse_level

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/training.md"]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_the_readme_opens_with_a_picture_made_from_the_game():
    title, picture, *_ = [line for line in text_of("README.md").splitlines() if line]
    assert title == "# Neural Bonsai"
    assert re.fullmatch(r"!\[.+\]\(docs/pictures/\S+\)", picture)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)", text_of(page))
    folder = (ROOT / page).parent
    local = [target for target in targets if not target.startswith("http")]
    assert not [target for target in local if not (folder / target).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_exists(page):
    told = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)$", text_of(page), re.MULTILINE))
    rules = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert {name for pair in told for name in pair if name} <= rules


def test_the_example_level_is_ten_lines_and_playable():
    (example,) = re.findall(r"```json\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert len(example.splitlines()) == 10
    level = parse_level(example, "README.md")
    assert level.title in example
    assert level.dataset().train.x.shape == (200, 2)


def test_every_command_shown_is_understood():
    shown = re.findall(r"(?:\.venv/bin/)neural-bonsai ([^#\n`]+)", text_of("README.md"))
    assert len(shown) >= 6
    for line in shown:
        assert make_parser().parse_args(line.split()).command
