"""Every text that the stylesheet colours can be read on its ground, in both themes.

WCAG 2.2 asks 4.5 : 1 of text (1.4.3). What is disabled is exempt; here it keeps 3 : 1.
"""

import re

import pytest
from PySide6.QtGui import QColor

from widgets.theme.look import DARK, LIGHT
from widgets.theme.style import contrast, stylesheet

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
STATES = re.compile(r":(hover|pressed|checked|focus|disabled|selected)")
TEXTUAL = ("QLabel", "QPushButton", "QLineEdit", "QMenu", "QToolTip", "QCheckBox")


def rules(theme):
    """Each selector with its properties, in the order of the stylesheet."""
    found = {}
    for selectors, body in RULE.findall(stylesheet(theme)):
        properties = dict(re.findall(r"([\w-]+):\s*([^;]+);?", body))
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(properties)
    return found


def cascade(found, selector):
    """The properties of a selector with those of the rules that it refines."""
    merged = dict(found.get("*", {}))
    base = STATES.sub("", selector)
    widget = re.match(r"\w+", base)[0]
    state = STATES.findall(selector)
    chain = [widget, *(f"{widget}:{one}" for one in state), base, selector]
    for own in chain:
        merged.update(found.get(own, {}))
    return merged


def grounds(theme, properties):
    """The opaque colours that may lie behind: its own, or that of any page or panel."""
    own = properties.get("background", "transparent")
    if own.startswith("#"):
        return [QColor(own)]
    return [theme.paper, theme.panel, theme.raised]


@THEMES
def test_all_text_of_the_stylesheet_is_readable(theme):
    found = rules(theme)
    checked, unreadable = 0, []
    for selector in found:
        if not selector.startswith(TEXTUAL) or "::indicator" in selector:
            continue
        least = 3.0 if ":disabled" in selector else 4.5
        properties = cascade(found, selector)
        for ground in grounds(theme, properties):
            ratio = contrast(QColor(properties["color"]), ground)
            checked += 1
            if ratio < least:
                unreadable.append(f"{selector} on {ground.name()}: {ratio:.2f}")
    assert unreadable == []
    assert checked > 60


@THEMES
@pytest.mark.parametrize("ink", ["ink", "muted", "moss", "warn", "blue"])
def test_each_role_of_text_is_readable_on_every_ground(theme, ink):
    """For what widgets paint themselves; tinted ground has the panel mixed in for this."""
    for ground in ("paper", "panel", "raised", "mossbg"):
        assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5, ground


@THEMES
def test_what_is_painted_on_a_medal_can_be_seen(theme):
    """An icon is no text: 3 : 1."""
    from widgets.theme.style import on_accent

    assert contrast(on_accent(theme), theme.blossom) >= 3.0
