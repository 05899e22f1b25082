"""Value: a number that remembers how it was made. This file is the whole of backpropagation.

>>> a, b = Value(2.0), Value(-3.0)
>>> loss = a * b + a**2         # -6 + 4
>>> loss.backward()
>>> loss.data, a.grad, b.grad   # d/da = b + 2a = 1, d/db = a = 2
(-2.0, 1.0, 2.0)

Every operation computes three things at once: its result, the operands it came from, and one local
derivative per operand. `backward` then needs nothing but multiplication and addition.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import SupportsFloat, TypeGuard

# --- Value: one node of the graph ---


class Value:
    """A double with a gradient, and the edges back to the operands that it was computed from.

    `data` is the number, `grad` is d root / d self once root.backward() has run (it accumulates until
    it is set to zero). `_prev` holds the operands, `_local` the derivative of this node by each of
    them, `_op` is one of '' + * ** tanh relu exp log, and `_k` is the exponent beside '**'. `_seen` is the
    mark of the last topological_order that came by.

    Operands may be Values or real numbers: int, float, bool, Fraction, numpy's scalars and 0-d arrays.
    Anything else raises TypeError.
    """

    __slots__ = ("_k", "_local", "_op", "_prev", "_reached", "_seen", "data", "grad")

    def __init__(
        self,
        data: float,
        _prev: "tuple[Value, ...]" = (),
        _local: tuple[float, ...] = (),
        _op: str = "",
        _k: float = 0.0,
    ) -> None:
        self.data = data if type(data) is float else as_number(data, "Value({})")
        self.grad = 0.0
        self._prev = _prev
        self._local = _local
        self._op = _op
        self._k = _k
        self._seen: object = None

    # --- operations: result, operands, local derivatives ---

    def __add__(self, other: "Value | float") -> "Value":
        """a + b; d/da = 1, d/db = 1."""
        if type(other) is not Value:
            other = as_value(other, "Value + {}")
        return Value(self.data + other.data, (self, other), (1.0, 1.0), "+")

    def __mul__(self, other: "Value | float") -> "Value":
        """a * b; d/da = b, d/db = a."""
        if type(other) is not Value:
            other = as_value(other, "Value * {}")
        a, b = self.data, other.data
        return Value(a * b, (self, other), (b, a), "*")

    def __pow__(self, k: float) -> "Value":
        """x**k for a plain number k; d/dx = k * x**(k-1), and 0 where k = 0."""
        k = as_number(k, "Value ** {}")
        local = k * ieee_pow(self.data, k - 1.0) if k != 0.0 else 0.0
        return Value(ieee_pow(self.data, k), (self,), (local,), "**", k)

    def tanh(self) -> "Value":
        """The hyperbolic tangent; d/dx = 1 - tanh(x)**2."""
        out = math.tanh(self.data)
        return Value(out, (self,), (1.0 - out**2.0,), "tanh")

    def relu(self) -> "Value":
        """max(x, 0); d/dx = 1 where the result is positive, else 0. A nan stays nan."""
        out = 0.0 if self.data <= 0.0 else self.data
        return Value(out, (self,), (1.0 if out > 0.0 else 0.0,), "relu")

    def exp(self) -> "Value":
        """e**x; its own derivative."""
        out = ieee_exp(self.data)
        return Value(out, (self,), (out,), "exp")

    def log(self) -> "Value":
        """The natural logarithm; d/dx = 1/x."""
        return Value(ieee_log(self.data), (self,), (ieee_reciprocal(self.data),), "log")

    # --- the rest of arithmetic, out of the same three operations ---

    def __neg__(self) -> "Value":
        return self * -1.0

    def __sub__(self, other: "Value | float") -> "Value":
        return self + -as_value(other, "Value - {}")

    def __truediv__(self, other: "Value | float") -> "Value":
        return self * as_value(other, "Value / {}") ** -1

    def __radd__(self, other: float) -> "Value":
        return as_value(other, "Value + {}") + self

    def __rmul__(self, other: float) -> "Value":
        return as_value(other, "Value * {}") * self

    def __rsub__(self, other: float) -> "Value":
        return as_value(other, "Value - {}") - self

    def __rtruediv__(self, other: float) -> "Value":
        return as_value(other, "Value / {}") / self

    def __rpow__(self, other: float) -> "Value":
        raise TypeError(f"{other!r} ** Value: a Value can't be an exponent; exponents are plain numbers")

    # --- backward ---

    def backward(self) -> None:
        """Computes d self / d v for every node v of the graph that ends here; leaves accumulate it in grad.

        The chain rule, from the result back to the leaves, in reverse topological order: when a node's turn
        comes, every node that uses it has passed on its contribution, so its grad is complete. The `+=` is
        the sum over the uses: a * a is one node used twice and gets both contributions.

        Results start at 0 each time: what an earlier backward left there has been passed on already.

        >>> w = Value(0.5)
        >>> h = w.tanh()
        >>> (h * 2.0).backward()
        >>> (h * 3.0).backward()     # two losses on one trunk: 5 * (1 - tanh(0.5)**2)
        >>> round(w.grad, 6), h.grad
        (3.932239, 3.0)
        """
        order = topological_order(self)
        for v in order:
            if v._prev:
                v.grad = 0.0
        self.grad += 1.0
        for out in reversed(order):
            grad, local, i = out.grad, out._local, 0
            for operand in out._prev:
                operand.grad += local[i] * grad
                i += 1
        # Freeing a deep graph would recurse from result to operand. This list frees it node by node, the last
        # first: it goes after _prev, as slots are cleared in alphabetical order. It must not hold the root.
        order.pop()
        self._reached = order

    def __repr__(self) -> str:
        return f"Value(data={self.data!r}, grad={self.grad!r})"

    def _repr_html_(self) -> str:
        """The graph that ends here, drawn in a notebook."""
        from micrograd.notebook import value_html

        return value_html(self)


def topological_order(root: Value) -> list[Value]:
    """Every node that root depends on, operands before results, root last.

    Depth-first postorder, operands in order: the order that decides how floating-point sums round. The
    path from root to node is an explicit list, not the call stack, because a sum of 5,000 terms is a graph
    5,000 deep. What is in the order already carries the mark, which is a new one each time.
    """
    order: list[Value] = []
    path: list[Value] = []
    mark = object()
    node = root
    while True:
        for operand in node._prev:
            if operand._seen is not mark:
                path.append(node)
                node = operand
                break
        else:
            node._seen = mark
            order.append(node)
            if not path:
                return order
            node = path.pop()


# --- the boundary: what may stand beside a Value ---


def as_number(number: object, where: str) -> float:
    """The number as a double; TypeError for a string, None, a Value …, with `where` it was found."""
    if not is_number(number):
        raise TypeError(f"{where.format(repr(number))}: expected a number, got {type(number).__name__}")
    return float(number)


def is_number(number: object) -> TypeGuard[SupportsFloat]:
    """Whether it is a real number: Python's own, or one of numpy's (a scalar or a 0-d array).

    The kinds are those of numpy's dtypes: bool, int, unsigned int, float. A timedelta64 is none of them,
    though numpy registers it as an integer.
    """
    if isinstance(number, (float, int)):
        return True
    dtype = getattr(number, "dtype", None)
    if dtype is None:
        return isinstance(number, Real)
    return getattr(dtype, "kind", "") in ("b", "i", "u", "f") and getattr(number, "shape", None) == ()


def as_value(number: object, where: str) -> Value:
    """The operand as a node: a Value is itself, a plain number becomes a leaf."""
    return number if isinstance(number, Value) else Value(as_number(number, where))


# --- IEEE-754 arithmetic: what the hardware answers where Python raises ---


def ieee_exp(x: float) -> float:
    """e**x; inf where it exceeds the largest double (x > 709.78)."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def ieee_log(x: float) -> float:
    """The natural logarithm; -inf at 0, nan below."""
    if x > 0.0:
        return math.log(x)
    return -math.inf if x == 0.0 else math.nan


def ieee_pow(x: float, k: float) -> float:
    """x**k; 0**-1 is inf, (-8)**0.5 is nan, 1e200**2 is inf and (-1e200)**3 is -inf."""
    try:
        return math.pow(x, k)
    except (OverflowError, ValueError):
        if x < 0.0 and not k.is_integer():
            return math.nan
        odd = abs(math.fmod(k, 2.0)) == 1.0  # only an odd power keeps the sign, also that of -0.0
        return math.copysign(math.inf, x) if odd else math.inf


def ieee_reciprocal(x: float) -> float:
    """1/x; inf at 0.0 and -inf at -0.0."""
    return 1.0 / x if x != 0.0 else math.copysign(math.inf, x)


def plain_relu(x: float) -> float:
    """max(x, 0); a nan stays nan."""
    return 0.0 if x <= 0.0 else x


# --- the table of operations ---


@dataclass(frozen=True, slots=True)
class Operation:
    """What the rest of the program knows of an operation; its function has value, graph and derivative.

    `forward` computes the result from plain numbers, with the bits of the function. `formula` and
    `derivatives` (one per operand) are for a reader: {a} and {b} stand for the operands, {k} for the
    exponent, {out} for the result. A `nonlinearity` is one that a neuron may apply.
    """

    title: str
    word: str
    function: str
    forward: Callable[..., float]
    formula: str
    derivatives: tuple[str, ...]
    nonlinearity: bool = False


OPERATIONS = {
    "": Operation("leaf", "leaf", "__init__", float, "", ()),
    "+": Operation("+", "sum", "__add__", operator.add, "{a} + {b}", ("1", "1")),
    "*": Operation("*", "product", "__mul__", operator.mul, "{a} * {b}", ("{b}", "{a}")),
    "**": Operation("**", "power", "__pow__", ieee_pow, "{a}**{k}", ("{k} · {a}**{k-1}",)),
    "tanh": Operation("tanh", "tanh", "tanh", math.tanh, "tanh({a})", ("1 − {out}²",), nonlinearity=True),
    "relu": Operation(
        "ReLU", "relu", "relu", plain_relu, "relu({a})", ("1 if {out} > 0, else 0",), nonlinearity=True
    ),
    "exp": Operation("exp", "exponential", "exp", ieee_exp, "exp({a})", ("{out}",)),
    "log": Operation("log", "logarithm", "log", ieee_log, "log({a})", ("1 / {a}",)),
}
