"""Checks for a display and for system libraries, without which Qt would abort."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

PACKAGES: Final = (
    "libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-randr0 "
    "libxcb-image0 libxcb-render-util0"
)
X_LIBRARIES: Final = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)
X_PORT: Final = 6000
PROBE_SECONDS: Final = 2.0


def why_no_display() -> str | None:
    """A sentence that says why no window can be shown; None when one can."""
    missing = _missing_libraries()
    if missing:
        return _need(missing)
    if not sys.platform.startswith("linux"):
        return None
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if platform not in ("", "xcb"):
        return None
    return _why_no_screen(platform)


def _why_no_screen(platform: str) -> str | None:
    wayland = os.environ.get("WAYLAND_DISPLAY") and platform == ""
    display = os.environ.get("DISPLAY", "")
    if wayland:
        return None
    if not display:
        return (
            "There is no display to show the game on; the other commands work without one "
            "(neural-bonsai --help)."
        )
    if not _answers(display):
        return f"The display {display} cannot be opened; is DISPLAY set correctly?"
    absent = ", ".join(name for name in X_LIBRARIES if not _loads(name))
    return _need(absent) if absent else None


def _need(missing: str) -> str:
    return (
        f"The game's windows need system libraries that are missing ({missing}). "
        f"On Debian or Ubuntu: apt-get install {PACKAGES}"
    )


def _loads(library: str) -> bool:
    import ctypes  # only where there is X

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _missing_libraries() -> str | None:
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        return str(error).split(":")[0]
    return None


def _answers(display: str) -> bool:
    """Whether an X server accepts a connection at that display ("host:number.screen")."""
    import ctypes

    try:
        library = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return _listens(display)
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    library.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    library.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = library.xcb_connect(display.encode(), None)
    fine = bool(library.xcb_connection_has_error(connection) == 0)
    library.xcb_disconnect(connection)
    return fine


def _listens(display: str) -> bool:
    import socket

    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    try:
        if host in ("", "unix"):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(PROBE_SECONDS)
                client.connect(str(Path("/tmp/.X11-unix") / f"X{number}"))  # noqa: S108 (X's place)
        else:
            socket.create_connection((host, X_PORT + int(number)), PROBE_SECONDS).close()
    except OSError:
        return False
    return True
