"""Eight numbers at once: a SIMD vector as a value that compiled code can calculate with.

Numba leaves it to LLVM to find loops that could run on vectors; in the short loops of a small
network it finds few. Here the vector is a type of its own: ``load`` takes eight neighbours out of
an array, + − × ÷ work on all eight, a plain float spreads to all lanes, ``store`` puts them back.
LLVM maps it to what the machine has: one AVX-512 register, two of AVX, four of SSE or NEON.

Nothing here may be reordered: there is no fast-math, NaN and infinity keep their
meaning, and only a × b + c may be one rounding instead of two.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typeconv import Conversion
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import (
    intrinsic,
    lower_builtin,
    lower_cast,
    models,
    register_model,
)

LANES: Final = 8
"""Numbers in a vector."""

Lanes: TypeAlias = float
"""Eight numbers; to the type checker they behave like one."""

_DOUBLE = ir.DoubleType()
_INTEGER = ir.IntType(64)
_VECTOR = ir.VectorType(_DOUBLE, LANES)
_BITS = ir.VectorType(_INTEGER, LANES)
_PLACES = ir.VectorType(ir.IntType(32), LANES)


class LanesType(types.Type):
    """Numba's type of eight float64; a float or an integer converts to it by filling all lanes."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")

    def can_convert_from(self, _context: Any, other: Any) -> Any:
        """Numbers convert, everything else does not."""
        return Conversion.safe if isinstance(other, types.Number) else None


_LANES = LanesType()


Definition = Callable[..., Any]


def _operation(definition: Definition) -> Callable[..., Lanes]:
    """What compiled code may call: given Numba's types, a signature and how to lower it."""
    operation: Callable[..., Lanes] = intrinsic(definition)
    return operation


@register_model(LanesType)
class LanesModel(models.PrimitiveModel):
    """How a value of the type lives in machine code: as an LLVM vector."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _splat(builder: Any, value: Any) -> Any:
    """All lanes the same."""
    one = builder.insert_element(
        ir.Constant(_VECTOR, ir.Undefined), value, ir.Constant(_INTEGER, 0)
    )
    return builder.shuffle_vector(one, one, ir.Constant(_PLACES, [0] * LANES))


@lower_cast(types.Number, LanesType)
def _from_number(context: Any, builder: Any, source: Any, target: Any, value: Any) -> Any:  # noqa: ARG001
    return _splat(builder, context.cast(builder, value, source, types.float64))


def _define(function: Any, operands: int, instruction: str) -> None:
    """Register one operator on lanes with Numba."""

    @infer_global(function)
    class _Operator(ConcreteTemplate):
        key = function
        cases = (signature(_LANES, *[_LANES] * operands),)

    @lower_builtin(function, *[_LANES] * operands)
    def _lower(context: Any, builder: Any, types_: Any, values: Any) -> Any:  # noqa: ARG001
        return getattr(builder, instruction)(*values)


_define(operator.add, 2, "fadd")
_define(operator.sub, 2, "fsub")
_define(operator.mul, 2, "fmul")
_define(operator.truediv, 2, "fdiv")
_define(operator.neg, 1, "fneg")


def _pointer(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    """Address of a vector in a contiguous float64 array; the index is not checked."""
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())


@_operation
def load(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """Eight numbers of an array, from an index on; no index is ever checked."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        return builder.load(_pointer(context, builder, kinds.args[0], *values), align=8)

    return _LANES(array, types.intp), lower


@_operation
def store(_typing: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ARG001
    """Write eight numbers to an array, from an index on."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        target = _pointer(context, builder, kinds.args[0], *values[:2])
        builder.store(values[2], target, align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, _LANES), lower


@_operation
def spread(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001
    """One number of an array in all lanes."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        data = context.make_array(kinds.args[0])(context, builder, values[0]).data
        return _splat(builder, builder.load(builder.gep(data, [values[1]])))

    return _LANES(array, types.intp), lower


@_operation
def move(_typing: Any, target: Any, place: Any, source: Any, index: Any) -> Any:  # noqa: ARG001
    """Copy one number: target[place] = source[index]."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        to = context.make_array(kinds.args[0])(context, builder, values[0]).data
        origin = context.make_array(kinds.args[2])(context, builder, values[2]).data
        number = builder.load(builder.gep(origin, [values[3]]))
        builder.store(number, builder.gep(to, [values[1]]))
        return context.get_dummy_value()

    return types.void(target, types.intp, source, types.intp), lower


@_operation
def gathered(
    _typing: Any,
    array: Any,
    a: Any,  # noqa: ARG001
    b: Any,  # noqa: ARG001
    c: Any,  # noqa: ARG001
    d: Any,  # noqa: ARG001
    e: Any,  # noqa: ARG001
    f: Any,  # noqa: ARG001
    g: Any,  # noqa: ARG001
    h: Any,  # noqa: ARG001
) -> Any:
    """Eight numbers of an array, each from an index of its own."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        data = context.make_array(kinds.args[0])(context, builder, values[0]).data
        vector = ir.Constant(_VECTOR, ir.Undefined)
        for lane, index in enumerate(values[1:]):
            number = builder.load(builder.gep(data, [index]))
            vector = builder.insert_element(vector, number, ir.Constant(_INTEGER, lane))
        return vector

    return _LANES(array, *[types.intp] * LANES), lower


@_operation
def lanes(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """A number in all lanes."""
    return _LANES(_LANES), lambda context, builder, kinds, values: values[0]  # noqa: ARG005


@_operation
def lane_numbers(_typing: Any) -> Any:
    """The numbers 0, 1, ... 7."""
    numbers = ir.Constant(_VECTOR, [float(lane) for lane in range(LANES)])
    return _LANES(), lambda context, builder, kinds, values: numbers  # noqa: ARG005


def _llvm(name: str, operands: int) -> Callable[[Any, Any, Any, Any], Any]:
    """Lowering to one of LLVM's own functions on vectors."""

    def lower(context: Any, builder: Any, kinds: Any, values: Sequence[Any]) -> Any:  # noqa: ARG001
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * operands)
        full = f"llvm.{name}.v{LANES}f64"
        function = cgutils.get_or_insert_function(builder.module, kind, full)
        return builder.call(function, values)

    return lower


@_operation
def fused(_typing: Any, a: Any, b: Any, c: Any) -> Any:  # noqa: ARG001
    """The value of a · b + c, in one rounding where the machine can."""
    return _LANES(_LANES, _LANES, _LANES), _llvm("fmuladd", 3)


@_operation
def square_root(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The square root."""
    return _LANES(_LANES), _llvm("sqrt", 1)


@_operation
def magnitude(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The absolute value."""
    return _LANES(_LANES), _llvm("fabs", 1)


@_operation
def with_sign(_typing: Any, value: Any, sign: Any) -> Any:  # noqa: ARG001
    """The absolute value with the sign of another one, also that of −0."""
    return _LANES(_LANES, _LANES), _llvm("copysign", 2)


@_operation
def where_at_most(_typing: Any, a: Any, b: Any, then: Any, other: Any) -> Any:  # noqa: ARG001
    """The third where a ≤ b, else the fourth; NaN is never ≤."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:  # noqa: ARG001
        first, second, yes, no = values
        return builder.select(builder.fcmp_ordered("<=", first, second), yes, no)

    return _LANES(_LANES, _LANES, _LANES, _LANES), lower


@_operation
def where_bit(_typing: Any, shifted: Any, bit: Any, then: Any, other: Any) -> Any:  # noqa: ARG001
    """The third where n has the bit, else the fourth, given n + `SHIFT`."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:  # noqa: ARG001
        number, place, yes, no = values
        one = builder.shl(ir.Constant(_INTEGER, 1), place)
        empty = ir.Constant(_BITS, ir.Undefined)
        mask = builder.insert_element(empty, one, ir.Constant(_INTEGER, 0))
        mask = builder.shuffle_vector(mask, mask, ir.Constant(_PLACES, [0] * LANES))
        bits = builder.and_(builder.bitcast(number, _BITS), mask)
        hit = builder.icmp_unsigned("!=", bits, ir.Constant(_BITS, [0] * LANES))
        return builder.select(hit, yes, no)

    return _LANES(_LANES, types.intp, _LANES, _LANES), lower


SHIFT: Final = 1.5 * 2.0**52
"""x + SHIFT rounds x to a whole number n and leaves n in the lowest bits, for |x| < 2⁵¹."""


@_operation
def power_of_two(_typing: Any, shifted: Any) -> Any:  # noqa: ARG001
    """The value of 2ⁿ, given n + `SHIFT`, for −1022 ≤ n ≤ 1023."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:  # noqa: ARG001
        exponent = builder.shl(builder.bitcast(values[0], _BITS), ir.Constant(_BITS, [52] * LANES))
        one = ir.Constant(_BITS, [1023 << 52] * LANES)
        return builder.bitcast(builder.add(exponent, one), _VECTOR)

    return _LANES(_LANES), lower


@_operation
def sums(
    _typing: Any,
    a: Any,  # noqa: ARG001
    b: Any,  # noqa: ARG001
    c: Any,  # noqa: ARG001
    d: Any,  # noqa: ARG001
    e: Any,  # noqa: ARG001
    f: Any,  # noqa: ARG001
    g: Any,  # noqa: ARG001
    h: Any,  # noqa: ARG001
) -> Any:
    """The sum of each of eight vectors, side by side; halves are added in a tree."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:  # noqa: ARG001
        vectors, span = list(values), 1
        while len(vectors) > 1:
            vectors = [
                _fold(builder, first, second, span)
                for first, second in zip(vectors[::2], vectors[1::2], strict=True)
            ]
            span *= 2
        return vectors[0]

    return _LANES(*[_LANES] * LANES), lower


def _fold(builder: Any, first: Any, second: Any, span: int) -> Any:
    """Lanes in groups of ``span``: groups 2i + (2i + 1) of the first beside those of the second."""
    low: list[int] = []
    for group in range(0, LANES, 2 * span):
        low += range(group, group + span)
        low += range(LANES + group, LANES + group + span)
    high = [place + span for place in low]
    return builder.fadd(
        builder.shuffle_vector(first, second, ir.Constant(_PLACES, low)),
        builder.shuffle_vector(first, second, ir.Constant(_PLACES, high)),
    )


@_operation
def transposed(
    _typing: Any,
    source: Any,
    a: Any,  # noqa: ARG001
    b: Any,  # noqa: ARG001
    c: Any,  # noqa: ARG001
    d: Any,  # noqa: ARG001
    e: Any,  # noqa: ARG001
    f: Any,  # noqa: ARG001
    g: Any,  # noqa: ARG001
    h: Any,  # noqa: ARG001
    target: Any,
    place: Any,  # noqa: ARG001
    step: Any,  # noqa: ARG001
) -> Any:
    """Transpose a block of 8 × 8 numbers.

    Row i is what ``source`` holds from the i-th of eight indices on; column j goes to ``target``
    from ``place`` + j · ``step`` on.
    """

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:
        origin, indices, (to, place, step) = values[0], values[1:9], values[9:]
        rows = [
            builder.load(_pointer(context, builder, kinds.args[0], origin, index), align=8)
            for index in indices
        ]
        for column in _transposed(builder, rows):
            pointer = _pointer(context, builder, kinds.args[9], to, place)
            builder.store(column, pointer, align=8)
            place = builder.add(place, step)
        return context.get_dummy_value()

    return types.void(source, *[types.intp] * LANES, target, types.intp, types.intp), lower


def _transposed(builder: Any, rows: Any) -> Any:
    """The columns of eight rows: in each round neighbours ``span`` apart swap what lies across."""
    span = 1
    while span < LANES:
        low, high = _across(span)
        swapped = list(rows)
        for row in range(LANES):
            if not row & span:
                pair = rows[row], rows[row + span]
                swapped[row] = builder.shuffle_vector(*pair, ir.Constant(_PLACES, low))
                swapped[row + span] = builder.shuffle_vector(*pair, ir.Constant(_PLACES, high))
        rows, span = swapped, 2 * span
    return rows


def _across(span: int) -> tuple[list[int], list[int]]:
    """Places in a pair of rows: what the first keeps and takes over, and the second."""
    low = [lane if not lane & span else LANES + lane - span for lane in range(LANES)]
    high = [lane + span if not lane & span else LANES + lane for lane in range(LANES)]
    return low, high


@_operation
def total(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The sum of the eight, as a number."""

    def lower(context: Any, builder: Any, kinds: Any, values: Any) -> Any:  # noqa: ARG001
        vector, half = values[0], LANES // 2
        while half:
            turned = [(lane + half) % LANES for lane in range(LANES)]
            other = builder.shuffle_vector(vector, vector, ir.Constant(_PLACES, turned))
            vector, half = builder.fadd(vector, other), half // 2
        return builder.extract_element(vector, ir.Constant(_INTEGER, 0))

    return types.float64(_LANES), lower


@_operation
def library_sin(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The sine by the system's library, one after the other."""
    return _LANES(_LANES), _llvm("sin", 1)


@_operation
def library_cos(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The cosine by the system's library, one after the other."""
    return _LANES(_LANES), _llvm("cos", 1)


@_operation
def library_log(_typing: Any, value: Any) -> Any:  # noqa: ARG001
    """The natural logarithm by the system's library, one after the other."""
    return _LANES(_LANES), _llvm("log", 1)
