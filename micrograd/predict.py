"""The forward pass in plain floats, for when nobody asks for a gradient (PyTorch's no_grad).

The same operations in the same order as the graph, so the same bits, without a node per operation: the
val loss of every step and the picture of the decision boundary come from here.

>>> from micrograd.nn import MLP
>>> predict = Predictor(MLP(2, [8, 3]))
>>> predict.logits([0.5, -1.0]) == [z.data for z in MLP(2, [8, 3])([0.5, -1.0])]
True
"""

import math
from collections.abc import Callable, Sequence
from operator import mul

from micrograd.engine import ieee_exp, ieee_log, ieee_pow
from micrograd.nn import MLP


def relu(x: float) -> float:
    """max(x, 0); a nan stays nan."""
    return 0.0 if x <= 0.0 else x


NONLINS: dict[str | None, Callable[[float], float] | None] = {"tanh": math.tanh, "relu": relu, None: None}


class Predictor:
    """A network's parameters as plain floats, read once, when it is made."""

    def __init__(self, model: MLP) -> None:
        self.layers = [
            [(n.b.data, [w.data for w in n.w], NONLINS[n.nonlin]) for n in layer.neurons]
            for layer in model.layers
        ]

    def logits(self, x: Sequence[float]) -> list[float]:
        """The outputs of the last layer for one input."""
        out = list(x)
        for layer in self.layers:
            out = [neuron(b, w, nonlin, out) for b, w, nonlin in layer]
        return out

    def probabilities(self, x: Sequence[float]) -> list[float]:
        """softmax(logits), the largest logit always subtracted, so that a picture never overflows."""
        z = self.logits(x)
        m = largest(z)
        ex = [ieee_exp(zi - m) for zi in z]
        denom = total(ex)
        return [e / denom for e in ex]

    def loss(self, x: Sequence[float], label: int, loss: str) -> float:
        """One point's loss ("nll" or "logsumexp"), with the bits that the graph of the loss has."""
        return LOSSES[loss](self.logits(x), label)


def neuron(b: float, w: list[float], nonlin: Callable[[float], float] | None, x: list[float]) -> float:
    """nonlin(((b + w0*x0) + w1*x1) + …)"""
    act = b
    for product in map(mul, w, x):
        act += product
    return nonlin(act) if nonlin else act


# --- twins of the losses in nn.py ---


def largest(z: list[float]) -> float:
    """The largest logit, scanning from the first with `>`."""
    m = z[0]
    for zi in z[1:]:
        if zi > m:
            m = zi
    return m


def total(ex: list[float]) -> float:
    """(ex0 + ex1) + ex2; never the built-in sum, which compensates and rounds differently."""
    denom = ex[0]
    for e in ex[1:]:
        denom += e
    return denom


def nll(z: list[float], label: int) -> float:
    """-log softmax(z)[label], step by step."""
    ex = [ieee_exp(zi) for zi in z]
    return ieee_log(ex[label] * ieee_pow(total(ex), -1.0)) * -1.0


def logsumexp(z: list[float], label: int) -> float:
    """log(sum(e**(z - m))) - (z_label - m)"""
    m = largest(z)
    s = [zi + -m for zi in z]
    return ieee_log(total([ieee_exp(si) for si in s])) + s[label] * -1.0


LOSSES: dict[str, Callable[[list[float], int], float]] = {"nll": nll, "logsumexp": logsumexp}
