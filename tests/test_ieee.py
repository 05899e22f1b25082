"""What the hardware answers where Python raises: every operation gives the double that C's libm gives."""

import ctypes
import ctypes.util
import itertools
import math
from collections.abc import Callable

import pytest
from bits import bits
from hypothesis import example, given
from hypothesis import strategies as st

from micrograd.engine import Value, ieee_exp, ieee_log, ieee_pow, ieee_reciprocal, topological_order

INF, NAN = math.inf, math.nan
TINY, HUGE = 5e-324, 1.7976931348623157e308
SPECIAL = [0.0, 1.0, 2.0, 3.0, 0.5, 1.5, 709.0, 710.0, 1e200, 1e-200, 2.0**53, 2.0**53 + 2, TINY, HUGE, INF]
SPECIAL += [-x for x in SPECIAL] + [NAN]


def libm(name: str, arguments: int) -> Callable[..., float]:
    """A function of the C library; skips the test where ctypes can't find one."""
    path = ctypes.util.find_library("m") or ctypes.util.find_library("c")
    if path is None:
        pytest.skip("ctypes finds no C library here")
    function = getattr(ctypes.CDLL(path), name)
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_double] * arguments
    return function  # type: ignore[no-any-return]


def test_pow_of_special_numbers_is_that_of_c() -> None:
    pow_of_c = libm("pow", 2)
    pairs = list(itertools.product(SPECIAL, SPECIAL))
    assert [(x, k) for x, k in pairs if bits(ieee_pow(x, k)) != bits(pow_of_c(x, k))] == []


@given(st.floats(), st.floats())
@example(-8.0, 0.5)
@example(-1e200, 3.0)
def test_pow_of_any_numbers_is_that_of_c(x: float, k: float) -> None:
    assert bits(ieee_pow(x, k)) == bits(libm("pow", 2)(x, k))


@given(st.floats(), st.integers(-400, 400))
def test_pow_with_whole_exponents_is_that_of_c(x: float, k: int) -> None:
    assert bits(ieee_pow(x, float(k))) == bits(libm("pow", 2)(x, float(k)))


@pytest.mark.parametrize(("name", "ours"), [("exp", ieee_exp), ("log", ieee_log), ("tanh", math.tanh)])
@pytest.mark.parametrize("x", SPECIAL)
def test_exp_log_and_tanh_of_special_numbers_are_those_of_c(
    name: str, ours: Callable[[float], float], x: float
) -> None:
    assert bits(ours(x)) == bits(libm(name, 1)(x))


@pytest.mark.parametrize(("name", "ours"), [("exp", ieee_exp), ("log", ieee_log), ("tanh", math.tanh)])
@given(x=st.floats())
def test_exp_log_and_tanh_of_any_number_are_those_of_c(
    name: str, ours: Callable[[float], float], x: float
) -> None:
    assert bits(ours(x)) == bits(libm(name, 1)(x))


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.0, INF), (-0.0, -INF), (INF, 0.0), (-INF, -0.0), (TINY, INF), (-TINY, -INF), (4.0, 0.25), (NAN, NAN)],
)
def test_a_reciprocal_never_raises(x: float, expected: float) -> None:
    assert bits(ieee_reciprocal(x)) == bits(expected)


# --- the same through Value: result and derivative from the definitions alone, so also without ctypes ---


@pytest.mark.parametrize(
    ("name", "f", "x", "data", "grad"),
    [
        ("exp(1000)", Value.exp, 1000.0, INF, INF),
        ("exp(-1000)", Value.exp, -1000.0, 0.0, 0.0),
        ("exp(nan)", Value.exp, NAN, NAN, NAN),
        ("log(0)", Value.log, 0.0, -INF, INF),
        ("log(-0)", Value.log, -0.0, -INF, -INF),
        ("log(-1)", Value.log, -1.0, NAN, -1.0),
        ("log(inf)", Value.log, INF, INF, 0.0),
        ("0**-1", lambda a: a**-1, 0.0, INF, -INF),
        ("(-0)**-1", lambda a: a**-1, -0.0, -INF, -INF),
        ("0**-2", lambda a: a**-2, 0.0, INF, -INF),
        ("(-0)**-2", lambda a: a**-2, -0.0, INF, INF),
        ("(-8)**0.5", lambda a: a**0.5, -8.0, NAN, NAN),
        ("0**0.5", lambda a: a**0.5, 0.0, 0.0, INF),
        ("1e200**2", lambda a: a**2, 1e200, INF, 2e200),
        ("(-1e200)**3", lambda a: a**3, -1e200, -INF, INF),
        ("1/0", lambda a: 1 / a, 0.0, INF, -INF),
        ("0/0", lambda a: a / 0, 0.0, NAN, INF),
        ("inf-inf", lambda a: a - INF, INF, NAN, 1.0),
        ("0*inf", lambda a: a * INF, 0.0, NAN, INF),
        ("tanh(inf)", Value.tanh, INF, 1.0, 0.0),
        ("tanh(-0)", Value.tanh, -0.0, -0.0, 1.0),
        ("tanh(nan)", Value.tanh, NAN, NAN, NAN),
    ],
)
def test_an_operation_gives_the_double_of_ieee_754(
    name: str, f: Callable[[Value], Value], x: float, data: float, grad: float
) -> None:
    a = Value(x)
    out = f(a)
    out.backward()
    assert bits(out.data) == bits(data), name
    assert bits(a.grad) == bits(grad), name


@pytest.mark.parametrize("x", [0.0, -0.0, 3.0, INF, -INF, NAN])
def test_the_zeroth_power_is_one_with_derivative_zero(x: float) -> None:
    a = Value(x)
    out = a**0
    out.backward()
    assert (out.data, bits(a.grad)) == (1.0, bits(0.0))


@pytest.mark.parametrize(
    ("x", "data", "local"),
    [(2.5, 2.5, 1.0), (-2.5, 0.0, 0.0), (0.0, 0.0, 0.0), (-0.0, 0.0, 0.0), (INF, INF, 1.0), (NAN, NAN, 0.0)],
)
def test_relu_lets_nan_pass_and_makes_minus_zero_zero(x: float, data: float, local: float) -> None:
    out = Value(x).relu()
    assert bits(out.data) == bits(data)
    assert out._local == (local,)


def test_a_closed_relu_multiplies_an_infinite_gradient_by_zero_which_is_nan() -> None:
    a = Value(-1.0)
    (a.relu() * INF).backward()
    assert math.isnan(a.grad)


def test_minus_a_is_a_times_minus_one() -> None:
    out = -Value(0.0)
    assert bits(out.data) == bits(-0.0)
    assert (out._op, out._prev[1].data) == ("*", -1.0)


def test_a_difference_adds_the_negated_operand() -> None:
    out = Value(3.0) - 2
    assert (out._op, out._prev[1]._op, out._prev[1].data) == ("+", "*", -2.0)
    out = 3 - Value(2.0)
    assert (out._op, out._prev[0].data, out._prev[1].data, out.data) == ("+", 3.0, -2.0, 1.0)


def test_a_quotient_multiplies_by_the_power_minus_one() -> None:
    out = Value(49.0) / 49.0
    assert [v._op for v in topological_order(out)] == ["", "", "**", "*"]
    assert out._prev[1]._k == -1.0
    assert out.data == 49.0 * 49.0**-1 == 0.9999999999999999
