"""``neural-bonsai schema``: the JSON Schema of a file format."""

from __future__ import annotations

import argparse

from levels import schema_text


def print_schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of levels or of solutions."""
    print(schema_text(options.format), end="")
    return 0
