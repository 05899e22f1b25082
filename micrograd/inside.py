"""Inside a step: gradient, loss and class point by point, the loss around it, and a wrong backward.

Queries over a session, which they leave as it is; nodes are identified by id in `session.trace`.

>>> from micrograd.config import Config
>>> session = Session(Config())
>>> total = 0.0
>>> for c in reversed(contributions(session, 0)):    # what each train point contributes to h1.w1's gradient
...     total += c
>>> total == gradient(session)[0]
True
"""

from array import array
from dataclasses import dataclass

from micrograd.check import check_finite, check_grid, check_index, check_point
from micrograd.data import Point
from micrograd.engine import Value, topological_order
from micrograd.predict import Predictor
from micrograd.session import Session, no_collector

# --- the training gradient: whole, and split by point ---


@no_collector()
def gradient(session: Session) -> "array[float]":
    """The gradient of the training loss at the present parameters: what the next step would follow.

    A snapshot's grad is that of the step before, at other parameters, and the sum of several without
    zero_grad. ValueError when there is no train point.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> now = gradient(session)
    >>> _ = session.step()
    >>> now == session.snapshot().grad
    True
    """
    with session.clean_gradients():
        session.training_loss().backward()
        return array("d", [p.grad for p in session.parameters])


@no_collector()
def contributions(session: Session, parameter: int) -> "array[float]":
    """What each train point contributes to one parameter's gradient, in the order of the points.

    It is what arrives from the point inside the training loss, 1/n included. Backward comes to the last
    point first; added in that order, from 0.0 on, they are the gradient, to the last bit. Each
    is a single product local * out.grad, since a network uses a parameter once per point; 0 for a point
    that is not in the coming step's mini-batch. ValueError for a parameter that does not exist, or when there
    is no train point.
    """
    p = session.parameters[check_index("a parameter", parameter, len(session.parameters))]
    with session.clean_gradients():
        loss = session.training_loss()
        loss.backward()
        arrived = [
            local * out.grad
            for out in topological_order(loss)
            for operand, local in zip(out._prev, out._local, strict=True)
            if operand is p
        ]
    shares = array("d", [0.0]) * len([point for point in session.points if point.split == "train"])
    for place, share in zip(session.batch(), arrived, strict=True):
        shares[place] = share
    return shares


# --- point by point: the predicted class and the loss ---


def predictions(session: Session) -> "array[float]":
    """The predicted class of every point, whatever its split: the first of the largest logits.

    Where it is the label, the prediction is right; the share of those in a split is its accuracy.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> for _ in range(100):
    ...     _ = session.step()
    >>> sum(c == p.label for c, p in zip(predictions(session), session.points))     # of 100 points
    99
    """
    predictor = Predictor(session.model)
    classes = array("d")
    for p in session.points:
        z = predictor.logits((p.x, p.y))
        best = 0
        for i in range(1, len(z)):
            if z[i] > z[best]:
                best = i
        classes.append(best)
    return classes


def point_losses(session: Session) -> "array[float]":
    """The loss of each train point, in the order of the points; the training loss is their mean.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> losses = point_losses(session)
    >>> total = 0.0
    >>> for loss in losses:
    ...     total += loss
    >>> total * (1 / len(losses)) == session.step()[0]
    True
    """
    predictor, loss = Predictor(session.model), session.config.loss
    return array(
        "d", [predictor.loss((p.x, p.y), p.label, loss) for p in session.points if p.split == "train"]
    )


# --- the training loss over two parameters ---


def landscape(
    session: Session,
    first: int,
    second: int,
    left: float,
    right: float,
    bottom: float,
    top: float,
    columns: int,
    rows: int,
) -> "array[float]":
    """The training loss with other values of two parameters; all the others have the values that they have.

    The first goes from left to right, the second from bottom to top: at the centres of columns x rows cells,
    row by row from the top, with the bits that a step there would log. Forward passes only: a cell costs as
    much as the val loss of as many points. nan without a train point. ValueError for a parameter or a grid
    that does not exist, and for a parameter beside itself.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> w1, w2 = (session.parameters[i].data for i in (0, 1))
    >>> here = landscape(session, 0, 1, w1, w1, w2, w2, 1, 1)
    >>> around = landscape(session, 0, 1, w1 - 1.0, w1 + 1.0, w2 - 1.0, w2 + 1.0, 9, 9)
    >>> here[0] == around[40] == session.step()[0]     # the cell in the middle
    True
    """
    count = len(session.parameters)
    p, q = (session.parameters[check_index("a parameter", i, count)] for i in (first, second))
    if p is q:
        raise ValueError(f"the two parameters must be different, not both {first}")
    check_grid(columns, rows, 0.0)
    for name, edge in (("left", left), ("right", right), ("bottom", bottom), ("top", top)):
        check_finite(name, edge)
    held = p.data, q.data
    losses = array("d")
    try:
        for row in range(rows):
            q.data = top - (row + 0.5) / rows * (top - bottom)
            for column in range(columns):
                p.data = left + (column + 0.5) / columns * (right - left)
                losses.append(session.split_loss("train"))
    finally:
        p.data, q.data = held
    return losses


# --- the naive order: backward without the topological sort ---

MAX_VISITS = 3_000_000.0


@dataclass(slots=True)
class Naive:
    """One point's gradient twice, one entry per node: `naive` is wrong wherever it differs from `grad`.

    visits tells how often the naive order came to the node; 0 for a node that the root doesn't depend on.
    """

    naive: "array[float]"
    grad: "array[float]"
    visits: "array[float]"


@no_collector()
def naive(session: Session, x: float, y: float, label: int, root: int = -1) -> Naive:
    """The gradient of one point's loss, or of another node of its graph, by the naive and the true order.

    ValueError for a root that is no node, or when the naive order would make more than 3,000,000 visits.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> both = naive(session, 0.5, -1.0, 2)      # e3 is used twice: in denom and in p3
    >>> both.naive == both.grad, max(both.visits)
    (False, 32.0)
    >>> h1 = session.trace(0.5, -1.0, 2).name.index("h1")
    >>> tree = naive(session, 0.5, -1.0, 2, h1)  # below h1 nothing is used twice
    >>> tree.naive == tree.grad
    True
    """
    check_point(Point(x, y, label))
    with session.clean_gradients():
        order = topological_order(session.point_loss(Point(x, y, label)))
        top = order[-1] if root == -1 else order[check_index("a node", root, len(order))]
        visits = count_visits(top)
        if sum(visits.values()) > MAX_VISITS:
            raise ValueError("the naive order would make more than 3000000 visits: it walks every path")
        top.backward()
        grad = [v.grad for v in order]
        for v in order:
            v.grad = 0.0
        naive_backward(top)
        return Naive(
            naive=array("d", [v.grad for v in order]),
            grad=array("d", grad),
            visits=array("d", [visits.get(v, 0.0) for v in order]),
        )


def count_visits(root: Value) -> dict[Value, float]:
    """How often naive_backward comes to each node: once per path. Doubles, as there may be 1e300 paths."""
    order = topological_order(root)
    visits = dict.fromkeys(order, 0.0)
    visits[root] = 1.0
    for out in reversed(order):
        for operand in out._prev:
            visits[operand] += visits[out]
    return visits


def naive_backward(root: Value) -> None:
    """Backward as one would write it first: pass on what has arrived, go to each operand, do the same there.

    A node that is used twice is visited twice, the first time before all of its gradient is there, and the
    second time it passes on once more what it has passed on already. On a tree that can't happen.

    >>> a = Value(3.0)
    >>> b = a * 2.0
    >>> naive_backward(b * b)
    >>> a.grad                   # d (2a)**2 / da = 8a = 24, which b passes on twice
    48.0
    """
    root.grad = 1.0
    stack = [root]
    while stack:
        out = stack.pop()
        for operand, local in zip(out._prev, out._local, strict=True):
            operand.grad += local * out.grad
        stack += out._prev[::-1]


# --- = in place of +=: backward that overwrites ---


@dataclass(slots=True)
class Overwritten:
    """One point's gradient twice, one entry per node: `overwritten` is wrong where it differs from `grad`."""

    overwritten: "array[float]"
    grad: "array[float]"


@no_collector()
def overwritten(session: Session, x: float, y: float, label: int) -> Overwritten:
    """The gradient of one point's loss with = in place of +=, and the true one: both in topological order.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> names = session.trace(0.5, -1.0, 2).name
    >>> both = overwritten(session, 0.5, -1.0, 2)
    >>> z1, h1 = names.index("z1"), names.index("h1")      # h1 is used by z1, z2 and z3
    >>> both.overwritten[z1] == both.grad[z1], both.overwritten[h1] == both.grad[h1]
    (True, False)
    """
    check_point(Point(x, y, label))
    with session.clean_gradients():
        loss = session.point_loss(Point(x, y, label))
        order = topological_order(loss)
        loss.backward()
        grad = array("d", [v.grad for v in order])
        overwriting_backward(loss)
        return Overwritten(overwritten=array("d", [v.grad for v in order]), grad=grad)


def overwriting_backward(root: Value) -> None:
    """Backward in the right order, with = in place of +=: each consumer wipes out what those before added.

    Of a node's consumers only the last to come, the first in topological order, leaves its contribution.

    >>> a = Value(3.0)
    >>> overwriting_backward(a * 5.0 + a * 7.0)
    >>> a.grad                   # d 12a / da = 12, of which 7 comes first and is lost
    5.0
    """
    root.grad = 1.0
    for out in reversed(topological_order(root)):
        for operand, local in zip(out._prev, out._local, strict=True):
            operand.grad = local * out.grad
