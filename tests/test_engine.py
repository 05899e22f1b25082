"""Every operation: its value, its derivative, a node used twice, plain numbers on both sides."""

import random
from collections.abc import Callable

import mpmath
import pytest

from micrograd.engine import Value, topological_order

mpmath.mp.dps = 50

Unary = Callable[[Value], Value]
Binary = Callable[[Value, Value], Value]

UNARY: dict[str, tuple[Unary, Callable[[mpmath.mpf], mpmath.mpf], list[float]]] = {
    "-a": (lambda a: -a, lambda a: -a, [-1.5, 0.25, 3.0]),
    "a**3": (lambda a: a**3, lambda a: a**3, [-1.5, 0.25, 3.0]),
    "a**2.5": (lambda a: a**2.5, lambda a: a ** mpmath.mpf("2.5"), [0.25, 1.0, 3.0]),
    "a**-1": (lambda a: a**-1, lambda a: 1 / a, [-1.5, 0.25, 3.0]),
    "a**0.5": (lambda a: a**0.5, mpmath.sqrt, [0.25, 2.0, 1e6]),
    "relu": (Value.relu, lambda a: max(a, mpmath.mpf(0)), [-1.5, -0.01, 0.01, 3.0]),
    "tanh": (Value.tanh, mpmath.tanh, [-4.0, -0.3, 0.001, 0.7, 2.0]),
    "exp": (Value.exp, mpmath.exp, [-20.0, -0.3, 0.001, 0.7, 5.0]),
    "log": (Value.log, mpmath.log, [1e-3, 0.7, 1.5, 1e6]),
    "a*a": (lambda a: a * a, lambda a: a * a, [-1.5, 0.25, 3.0]),
    "a+a": (lambda a: a + a, lambda a: a + a, [-1.5, 0.25, 3.0]),
    "a-a": (lambda a: a - a, lambda a: a - a, [-1.5, 0.25, 3.0]),
    "a/a": (lambda a: a / a, lambda a: a / a, [-1.5, 0.25, 3.0]),
    "a+2": (lambda a: a + 2, lambda a: a + 2, [-1.5, 0.25]),
    "2+a": (lambda a: 2 + a, lambda a: a + 2, [-1.5, 0.25]),
    "a-2": (lambda a: a - 2, lambda a: a - 2, [-1.5, 0.25]),
    "2-a": (lambda a: 2 - a, lambda a: 2 - a, [-1.5, 0.25]),
    "a*2.5": (lambda a: a * 2.5, lambda a: a * mpmath.mpf("2.5"), [-1.5, 0.25]),
    "2.5*a": (lambda a: 2.5 * a, lambda a: a * mpmath.mpf("2.5"), [-1.5, 0.25]),
    "a/4": (lambda a: a / 4, lambda a: a / 4, [-1.5, 0.25]),
    "4/a": (lambda a: 4 / a, lambda a: 4 / a, [-1.5, 0.25]),
}

BINARY: dict[str, tuple[Binary, Callable[[mpmath.mpf, mpmath.mpf], mpmath.mpf]]] = {
    "a+b": (lambda a, b: a + b, lambda a, b: a + b),
    "a-b": (lambda a, b: a - b, lambda a, b: a - b),
    "a*b": (lambda a, b: a * b, lambda a, b: a * b),
    "a/b": (lambda a, b: a / b, lambda a, b: a / b),
    "a*b+a": (lambda a, b: a * b + a, lambda a, b: a * b + a),
    "tanh(a*b)*a": (lambda a, b: (a * b).tanh() * a, lambda a, b: mpmath.tanh(a * b) * a),
}

SAMPLES = [(name, x) for name, (_, _, xs) in UNARY.items() for x in xs]
PAIRS = [(-1.5, 0.25), (2.0, -3.0), (0.1, 0.7)]


def close(x: float, exact: mpmath.mpf) -> bool:
    """Within 4 units of the last place of the exact value, or of 1 where terms cancel."""
    return bool(abs(mpmath.mpf(x) - exact) <= 4 * mpmath.mpf(2) ** -53 * max(abs(exact), mpmath.mpf(1)))


def central_difference(f: Unary, x: float) -> float:
    h = 1e-6 * abs(x)
    return (f(Value(x + h)).data - f(Value(x - h)).data) / (2 * h)


def agree(grad: float, difference: float) -> bool:
    """Within what a central difference of doubles can tell."""
    return abs(grad - difference) <= 1e-7 * max(1.0, abs(grad))


@pytest.mark.parametrize(("name", "x"), SAMPLES)
def test_one_operand_gives_the_value_and_derivative_of_mathematics(name: str, x: float) -> None:
    f, exact, _ = UNARY[name]
    a = Value(x)
    out = f(a)
    out.backward()
    assert close(out.data, exact(mpmath.mpf(x)))
    assert close(a.grad, mpmath.diff(exact, mpmath.mpf(x)))


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_two_operands_give_the_value_and_derivatives_of_mathematics(name: str, x: float, y: float) -> None:
    f, exact = BINARY[name]
    a, b = Value(x), Value(y)
    out = f(a, b)
    out.backward()
    point = (mpmath.mpf(x), mpmath.mpf(y))
    assert close(out.data, exact(*point))
    assert close(a.grad, mpmath.diff(exact, point, (1, 0)))
    assert close(b.grad, mpmath.diff(exact, point, (0, 1)))


@pytest.mark.parametrize(("name", "x"), SAMPLES)
def test_gradients_agree_with_the_central_difference(name: str, x: float) -> None:
    f = UNARY[name][0]
    a = Value(x)
    f(a).backward()
    difference = central_difference(f, x)
    assert agree(a.grad, difference)
    assert not agree(a.grad * 1.0001 + 1e-5, difference), "the check would miss an error of 1 in 10,000"


def test_a_node_used_twice_gets_both_contributions() -> None:
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0
    b = Value(3.0)
    (b + b).backward()
    assert b.grad == 2.0
    c = Value(3.0)
    (c / c).backward()
    assert c.grad == pytest.approx(0.0, abs=1e-16)


def test_contributions_are_added_from_the_last_use_to_the_first() -> None:
    # doubles near 1e16 are 2 apart: (-1e16 + 1) + 1e16 is 0, in every other order 1 is left or lost earlier
    a = Value(1.0)
    b = a * 1.0
    root = (a * 1e16 + b) + a * -1e16
    root.backward()
    assert [v._op for v in topological_order(root)] == ["", "", "*", "", "*", "+", "", "*", "+"]
    assert a.grad == 0.0
    assert -1e16 + 1e16 + 1.0 == 1.0


def test_topological_order_is_depth_first_postorder_with_operands_in_order() -> None:
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    ab = a * b
    bc = b * c
    root = ab + bc
    assert topological_order(root) == [a, b, ab, c, bc, root]

    def by_recursion(v: Value, order: list[Value]) -> list[Value]:
        if v not in order:
            for operand in v._prev:
                by_recursion(operand, order)
            order.append(v)
        return order

    rng = random.Random(1)
    nodes = [Value(rng.random()) for _ in range(5)]
    for _ in range(60):
        nodes.append(rng.choice(nodes) * rng.choice(nodes) + rng.choice(nodes))
    assert topological_order(nodes[-1]) == by_recursion(nodes[-1], [])
    assert len(topological_order(nodes[-1])) > 30


def test_orders_of_graphs_that_share_nodes_are_whole_also_after_one_that_was_broken_off() -> None:
    a, b = Value(2.0), Value(3.0)
    ab = a * b
    first, second = ab + a, ab.tanh()
    for _ in range(2):
        assert topological_order(first) == [a, b, ab, first]
        assert topological_order(second) == [a, b, ab, second]
    broken = Value(0.0, (ab, "no node"), (1.0, 1.0), "+")  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        topological_order(broken)
    assert topological_order(first) == [a, b, ab, first]


def test_backward_adds_to_the_gradients_that_are_there() -> None:
    a = Value(2.0)
    (a * 3.0).backward()
    (a * 3.0).backward()
    assert a.grad == 6.0


def test_backward_starts_from_one_at_the_root_each_time() -> None:
    a = Value(2.0)
    out = a * 3.0
    out.grad = 100.0
    out.backward()
    assert (out.grad, a.grad) == (1.0, 3.0)


def test_a_leaf_alone_has_gradient_one() -> None:
    a = Value(5)
    a.backward()
    assert a.grad == 1.0


def test_augmented_assignment_builds_a_new_node() -> None:
    a = Value(2.0)
    b = a
    b += 1
    b *= 3
    b -= a
    b /= 2
    b.backward()
    assert (a.data, b.data, a.grad) == (2.0, 3.5, 1.0)


# --- the boundary ---


@pytest.mark.parametrize("wrong", ["1", None, [1.0], 1j, object()], ids=lambda wrong: type(wrong).__name__)
@pytest.mark.parametrize(
    "use",
    [
        lambda a, wrong: a + wrong,
        lambda a, wrong: wrong + a,
        lambda a, wrong: a - wrong,
        lambda a, wrong: wrong - a,
        lambda a, wrong: a * wrong,
        lambda a, wrong: a / wrong,
        lambda a, wrong: wrong / a,
        lambda a, wrong: a**wrong,
        lambda a, wrong: Value(wrong),
    ],
    ids=["a+", "+a", "a-", "-a", "a*", "a/", "/a", "a**", "Value"],
)
def test_a_wrong_operand_gets_a_type_error_that_names_it(
    use: Callable[[Value, object], Value], wrong: object
) -> None:
    with pytest.raises(TypeError) as refused:
        use(Value(2.0), wrong)
    if not isinstance(wrong, list):  # list + Value is refused by the list
        assert f"got {type(wrong).__name__}" in str(refused.value)


def test_a_value_as_exponent_gets_a_type_error_that_says_so() -> None:
    with pytest.raises(
        TypeError, match=r"Value \*\* Value\(data=3.0, grad=0.0\): expected a number, got Value"
    ):
        Value(2.0) ** Value(3.0)
    with pytest.raises(TypeError, match="a Value can't be an exponent"):
        2.0 ** Value(3.0)


def test_data_is_always_a_float() -> None:
    assert type(Value(3).data) is float
    assert type(Value(True).data) is float
    assert type((Value(3) + 1).data) is float
    assert type((Value(3) ** 2).data) is float


def test_repr_shows_data_and_gradient() -> None:
    a = Value(2)
    (a * a).backward()
    assert repr(a) == "Value(data=2.0, grad=4.0)"
