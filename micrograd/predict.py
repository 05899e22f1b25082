"""The forward pass in plain floats, for when nobody asks for a gradient (PyTorch's no_grad).

The same operations in the same order as the graph, so the same bits, without a node per operation: the
val loss of every step and the picture of the decision boundary come from here.

>>> from micrograd.nn import MLP
>>> predict = Predictor(MLP(2, [8, 3]))
>>> predict.logits([0.5, -1.0]) == [z.data for z in MLP(2, [8, 3])([0.5, -1.0])]
True
"""

from collections.abc import Callable, Sequence
from operator import mul

from micrograd.engine import OPERATIONS, ieee_exp
from micrograd.losses import LOSSES, largest, total
from micrograd.nn import MLP


class Predictor:
    """A network's parameters as plain floats, read once, when it is made."""

    def __init__(self, model: MLP) -> None:
        self.layers = [
            [(n.b.data, [w.data for w in n.w], plain(n.nonlin)) for n in layer.neurons]
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
        """One point's loss, by its name in LOSSES, with the bits of its graph."""
        return LOSSES[loss].plain(self.logits(x), label)


def plain(nonlin: str | None) -> Callable[[float], float] | None:
    """A nonlinearity on plain numbers; None for a linear neuron."""
    return OPERATIONS[nonlin].forward if nonlin else None


def neuron(b: float, w: list[float], nonlin: Callable[[float], float] | None, x: list[float]) -> float:
    """nonlin(((b + w0*x0) + w1*x1) + …)"""
    act = b
    for product in map(mul, w, x):
        act += product
    return nonlin(act) if nonlin else act
