"""Gradients measured instead of derived: what judges an operation that no second engine has.

A gradient says how fast the loss grows with a node's data. So raise and lower the data by h, and divide
the difference of the two losses by 2h: the central difference.
"""

from dataclasses import dataclass
from typing import Any

from micrograd.yours.lines import line_at_work, line_words
from micrograd.yours.load import Package

H = 1e-5
TOLERANCE = 1e-6  # at h = 1e-5, rounding and curvature together are below 1e-9 of an ordinary gradient


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A node whose gradient is not the measured one, and the nodes that use it, as names and operations."""

    node: str
    grad: float
    measured: float
    users: tuple[str, ...]
    op: str


def measured_words(package: Package, session: Any, original: str) -> str:
    """The comparison of all gradients of the first train point's graph with central differences, in words."""
    p = next(point for point in session.points if point.split == "train")
    graph = session.trace(p.x, p.y, p.label)
    wrong = disagreement(package, session, graph, p)
    new = session.config.nonlin
    begin = f"{new} is no operation of micrograd/engine.py, so each gradient is measured.\n"
    if not wrong:
        return f"{begin}Central differences agree with the gradients of all {len(graph.op)} nodes.\n"
    line = line_at_work([row_function(package, wrong.op)], package, original)
    lines = [
        f"{begin}Central differences disagree first in the grad of {wrong.node}, an operand of "
        f"{' and '.join(wrong.users)} ({wrong.op}), for the train point at ({p.x:.3f}, {p.y:.3f}):",
        f"  {package.file}: {wrong.grad!r}",
        f"  measured: {wrong.measured!r}",
        *line_words(package, line),
    ]
    return "\n".join(lines) + "\n"


def row_function(package: Package, op: str) -> str:
    """The function of an operation."""
    row = package.engine.OPERATIONS.get(op)
    return str(row.function) if row else ""


def disagreement(package: Package, session: Any, graph: Any, p: Any) -> Disagreement | None:
    """The first node, in the order of backward, whose gradient is not the measured one."""
    for i in reversed(range(len(graph.op))):
        up, down = (package.replay.nudge(session, p.x, p.y, p.label, i, h).nudged for h in (H, -H))
        measured = (up - down) / (2.0 * H)
        if not abs(graph.grad[i] - measured) <= TOLERANCE * max(1.0, abs(measured)):
            users = [j for j, prev in enumerate(graph.prev) if i in prev]
            names = tuple(graph.name[j] for j in users)
            return Disagreement(graph.name[i], graph.grad[i], measured, names, graph.op[users[-1]])
    return None
