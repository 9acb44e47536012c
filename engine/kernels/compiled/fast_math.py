"""tanh, exp, log, sine and others on eight numbers at once, to a few units in the last place.

A library's tanh costs 12 ns a value, because it is made for one value and branches; these take
about 1 ns, because they do the same short calculation on all lanes. Each reduces its argument
to a small interval and evaluates a polynomial there. They are exact at 0 (with its sign), go to
their limits for huge arguments and infinities, and pass NaN on; a test measures them against
the long double of the system.
"""

from __future__ import annotations

import math
from typing import Final

from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.simd import (
    SHIFT,
    Lanes,
    fused,
    library_cos,
    library_sin,
    magnitude,
    power_of_two,
    total,
    where_at_most,
    where_bit,
    with_sign,
)

# ln 2 in two parts; the first has 32 bits, so that n times it is exact (W. J. Cody, W. Waite).
_LN2_HIGH: Final = float.fromhex("0x1.62e42feep-1")
_LN2_LOW: Final = float.fromhex("0x1.a39ef35793c76p-33")
_PER_LN2: Final = 1.0 / math.log(2.0)

# π/2 in three parts of 33 bits and a rest, as in fdlibm's e_rem_pio2.c.
_HALF_PI_1: Final = float.fromhex("0x1.921fb544p+0")
_HALF_PI_2: Final = float.fromhex("0x1.0b4611a6p-34")
_HALF_PI_3: Final = float.fromhex("0x1.3198a2ep-69")
_HALF_PI_REST: Final = float.fromhex("0x1.b839a252049c1p-104")
_PER_HALF_PI: Final = 2.0 / math.pi
_LARGEST_ANGLE: Final = 2.0**20
_SMALL_ANGLE: Final = 2.0**-27  # its sine is itself to the last bit


_TANH_ONE: Final = 22.0  # tanh is 1 to the last bit from 19.1 on
_EXP_LOW: Final = -746.0  # below, exp is 0
_EXP_HIGH: Final = 710.0  # above, it is infinite
_EXPM1_LOW: Final = -50.0  # below, exp − 1 is −1 to the last bit

# log(1 + f) as a series in s = f / (2 + f), |f| ≤ √2 − 1: kernel of fdlibm's e_log.c.
_LOG_1: Final = 6.666666666666735130e-01
_LOG_2: Final = 3.999999999940941908e-01
_LOG_3: Final = 2.857142874366239149e-01
_LOG_4: Final = 2.222219843214978396e-01
_LOG_5: Final = 1.818357216161805012e-01
_LOG_6: Final = 1.531383769920937332e-01
_LOG_7: Final = 1.479819860511658591e-01
_LOG_SPLIT: Final = math.sqrt(2.0) - 1.0


@inlined
def _reduced_power(x: Lanes) -> tuple[Lanes, Lanes]:
    """(n + `SHIFT`, eʳ − 1) with x = n ln 2 + r, |r| ≤ ln 2 / 2.

    The Taylor series up to r¹³ leaves out less than 2⁻⁵⁶ of the result. Even and odd powers are
    two chains that the processor works on side by side.
    """
    shifted = fused(x, _PER_LN2, SHIFT)
    n = shifted - SHIFT
    r = fused(n, -_LN2_LOW, fused(n, -_LN2_HIGH, x))
    s = r * r
    odd = fused(s, 1 / 6227020800, 1 / 39916800)
    even = fused(s, 1 / 479001600, 1 / 3628800)
    odd = fused(odd, s, 1 / 362880)
    even = fused(even, s, 1 / 40320)
    odd = fused(odd, s, 1 / 5040)
    even = fused(even, s, 1 / 720)
    odd = fused(odd, s, 1 / 120)
    even = fused(even, s, 1 / 24)
    odd = fused(odd, s, 1 / 6)
    even = fused(even, s, 1 / 2)
    return shifted, fused(s, fused(odd, r, even), r)


@inlined
def exp(x: Lanes) -> Lanes:
    """eˣ; the scale 2ⁿ is put on in two halves, so that the smallest results are exact too."""
    x = where_at_most(_EXP_HIGH, x, _EXP_HIGH, x)
    x = where_at_most(x, _EXP_LOW, _EXP_LOW, x)
    shifted, rest = _reduced_power(x)
    n = shifted - SHIFT
    half = fused(n, 0.5, SHIFT)
    scale = power_of_two(half)
    return fused(rest, scale, scale) * power_of_two(n - (half - SHIFT) + SHIFT)


@inlined
def tanh(x: Lanes) -> Lanes:
    """The hyperbolic tangent: t / (t + 2) with t = e^(2|x|) − 1, and the sign of x."""
    y = magnitude(x)
    y = where_at_most(_TANH_ONE, y, _TANH_ONE, y)
    shifted, rest = _reduced_power(y + y)
    scale = power_of_two(shifted)
    t = fused(rest, scale, scale - 1.0)
    return with_sign(t / (t + 2.0), x)


@inlined
def sigmoid(x: Lanes) -> Lanes:
    """1 / (1 + e⁻ˣ), as (1 + tanh(x / 2)) / 2."""
    return fused(tanh(0.5 * x), 0.5, 0.5)


@inlined
def expm1_below(x: Lanes) -> Lanes:
    """eˣ − 1 for x ≤ 0."""
    x = where_at_most(x, _EXPM1_LOW, _EXPM1_LOW, x)
    shifted, rest = _reduced_power(x)
    scale = power_of_two(shifted)
    return fused(rest, scale, scale - 1.0)


@inlined
def log1p_within(x: Lanes) -> Lanes:
    """log(1 + x) for 0 ≤ x ≤ 1: beyond √2 − 1 it is log 2 + log(1 + (x − 1) / 2)."""
    f = where_at_most(x, _LOG_SPLIT, x, (x - 1.0) * 0.5)
    s = f / (f + 2.0)
    z = s * s
    w = z * z
    even = fused(fused(w, _LOG_6, _LOG_4), w, _LOG_2) * w
    odd = fused(fused(fused(w, _LOG_7, _LOG_5), w, _LOG_3), w, _LOG_1) * z
    half = 0.5 * f * f
    low = where_at_most(x, _LOG_SPLIT, 0.0, _LN2_LOW)
    high = where_at_most(x, _LOG_SPLIT, 0.0, _LN2_HIGH)
    return high - ((half - fused(s, half + (odd + even), low)) - f)


@inlined
def softplus(x: Lanes) -> Lanes:
    """log(1 + eˣ), as max(0, x) + log(1 + e^−|x|): no overflow."""
    return where_at_most(x, 0.0, 0.0, x) + log1p_within(exp(-magnitude(x)))


@inlined
def _sine_and_cosine(x: Lanes) -> tuple[Lanes, Lanes, Lanes]:
    """(n + `SHIFT`, sin r, cos r) with x = n π/2 + r, |r| ≤ π/4; kernels of fdlibm."""
    shifted = fused(x, _PER_HALF_PI, SHIFT)
    n = shifted - SHIFT
    r = fused(n, -_HALF_PI_2, fused(n, -_HALF_PI_1, x))
    r = fused(n, -_HALF_PI_REST, fused(n, -_HALF_PI_3, r))
    s = r * r
    odd = fused(s, 1.58969099521155010221e-10, -2.50507602534068634195e-08)
    even = fused(s, -1.13596475577881948265e-11, 2.08757232129817482790e-09)
    odd = fused(odd, s, 2.75573137070700676789e-06)
    even = fused(even, s, -2.75573143513906633035e-07)
    odd = fused(odd, s, -1.98412698298579493134e-04)
    even = fused(even, s, 2.48015872894767294178e-05)
    odd = fused(odd, s, 8.33333333332248946124e-03)
    even = fused(even, s, -1.38888888888741095749e-03)
    odd = fused(odd, s, -1.66666666666666324348e-01)
    even = fused(even, s, 4.16666666666666019037e-02)
    return shifted, fused(odd, s * r, r), fused(s * s, even, fused(s, -0.5, 1.0))


@inlined
def _has_large(x: Lanes) -> bool:
    """Whether an angle is too large for the three parts of π/2, or NaN.

    Such angles alone go to the library: no lane's result depends on what is in the others.
    """
    return total(where_at_most(magnitude(x), _LARGEST_ANGLE, 0.0, 1.0)) > 0.0


@inlined
def sin(x: Lanes) -> Lanes:
    """The sine; huge angles go to the library."""
    shifted, sine, cosine = _sine_and_cosine(x)
    result = where_bit(shifted, 0, cosine, sine)
    result = where_bit(shifted, 1, -result, result)
    result = where_at_most(magnitude(x), _SMALL_ANGLE, x, result)  # −0 too
    if _has_large(x):
        return where_at_most(magnitude(x), _LARGEST_ANGLE, result, library_sin(x))
    return result


@inlined
def cos(x: Lanes) -> Lanes:
    """The cosine; huge angles go to the library."""
    shifted, sine, cosine = _sine_and_cosine(x)
    result = where_bit(shifted, 0, sine, cosine)
    result = where_bit(shifted + 1.0, 1, -result, result)
    if _has_large(x):
        return where_at_most(magnitude(x), _LARGEST_ANGLE, result, library_cos(x))
    return result
