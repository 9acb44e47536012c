"""What a search found, in words."""

from __future__ import annotations

from engine.search.frontier import BestOfSize, Frontier
from engine.wording import counted


def barren_lines(wirings: int) -> tuple[str, str, str]:
    """That none of so many networks passes, in three short lines of which the second counts."""
    return ("the only", "one", "fails") if wirings == 1 else ("none of", f"{wirings:,}", "passes")


def barren_text(frontier: Frontier) -> str:
    """Up to which size every network was tried in vain; empty where there is no such size."""
    barren = frontier.barren
    wirings = sum(size.wirings for size in barren)
    if not wirings:
        return ""
    none = "the only network" if wirings == 1 else f"none of {wirings:,} networks"
    fails = "fails" if wirings == 1 else "passes"
    starts = counted(min(size.starts for size in barren), "start")
    return f"{none} of up to {counted(barren[-1].parameters, 'parameter')} {fails} ({starts} each)"


def best_text(best: BestOfSize, score: str) -> str:
    """One step of the frontier."""
    size = counted(best.parameters, "parameter")
    return (
        f"frontier: {size}, {score}, passes from {best.passed} of {counted(best.starts, 'start')}"
    )


def frontier_sentence(frontier: Frontier, parameters: int) -> str:
    """How a solution of that size that passed compares with what the search found."""
    smallest, tried = frontier.smallest, counted(frontier.tried, "network")
    if smallest is None:
        return f"A search of {tried} found none that passes. You did."
    least = smallest.parameters
    if parameters < least:
        return f"You are below everything that a search of {tried} found."
    if parameters == least and frontier.is_least:
        return f"Nobody can go below {least:,}: {_all_smaller(frontier)}."
    if parameters == least:
        return f"No network that passes is smaller, of {frontier.tried:,} that were tried."
    size = counted(least, "parameter")
    return f"Of {frontier.tried:,} networks that were tried, the smallest that passes has {size}."


def frontier_note(frontier: Frontier) -> str:
    """How thoroughly the search looked, and what it may have missed."""
    sizes = frontier.exhausted
    if not sizes:
        was = "was" if frontier.tried == 1 else "were"
        return (
            f"Here {counted(frontier.tried, 'network')} {was} tried, chosen by a search. "
            "It may have missed a smaller one."
        )
    starts = counted(min(size.starts for size in sizes), "start")
    largest = counted(sizes[-1].parameters, "parameter")
    return (
        f"Here every network of up to {largest} was tried, each from {starts} or more. "
        f"One that passes very seldom may have been missed.{_lucky(frontier)}"
    )


def _all_smaller(frontier: Frontier) -> str:
    wirings = frontier.smaller_wirings
    passes = "passes the judge" if _lucky(frontier) else "passes"
    if wirings == 0:
        return "there is no smaller network"
    if wirings == 1:
        return "the only smaller network was tried, and it fails"
    if wirings == 2:
        return f"both smaller networks were tried, neither {passes}"
    return f"all {wirings:,} smaller networks were tried, none {passes}"


def _lucky(frontier: Frontier) -> str:
    """How many of those that are too small passed from some start after all."""
    smallest = frontier.smallest
    least = frontier.exhausted_up_to + 1 if smallest is None else smallest.parameters
    lucky = sum(size.passed for size in frontier.exhausted if size.parameters < least)
    if not lucky:
        return ""
    starts = "a lucky start" if lucky == 1 else "lucky starts"
    networks = f"{counted(lucky, 'network')} below {least:,}"
    return f" {networks} passed from {starts}, too seldom for the judge."
