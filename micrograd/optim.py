"""The optimisers: what to do with a gradient once it is there.

>>> from micrograd.engine import Value
>>> p = Value(3.0)
>>> optimizer = SGD([p], lr=0.1, momentum=0.0, weight_decay=0.0)
>>> p.grad = 2.0
>>> optimizer.step()
>>> p.data                       # 3 - 0.1 * 2
2.8
"""

from collections.abc import Sequence
from typing import ClassVar

from micrograd.engine import Value, ieee_pow


class Optimizer:
    """What all optimisers have: the parameters, two moments each (m and v), and t, its own steps so far.

    `title` is the name for people, `hyper` are the settings of a Config that it takes; `moments` says what m
    and v are, where it uses them. `rule` is the update of one parameter as assignments in order: braces stand
    around whatever has a number, and a name assigned in one line has its new number in the next.
    """

    title = "Optimizer"
    hyper: tuple[str, ...] = ()
    moments: ClassVar[dict[str, str]] = {}
    rule: tuple[str, ...] = ()

    def __init__(self, parameters: Sequence[Value], lr: float, weight_decay: float) -> None:
        self.parameters = list(parameters)
        self.lr = lr
        self.weight_decay = weight_decay
        self.t = 0
        self.m = [0.0] * len(self.parameters)
        self.v = [0.0] * len(self.parameters)

    def step(self) -> None:
        """One update of every parameter from its gradient."""
        raise TypeError(f"Optimizer only holds the state; use one of {', '.join(OPTIMIZERS)}")

    def zero_grad(self) -> None:
        """Sets every gradient to 0, since backward adds to what is there."""
        for p in self.parameters:
            p.grad = 0.0


class AdamW(Optimizer):
    """Adam with decoupled weight decay: a running mean of the gradient over that of its square.

    The weight decay applies to biases too. Source: I. Loshchilov and F. Hutter, "Decoupled weight decay
    regularization" (2019), algorithm 2.
    """

    title = "AdamW"
    hyper = ("lr", "beta1", "beta2", "eps", "weight_decay")
    moments: ClassVar = {"m": "running mean of the gradient", "v": "running mean of its square"}
    rule = (
        "{m} = {beta1}·{m} + (1 − {beta1})·{grad}",
        "{v} = {beta2}·{v} + (1 − {beta2})·{grad}²",
        "m_hat = {m} / (1 − {beta1}^{t})",
        "v_hat = {v} / (1 − {beta2}^{t})",
        "{data} −= {lr}·(m_hat / (√v_hat + {eps}) + {weight_decay}·{data})",
    )

    def __init__(
        self,
        parameters: Sequence[Value],
        lr: float = 0.1,
        betas: tuple[float, float] = (0.9, 0.95),
        eps: float = 1e-8,
        weight_decay: float = 1e-4,
    ) -> None:
        super().__init__(parameters, lr, weight_decay)
        self.betas = betas
        self.eps = eps

    def step(self) -> None:
        self.t += 1
        beta1, beta2 = self.betas
        # m and v start at 0; dividing by what they have seen so far takes that bias away
        seen1 = 1.0 - ieee_pow(beta1, float(self.t))
        seen2 = 1.0 - ieee_pow(beta2, float(self.t))
        for i, p in enumerate(self.parameters):
            g = p.grad
            self.m[i] = beta1 * self.m[i] + (1.0 - beta1) * g
            self.v[i] = beta2 * self.v[i] + (1.0 - beta2) * ieee_pow(g, 2.0)
            m_hat = self.m[i] / seen1
            v_hat = self.v[i] / seen2
            p.data -= self.lr * (m_hat / (ieee_pow(v_hat, 0.5) + self.eps) + self.weight_decay * p.data)


class SGD(Optimizer):
    """Gradient descent with momentum: m adds up the gradients and is multiplied by momentum at each step."""

    title = "SGD with momentum"
    hyper = ("lr", "momentum", "weight_decay")
    moments: ClassVar = {"m": "sum of the gradients, the earlier ones multiplied by momentum at each step"}
    rule = ("{m} = {momentum}·{m} + {grad}", "{data} −= {lr}·({m} + {weight_decay}·{data})")

    def __init__(
        self,
        parameters: Sequence[Value],
        lr: float = 0.1,
        momentum: float = 0.9,
        weight_decay: float = 1e-4,
    ) -> None:
        super().__init__(parameters, lr, weight_decay)
        self.momentum = momentum

    def step(self) -> None:
        self.t += 1
        for i, p in enumerate(self.parameters):
            self.m[i] = self.momentum * self.m[i] + p.grad
            p.data -= self.lr * (self.m[i] + self.weight_decay * p.data)


# How an update goes on where there is an L1 penalty: `moved` is what the rule above gives.
SHRINK = "{data} = sign(moved)·max(|moved| − {lr}·{l1}, 0)"


def shrink(parameters: Sequence[Value], by: float) -> None:
    """Brings every parameter nearer to 0 by `by`, and to 0 if it is that near: L1 that gives exact zeros.

    >>> p, q = Value(0.5), Value(-0.1)
    >>> shrink([p, q], 0.25)
    >>> p.data, q.data
    (0.25, 0.0)

    It is the proximal operator of by * |p|. Source: N. Parikh and S. Boyd, "Proximal algorithms" (2014),
    section 6.5.2.
    """
    for p in parameters:
        if p.data > by:
            p.data -= by
        elif p.data < -by:
            p.data += by
        elif p.data == p.data:  # nan stays
            p.data = 0.0


OPTIMIZERS: dict[str, type[Optimizer]] = {"adamw": AdamW, "sgd": SGD}
