"""From a node's values to colours: orange below zero, the theme's middle at zero, blue above."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor, QImage

from widgets.theme.look import Theme

_STEPS: Final = 256
_HALF: Final = (_STEPS - 1) / 2


class MapColors:
    """The colour scale of decision maps in one theme."""

    def __init__(self, theme: Theme) -> None:
        low, middle, high = (_rgb(role) for role in (theme.orangebg, theme.mid, theme.bluebg))
        place = np.linspace(-1.0, 1.0, _STEPS)
        table = np.stack(
            [
                np.interp(place, (-1.0, 0.0, 1.0), ends)
                for ends in zip(low, middle, high, strict=True)
            ],
            axis=1,
        )
        red, green, blue = table.round().astype(np.uint32).T
        self._table = (0xFF000000 | red << 16 | green << 8 | blue).astype(np.uint32)

    def image(self, values: ArrayLike, scale: float = 1.0) -> QImage:
        """A picture of ``values``, shape (rows, columns), row 0 on top, one pixel a value.

        ``scale`` is the size of a value that gets the full colour; larger ones get no more. What is
        not a number is painted as zero.
        """
        place = np.nan_to_num(np.asarray(values, dtype=np.float32) * (1.0 / scale), posinf=1.0)
        place = np.clip(place, -1.0, 1.0) * _HALF + _HALF
        pixels: NDArray[np.uint32] = np.ascontiguousarray(self._table[place.astype(np.uint8)])
        rows, columns = pixels.shape
        wrapped = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        # The wrapped picture borrows the array's memory, which ends with this call.
        return wrapped.copy()

    def color(self, value: float, scale: float = 1.0) -> QColor:
        """The colour of one value."""
        place = min(max(value / scale, -1.0), 1.0)
        return QColor.fromRgb(int(self._table[int(place * _HALF + _HALF)]))


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
