"""Two engines in lockstep: after every step, each node of both training graphs is compared bit by bit.

>>> same_bits(0.5, 0.5), same_bits(0.0, -0.0), same_bits(float("nan"), float("nan"))
(True, False, True)
"""

import math
from dataclasses import dataclass
from typing import Any

from micrograd.data import Point
from micrograd.graph import point_names
from micrograd.yours.load import Package


@dataclass(frozen=True, slots=True)
class Difference:
    """The first two numbers whose bits differ.

    `part` says which number of a node it is: "data", "local", "grad" or "op"; or else what differs after the
    step, such as "train loss". `op` is the node's operation, `operand` the name of the operand that a local
    derivative belongs to, `users` are the names of the nodes that pass a gradient on to it. `point` is the
    train point in whose graph it is; a parameter is in all of them.
    """

    step: int
    part: str
    yours: object
    theirs: object
    node: str = ""
    op: str = ""
    operand: str = ""
    users: tuple[str, ...] = ()
    point: Point | None = None


class Watched:
    """Your session, and the package's beside it: each step is made by both, as long as they are equal."""

    def __init__(self, package: Package, yours: Any, theirs: Any) -> None:
        self.package = package
        self.yours = yours
        self.theirs = theirs
        self.equal = 0
        self.difference: Difference | None = None
        self.losses: list[float] = []
        self.graphs = [keep_graphs(yours), keep_graphs(theirs)] if theirs else []

    def step(self) -> tuple[float, float]:
        """One step of yours; returns its losses."""
        train, val = self.yours.step()
        self.losses.append(train)
        if self.theirs and not self.difference:
            self.theirs.step()
            self.difference = self.compare()
            self.equal += self.difference is None
            if self.difference:
                for session in (self.yours, self.theirs):
                    forget_graphs(session)
                self.graphs = []
        return float(train), float(val)

    def compare(self) -> Difference | None:
        """The first difference of the step that both have just made."""
        yours, theirs = self.graphs[0][-1], self.graphs[1][-1]
        found = compare_graphs(root_of(yours), root_of(theirs), set(self.theirs.parameters))
        step = self.theirs.steps
        if found:
            part, i, slot, a, b = found
            return Difference(step, part, a, b, *name_node(self.theirs, theirs, i, slot))
        return compare_results(step, self.yours, self.theirs)


# --- the graphs of a step ---


def keep_graphs(session: Any) -> list[Any]:
    """A list whose last element will be the latest training graph: its root and the graphs of the points."""
    kept: list[Any] = []
    point_graph, training_loss = session.point_graph, session.training_loss
    graphs: list[Any] = []

    def keep_point(point: Point) -> Any:
        graphs.append((point, point_graph(point)))
        return graphs[-1][1]

    def keep_training() -> Any:
        graphs.clear()
        root = training_loss()
        kept[:] = [(root, list(graphs))]
        return root

    session.point_graph, session.training_loss = keep_point, keep_training
    return kept


def forget_graphs(session: Any) -> None:
    """Back to the session's own methods."""
    del session.point_graph, session.training_loss


def root_of(graph: Any) -> Any:
    """The train loss."""
    return graph[0]


Found = tuple[str, int, int, object, object]


def compare_graphs(yours: Any, theirs: Any, parameters: set[Any]) -> Found | None:
    """The first difference of two training graphs after backward: what, node, operand, both numbers.

    Forward first: data and local derivatives in topological order. Then the gradients in the order of
    backward. The data of parameters are left out, as the update has changed them.
    """
    ours, order = nodes_in_order(yours), nodes_in_order(theirs)
    for i, (a, b) in enumerate(zip(ours, order, strict=False)):
        if a._op != b._op or len(a._prev) != len(b._prev):
            return "op", i, 0, a._op or "a leaf", b._op or "a leaf"
        if not same_bits(a.data, b.data) and b not in parameters:
            return "data", i, 0, a.data, b.data
        for slot, (x, y) in enumerate(zip(a._local, b._local, strict=True)):
            if not same_bits(x, y):
                return "local", i, slot, x, y
    if len(ours) != len(order):
        return "op", len(order) - 1, 0, f"a graph of {len(ours)} nodes", f"one of {len(order)}"
    for i in reversed(range(len(order))):
        if not same_bits(ours[i].grad, order[i].grad):
            return "grad", i, 0, ours[i].grad, order[i].grad
    return None


def nodes_in_order(root: Any) -> list[Any]:
    """The topological order, found without a mark on the nodes: your Value need not have room for ours."""
    order: dict[Any, None] = {}
    path = [root]
    while path:
        unseen = next((operand for operand in path[-1]._prev if operand not in order), None)
        if unseen is not None:
            path.append(unseen)
        else:
            order[path.pop()] = None
    return list(order)


def same_bits(a: Any, b: Any) -> bool:
    """Whether two doubles are the same to the last bit; all NaNs are one value."""
    if a == b:
        return a != 0.0 or math.copysign(1.0, a) == math.copysign(1.0, b)
    return bool(a != a and b != b)


def compare_results(step: int, yours: Any, theirs: Any) -> Difference | None:
    """The first difference outside of the graph: losses, parameters after the update, moments."""
    for part in ("train", "val"):
        a, b = getattr(yours, part), getattr(theirs, part)
        if not same_bits(a, b):
            return Difference(step, f"{part} loss", a, b)
    left, right = yours.snapshot(), theirs.snapshot()
    for column, part in (("data", "data after the update"), ("m", "m"), ("v", "v")):
        for i, (a, b) in enumerate(zip(getattr(left, column), getattr(right, column), strict=True)):
            if not same_bits(a, b):
                return Difference(step, part, a, b, parameter_name(theirs, i))
    return None


# --- names ---


def name_node(
    session: Any, graph: Any, i: int, slot: int
) -> tuple[str, str, str, tuple[str, ...], Point | None]:
    """Of the i-th node of a training graph: name, operation, operand in that slot, users, and the point."""
    root, graphs = graph
    node = nodes_in_order(root)[i]
    for point, (inputs, logits, loss) in graphs:
        names = point_names(session.model, inputs, logits, loss, point.label, session.config.loss)
        if node in names:
            operand = names[node._prev[slot]].name if node._prev else ""
            users = tuple(names[v].name for v in nodes_in_order(loss) if node in v._prev)
            is_parameter = names[node].role == "param"
            return names[node].name, node._op, operand, users, None if is_parameter else point
    return ("the train loss" if node is root else "the sum of the losses"), node._op, "", (), None


def parameter_name(session: Any, i: int) -> str:
    """What the i-th parameter is called in the graph."""
    inputs, logits, loss = session.point_graph(Point(0.0, 0.0, 0))
    names = point_names(session.model, inputs, logits, loss, 0, session.config.loss)
    return names[session.parameters[i]].name
