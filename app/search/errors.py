"""Why a search cannot begin or go on."""

from __future__ import annotations


class SearchError(Exception):
    """One sentence for people: what is wrong, and what to do."""
