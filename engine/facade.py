"""Names of a package that are imported when they are first asked for.

A package that imported all its modules would make whoever needs one small module pay for NumPy and
pydantic.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The function ``__getattr__`` of a package.

    Args:
        package: its name.
        homes: the names that each of its modules defines, with spaces between them, by the name of
            the module within the package.

    The function raises AttributeError for any other name.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def find(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
