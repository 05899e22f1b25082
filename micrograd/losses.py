"""The losses: how wrong the logits of one point are, in nats, and the mean over points.

>>> loss = nll([Value(0.0), Value(0.0), Value(0.0)], label=1)
>>> round(loss.data, 6)          # three equal chances: log 3
1.098612
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from micrograd.engine import Value, ieee_exp, ieee_log, ieee_pow

# What a loss calls a node of its graph: the node, its part, the number of its class, the number of its term.
Part = tuple[Value, str, int, int]


@dataclass(frozen=True, slots=True)
class Loss:
    """A row of LOSSES: a loss twice, as a graph of Values and in plain floats, with the same bits.

    `parts` names the nodes of the graph and describes them: {neuron} stands for the number of the class,
    {input} for that of the term. `find_parts` tells which node is which part; without it the nodes are
    numbered. `find_shift` finds the constant -max(logits), where a loss has one: it differs from point to
    point. `limits` says when its numbers fail, for a reader: a sentence about the loss, then about
    its gradient; empty if they never do.
    """

    title: str
    value: Callable[[Sequence[Value], int], Value]
    plain: Callable[[list[float], int], float]
    parts: dict[str, tuple[str, str]]
    limits: tuple[str, ...] = ()
    find_parts: Callable[[Value, int], Iterator[Part]] | None = None
    find_shift: Callable[[Value], Value] | None = None

    def __call__(self, logits: Sequence[Value], label: int) -> Value:
        return self.value(logits, label)


# --- nll: the negative log-likelihood ---


def nll(logits: Sequence[Value], label: int) -> Value:
    """-log softmax(logits)[label], step by step as it is taught: only for logits of ordinary size.

    In doubles exp(z) is inf above 709.78 and 0 below -745.13, and 1/denom is inf when denom is below
    e**-709.78. So the loss is not finite when a logit passes 709, when the label's is below -745 or 745 below
    the largest, or when all are below -710. Its gradient fails earlier, since the derivative of 1/denom is
    -denom**-2: that is inf when the largest logit is below -355, loses digits above 354, and is 0 above 372.
    log(p) has the derivative 1/p: inf when the label's logit is 709 below the largest. `logsumexp` has none
    of these limits.

    >>> nll([Value(0.0), Value(1000.0)], 1).data       # exp(1000) is inf, and inf / inf is nan
    nan
    >>> nll([Value(0.0), Value(-746.0), Value(0.0)], 1).data      # exp(-746) is 0
    inf
    """
    ex = [z.exp() for z in logits]
    denom = ex[0]
    for e in ex[1:]:
        denom = denom + e
    p = ex[label] * denom**-1
    return p.log() * -1.0


def plain_nll(z: list[float], label: int) -> float:
    """The same in plain floats."""
    ex = [ieee_exp(zi) for zi in z]
    return ieee_log(ex[label] * ieee_pow(total(ex), -1.0)) * -1.0


def nll_parts(loss: Value, label: int) -> Iterator[Part]:
    """log(p) * -1, with p = e[label] * denom**-1."""
    log_p, minus_one = loss._prev
    (p,) = log_p._prev
    _, inverse = p._prev
    (denom,) = inverse._prev
    yield log_p, "log", label + 1, 0
    yield p, "p", label + 1, 0
    yield inverse, "inverse", 0, 0
    yield minus_one, "constant", 0, 0
    yield from denom_parts(denom)


# --- logsumexp: the same loss without overflow ---


def logsumexp(logits: Sequence[Value], label: int) -> Value:
    """The same loss with the largest logit subtracted first, so that no exponential overflows.

    -log(e**z_l / sum(e**z)) = log(sum(e**(z - m))) - (z_l - m) for any m; m = max(z) is a constant here,
    because its derivative cancels.

    >>> logsumexp([Value(0.0), Value(1000.0)], 0).data
    1000.0
    """
    minus_m = Value(-largest([z.data for z in logits]))
    s = [z + minus_m for z in logits]
    ex = [si.exp() for si in s]
    denom = ex[0]
    for e in ex[1:]:
        denom = denom + e
    return denom.log() - s[label]


def plain_logsumexp(z: list[float], label: int) -> float:
    """The same in plain floats."""
    m = largest(z)
    s = [zi + -m for zi in z]
    return ieee_log(total([ieee_exp(si) for si in s])) + s[label] * -1.0


def logsumexp_parts(loss: Value, label: int) -> Iterator[Part]:
    """log(denom) + s[label] * -1, with s = z + -m."""
    log_denom, minus_s = loss._prev
    s, minus_one = minus_s._prev
    (denom,) = log_denom._prev
    yield log_denom, "log", 0, 0
    yield minus_s, "minus s", label + 1, 0
    yield minus_one, "constant", 0, 0
    yield s._prev[1], "minus m", 0, 0
    for node, part, neuron, term in denom_parts(denom):
        yield node, part, neuron, term
        if part == "exp":
            yield node._prev[0], "s", neuron, 0


def logsumexp_shift(loss: Value) -> Value:
    """-m."""
    _, minus_s = loss._prev
    return minus_s._prev[0]._prev[1]


# --- what both have in common ---


def denom_parts(denom: Value) -> Iterator[Part]:
    """denom = (e1 + e2) + e3: the sums and the exponentials."""
    sums = [denom]
    while sums[-1]._prev[0]._op == "+":
        sums.append(sums[-1]._prev[0])
    first, *others = [sums[-1]._prev[0], *(node._prev[1] for node in reversed(sums))]
    yield first, "exp", 1, 0
    for i, e in enumerate(others, 1):
        node = sums[-i]
        yield (node, "denom", 0, 0) if node is denom else (node, "sum", 0, i)
        yield e, "exp", i + 1, 0


def largest(z: Sequence[float]) -> float:
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


LOSSES: dict[str, Loss] = {
    "nll": Loss(
        "nll, as it is taught",
        nll,
        plain_nll,
        {
            "exp": ("e{neuron}", "exp of class {neuron}'s logit"),
            "sum": ("denom.sum{input}", "sum of the first exponentials"),
            "denom": ("denom", "sum of all exponentials"),
            "inverse": ("denom**-1", "one over the sum of all exponentials"),
            "p": ("p{neuron}", "probability of class {neuron}"),
            "log": ("log(p{neuron})", "logarithm of the probability of class {neuron}"),
            "constant": ("-1", "the constant −1"),
        },
        (
            "nll is not finite when a logit passes 709, when the label's is below −745 or 745 below the "
            "largest, or when all are below −710.",
            "Its gradient is wrong once the largest logit is beyond ±354, and not finite when the label's is "
            "709 below the largest.",
        ),
        nll_parts,
    ),
    "logsumexp": Loss(
        "log-sum-exp, never overflows",
        logsumexp,
        plain_logsumexp,
        {
            "minus m": ("-m", "minus the largest logit, a constant"),
            "s": ("s{neuron}", "class {neuron}'s logit minus the largest"),
            "exp": ("e{neuron}", "exp of class {neuron}'s shifted logit"),
            "sum": ("denom.sum{input}", "sum of the first exponentials"),
            "denom": ("denom", "sum of all exponentials"),
            "log": ("log(denom)", "logarithm of the sum of all exponentials"),
            "minus s": ("-s{neuron}", "minus class {neuron}'s shifted logit"),
            "constant": ("-1", "the constant −1"),
        },
        find_parts=logsumexp_parts,
        find_shift=logsumexp_shift,
    ),
}


# --- the mean over points ---


def mean(losses: Sequence[Value]) -> Value:
    """(0 + l0 + l1 + …) * (1/n), summed in order. ValueError for an empty sequence."""
    if not losses:
        raise ValueError("the mean of no losses is not defined: a step needs at least one train point")
    total = Value(0.0)
    for loss in losses:
        total = total + loss
    return total * (1.0 / len(losses))
