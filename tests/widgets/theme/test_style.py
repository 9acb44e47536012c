"""Font, icons, contrast: what everything else is dressed with."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

import widgets.theme
from widgets.theme.look import DARK, LIGHT, ROLES, TEXT_SCALES
from widgets.theme.style import (
    FAMILY,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    blend,
    contrast,
    font,
    icon,
    icon_pixmap,
    install_font,
    on_accent,
    stylesheet,
)

ICONS = sorted(file.stem for file in (Path(widgets.theme.__file__).parent / "icons").glob("*.svg"))
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_contrast_follows_the_wcag_formula():
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.005)


@THEMES
@pytest.mark.parametrize("ink", ["ink", "muted", "moss", "warn"])
@pytest.mark.parametrize("ground", ["paper", "panel", "raised"])
def test_text_is_readable(theme, ink, ground):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_on_accents_is_readable(theme):
    assert contrast(on_accent(theme), theme.moss) >= 4.5
    assert contrast(theme.moss, theme.mossbg) >= 4.5
    assert contrast(theme.ink, theme.mossbg) >= 4.5


@THEMES
@pytest.mark.parametrize("color", ["blue", "orange", "blossom"])
def test_marks_stand_off_from_their_ground(theme, color):
    """WCAG asks 3 : 1 of what is no text."""
    assert contrast(getattr(theme, color), theme.panel) >= 3.0


@THEMES
@pytest.mark.parametrize("kind", ["QPushButton", "QLineEdit"])
def test_what_can_be_pressed_or_typed_into_has_an_outline_that_is_seen(theme, kind):
    rule = re.search(rf"^{kind}\b[^{{:\[]*{{([^}}]*)}}", stylesheet(theme), re.MULTILINE)[1]
    outline = re.search(r"border: 1px solid (#\w+)", rule)[1]
    assert contrast(QColor(outline), theme.raised) >= 1.35


def test_the_bundled_font_comes_in_all_its_weights(qapp):
    install_font()
    widths = [
        QFontMetricsF(font(40, weight)).horizontalAdvance("Neural Bonsai")
        for weight in (REGULAR, MEDIUM, SEMIBOLD)
    ]
    assert QFontInfo(font(13)).family() == FAMILY
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_figures_are_equally_wide(qapp):
    install_font()
    metrics = QFontMetricsF(font(20))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("character", "≥≤−×→₁²ε’“”…·")
def test_the_font_has_the_signs_that_are_written(qapp, character):
    install_font()
    assert QFontMetricsF(font(13)).inFontUcs4(ord(character))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_shows_something_in_its_colour(qapp, name):
    image = icon_pixmap(name, "#3c6e52", 24).toImage()
    opaque = {
        image.pixelColor(x, y).name()
        for x in range(24)
        for y in range(24)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {"#3c6e52"}


def test_a_disabled_icon_is_greyed(qapp):
    made = icon("play", QColor("#24292e"), 24, QColor("#a9a698"))
    usual = made.pixmap(24).toImage().pixelColor(12, 12).name()
    greyed = made.pixmap(24, made.Mode.Disabled).toImage().pixelColor(12, 12).name()
    assert (usual, greyed) == ("#24292e", "#a9a698")


@THEMES
def test_the_stylesheet_holds_no_blanks_to_fill(theme):
    text = stylesheet(theme)
    assert "$" not in text
    assert theme.moss.name() in text


def test_blending_goes_from_one_colour_to_the_other():
    black, white = QColor("#000000"), QColor("#ffffff")
    assert blend(black, white, 0.0) == black
    assert blend(black, white, 1.0) == white


def test_the_stylesheet_follows_the_text_size():
    def sizes(scale, pattern):
        text = stylesheet(replace(LIGHT, text_scale=scale))
        return [float(number) for number in re.findall(pattern, text)]

    fonts = r"font-size: ([\d.]+)px"
    assert sizes(2.0, fonts) == [2 * size for size in sizes(1.0, fonts)]
    assert max(sizes(0.8, fonts)) == round(0.8 * max(sizes(1.0, fonts)))
    heights = r"min-height: ([\d.]+)px"
    # What can be touched never gets smaller.
    assert sizes(0.8, heights) == sizes(1.0, heights)
    assert max(sizes(2.0, heights)) == 2 * max(sizes(1.0, heights))


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("role", ["primary", "plain", "chip", "round"])
def test_pills_stay_round_at_every_text_size(qtbot, look, scale, role):
    """Qt paints square corners where a radius is over half the height."""
    look.set_text_scale(scale)
    page = QWidget()
    page.setProperty("role", "paper")
    page.setStyleSheet(stylesheet(look.theme))
    qtbot.addWidget(page)
    button = QToolButton(page) if role == "round" else QPushButton("Judge it", page)
    button.setProperty("role", role)
    page.resize(300, 200)
    page.show()
    button.adjustSize()
    image = page.grab().toImage()
    page_colour = image.pixelColor(image.width() - 1, image.height() - 1)
    assert image.pixelColor(1, 1) == page_colour
    assert image.pixelColor(button.width() // 2, 0) != page_colour


ROOT = Path(widgets.theme.__file__).parents[2]
SOURCES = {
    path.name: path.read_text(encoding="utf-8")
    for room in ("widgets", "app")
    for path in (ROOT / room).rglob("*.py")
}
DRESSED = set(re.findall(r'role="([a-z-]+)"', stylesheet(LIGHT)))
PLAIN = {"text", "icon"}


def test_every_role_of_the_stylesheet_is_used():
    texts = [text for name, text in SOURCES.items() if name != "style.py"]
    assert {role for role in DRESSED if not any(f'"{role}"' in text for text in texts)} == set()


def test_every_role_that_is_used_is_in_the_stylesheet():
    put_on = re.compile(r'(?:"role", |role=)"([a-z-]+)"')
    used = {role for name, text in SOURCES.items() if name != "style.py"
            for role in put_on.findall(text)}  # fmt: skip
    assert used - DRESSED - PLAIN == set()


def test_every_colour_is_used():
    texts = [text for name, text in SOURCES.items() if name != "look.py"]
    patterns = {role: re.compile(rf"theme\.{role}\b|\${role}\b") for role in ROLES}
    unused = [role for role, own in patterns.items() if not any(own.search(text) for text in texts)]
    assert unused == []
