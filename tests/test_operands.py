"""What may stand beside a Value: numbers of every kind, on both sides of every operator."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from micrograd.engine import Value

OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv]


@dataclass
class DType:
    """The kind of a numpy type."""

    kind: str


@dataclass
class Scalar:
    """What the engine sees of numpy's scalars; np.bool_ and 0-d arrays are not registered as Real."""

    number: float
    kind: str = "f"
    shape: tuple[int, ...] = ()

    @property
    def dtype(self) -> DType:
        return DType(self.kind)

    def __float__(self) -> float:
        return float(self.number)


def numpy_scalars() -> list[Any]:
    """1 as each of numpy's real types, as a scalar and as a 0-d array; nothing where it isn't installed."""
    try:
        import numpy as np
    except ImportError:
        return []
    codes = np.typecodes["AllInteger"] + np.typecodes["Float"] + "?"
    return [made for code in codes for made in (np.dtype(code).type(1), np.array(1, code))]


NUMBERS = [1, 1.0, True, Fraction(1), *(Scalar(1, kind) for kind in "biuf"), *numpy_scalars()]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda x: f"{type(x).__name__} {getattr(x, 'dtype', '')}")
@pytest.mark.parametrize("operate", OPERATORS)
def test_a_number_on_either_side_gives_the_value_that_a_float_gives(
    operate: Callable[[Any, Any], Any], number: Any
) -> None:
    for results in (
        (operate(Value(4.0), number), operate(Value(4.0), 1.0)),
        (operate(number, Value(4.0)), operate(1.0, Value(4.0))),
    ):
        assert [type(result) for result in results] == [Value, Value]
        assert results[0].data == results[1].data
        assert type(results[0].data) is float


@pytest.mark.parametrize("number", NUMBERS, ids=lambda x: f"{type(x).__name__} {getattr(x, 'dtype', '')}")
def test_a_number_is_a_leaf_and_an_exponent(number: Any) -> None:
    assert Value(number).data == 1.0
    assert type(Value(number).data) is float
    assert (Value(4.0) ** number).data == 4.0


@pytest.mark.parametrize(
    "other",
    ["1", None, 1j, [1.0], Scalar(1, "m"), Scalar(1, "c"), Scalar(1, "U"), Scalar(1, "f", (1,))],
    ids=repr,
)
def test_what_is_no_real_number_is_refused_by_its_type(other: Any) -> None:
    for attempt in (
        lambda: Value(other),
        lambda: Value(1.0) + other,
        lambda: Value(1.0) - other,
        lambda: Value(1.0) * other,
        lambda: Value(1.0) / other,
        lambda: Value(1.0) ** other,
    ):
        with pytest.raises(TypeError, match=f"expected a number, got {type(other).__name__}"):
            attempt()
