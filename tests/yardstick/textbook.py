"""The yardstick: backpropagation the way a first lecture on it writes it down, without a thought for speed.

Every result keeps a set of its operands and a closure that hands its gradient on to them; `backward`
sorts the graph by a recursive function and calls the closures. It is correct, and it is what micrograd is
measured against: the same network, loss, optimiser and data, so the same losses to about 12 digits (not
to the last bit, since a set forgets the order of the operands).

>>> a, b = Value(2.0), Value(-3.0)
>>> loss = a * b + a**2
>>> loss.backward()
>>> loss.data, a.grad, b.grad
(-2.0, 1.0, 2.0)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from micrograd.data import Point, make_dataset
from micrograd.rng import RNG


class Value:
    """A number, its gradient, its operands, and how to pass the gradient on."""

    def __init__(self, data: float, operands: Sequence[Value] = (), op: str = "") -> None:
        self.data = data
        self.grad = 0.0
        self.operands = set(operands)
        self.op = op
        self.pass_on: Callable[[], None] = lambda: None

    def __add__(self, other: Value | float) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")

        def pass_on() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out.pass_on = pass_on
        return out

    def __mul__(self, other: Value | float) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")

        def pass_on() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pass_on = pass_on
        return out

    def __pow__(self, k: float) -> Value:
        out = Value(self.data**k, (self,), f"**{k}")

        def pass_on() -> None:
            self.grad += k * self.data ** (k - 1) * out.grad

        out.pass_on = pass_on
        return out

    def tanh(self) -> Value:
        out = Value(math.tanh(self.data), (self,), "tanh")

        def pass_on() -> None:
            self.grad += (1 - out.data**2) * out.grad

        out.pass_on = pass_on
        return out

    def exp(self) -> Value:
        out = Value(math.exp(self.data), (self,), "exp")

        def pass_on() -> None:
            self.grad += out.data * out.grad

        out.pass_on = pass_on
        return out

    def log(self) -> Value:
        out = Value(math.log(self.data), (self,), "log")

        def pass_on() -> None:
            self.grad += 1 / self.data * out.grad

        out.pass_on = pass_on
        return out

    def __neg__(self) -> Value:
        return self * -1.0

    def __truediv__(self, other: Value) -> Value:
        return self * other**-1

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def backward(self) -> None:
        """Operands before results, by recursion; then every closure, from the last result back."""
        order: list[Value] = []
        seen: set[Value] = set()

        def visit(v: Value) -> None:
            if v not in seen:
                seen.add(v)
                for operand in v.operands:
                    visit(operand)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.pass_on()


class Neuron:
    """nonlin(b + w0*x0 + w1*x1 + …)"""

    def __init__(self, nin: int, nonlin: bool, rng: RNG) -> None:
        self.w = [Value(rng.uniform(-1.0, 1.0) * nin**-0.5) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin

    def __call__(self, x: Sequence[Value | float]) -> Value:
        act = sum((wi * xi for wi, xi in zip(self.w, x, strict=True)), self.b)
        return act.tanh() if self.nonlin else act


class MLP:
    """Layers of neurons, tanh in all but the last."""

    def __init__(self, sizes: Sequence[int], rng: RNG) -> None:
        self.layers = [
            [Neuron(nin, i < len(sizes) - 2, rng) for _ in range(nout)]
            for i, (nin, nout) in enumerate(pairwise(sizes))
        ]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        out = [xi if isinstance(xi, Value) else Value(xi) for xi in x]
        for layer in self.layers:
            out = [neuron(out) for neuron in layer]
        return out

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for neuron in layer for p in [*neuron.w, neuron.b]]


def nll(logits: Sequence[Value], label: int) -> Value:
    """-log softmax(logits)[label]"""
    ex = [z.exp() for z in logits]
    return -(ex[label] / sum(ex[1:], ex[0])).log()


def point_loss(model: MLP, p: Point) -> Value:
    return nll(model([p.x, p.y]), p.label)


class Training:
    """The default run: yin-yang, 2-8-3, AdamW."""

    def __init__(self, seed: int = 42, n: int = 100, hidden: Sequence[int] = (8,)) -> None:
        rng = RNG(seed)
        points = make_dataset("yinyang", n, rng)
        self.train = [p for p in points if p.split == "train"]
        self.val = [p for p in points if p.split == "val"]
        self.model = MLP([2, *hidden, 3], rng)
        self.parameters = self.model.parameters()
        self.t = 0
        self.m = [0.0] * len(self.parameters)
        self.v = [0.0] * len(self.parameters)

    def step(self) -> float:
        """One update from all train points; returns the train loss before it."""
        for p in self.parameters:
            p.grad = 0.0
        loss = sum(point_loss(self.model, p) for p in self.train) * (1.0 / len(self.train))
        loss.backward()
        self.adamw()
        return loss.data

    def adamw(
        self,
        lr: float = 0.1,
        beta1: float = 0.9,
        beta2: float = 0.95,
        eps: float = 1e-8,
        weight_decay: float = 1e-4,
    ) -> None:
        self.t += 1
        for i, p in enumerate(self.parameters):
            self.m[i] = beta1 * self.m[i] + (1 - beta1) * p.grad
            self.v[i] = beta2 * self.v[i] + (1 - beta2) * p.grad**2
            m_hat = self.m[i] / (1 - beta1**self.t)
            v_hat = self.v[i] / (1 - beta2**self.t)
            p.data -= lr * (m_hat / (v_hat**0.5 + eps) + weight_decay * p.data)

    def surface(self, columns: int, rows: int, extent: float = 2.0) -> list[float]:
        """The probabilities of the classes at the centres of columns x rows cells, a graph for every cell."""
        out: list[float] = []
        for j in range(rows):
            for i in range(columns):
                x = ((i + 0.5) / columns * 2 - 1) * extent
                y = (1 - (j + 0.5) / rows * 2) * extent
                ex = [z.exp() for z in self.model([x, y])]
                denom = sum(ex[1:], ex[0])
                out += [(e / denom).data for e in ex]
        return out
