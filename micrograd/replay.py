"""The forward pass once more, on a graph that is there: with one node nudged, or over the whole plane.

Queries over a session, which they leave as it is; nodes are identified by id in `session.trace`.

>>> from micrograd.config import Config
>>> session = Session(Config())
>>> p3 = session.trace(0.0, 0.0, 2).name.index("p3")
>>> field(session, p3, 2, 1, 1)[0] == session.trace(0.0, 0.0, 2).data[p3]
True
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from micrograd.check import check_finite, check_grid, check_index, check_point
from micrograd.data import Point
from micrograd.engine import OPERATIONS, Value, topological_order
from micrograd.losses import LOSSES, largest
from micrograd.session import Session, no_collector


def operation(node: Value) -> Callable[..., float]:
    """What a result computes from its operands' data, as a plain function."""
    forward = OPERATIONS[node._op].forward
    return partial(forward, k=node._k) if node._op == "**" else forward


@dataclass(slots=True)
class Nudge:
    """The loss before and after a nudge, the change as the gradient predicts it, and everybody's new data."""

    loss: float
    nudged: float
    predicted: float
    measured: float
    data: "array[float]"


@no_collector()
def nudge(session: Session, x: float, y: float, label: int, node: int, delta: float) -> Nudge:
    """One point's loss when a node's data is changed by delta and all that depends on it computed anew.

    predicted is grad * delta, measured is nudged - loss. Constants stay what they are, also logsumexp's -m.
    ValueError for a node that does not exist or a delta that is not finite.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> e3 = session.trace(0.5, -1.0, 2).name.index("e3")
    >>> it = nudge(session, 0.5, -1.0, 2, e3, 1e-3)
    >>> round(it.predicted, 6), round(it.measured, 6)
    (-0.000604, -0.000604)
    """
    check_point(Point(x, y, label))
    check_finite("delta", delta)
    with session.clean_gradients():
        loss = session.point_loss(Point(x, y, label))
        order = topological_order(loss)
        moved = order[check_index("a node", node, len(order))]
        loss.backward()
        predicted = moved.grad * delta
    data: dict[Value, float] = {}
    for v in order:
        data[v] = operation(v)(*[data[operand] for operand in v._prev]) if v._prev else v.data
        if v is moved:
            data[v] = v.data + delta
    nudged = data[loss]
    return Nudge(loss.data, nudged, predicted, nudged - loss.data, array("d", data.values()))


# --- a node's data over the plane ---

ROOM = 1 << 16  # doubles that are worked on at a time, so that they stay in a processor's cache


@no_collector()
def field(
    session: Session, node: int, label: int, columns: int, rows: int, extent: float = 2.0
) -> "array[float]":
    """A node's data over [-extent, extent]^2, at the centres of columns x rows cells.

    Row by row from the top, with the bits that `session.trace` would show at each place. Computed node by
    node over many places at once: what a graph does at one place is done to whole lists. ValueError for
    a node, a label or a grid that does not exist.

    >>> from micrograd.config import Config
    >>> session = Session(Config())
    >>> names = session.trace(0.0, 0.0, 0).name
    >>> field(session, names.index("x"), 0, 4, 1)
    array('d', [-1.5, -0.5, 0.5, 1.5])
    >>> len(field(session, names.index("h3"), 0, 20, 10))
    200
    """
    check_point(Point(0.0, 0.0, label))
    check_grid(columns, rows, extent)
    inputs, logits, loss = session.point_graph(Point(0.0, 0.0, label))
    order = topological_order(loss)
    wanted = order[check_index("a node", node, len(order))]
    find_shift = LOSSES[session.config.loss].find_shift
    shift = find_shift(loss) if find_shift else None
    plan = field_plan(wanted, logits, shift)
    xs = [((i + 0.5) / columns * 2.0 - 1.0) * extent for i in range(columns)]
    ys = [(1.0 - (i + 0.5) / rows * 2.0) * extent for i in range(rows)]
    places = [(x, y) for y in ys for x in xs]
    lanes = max(1, ROOM // len(plan))
    out = array("d")
    for start in range(0, len(places), lanes):
        here = places[start : start + lanes]
        data: dict[Value, Sequence[float]] = dict(zip(inputs, zip(*here, strict=True), strict=True))
        for v in plan:
            if v is shift:
                data[v] = [-largest(list(z)) for z in zip(*[data[z] for z in logits], strict=True)]
            elif v._prev:
                data[v] = list(map(operation(v), *[data[operand] for operand in v._prev]))
            elif v not in data:
                data[v] = [v.data] * len(here)
        out.extend(data[wanted])
    return out


def field_plan(wanted: Value, logits: Sequence[Value], shift: Value | None) -> list[Value]:
    """The nodes that wanted depends on, in an order in which they can be computed.

    -m is a leaf, yet depends on all logits: these come first.
    """
    plan = dict.fromkeys(topological_order(wanted))
    if shift in plan:
        first = [v for z in logits for v in topological_order(z)]
        plan = dict.fromkeys([*first, *plan])
    return list(plan)
