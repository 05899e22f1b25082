"""The graph as data: every node of it in topological order, with the name that a person would give it.

>>> from micrograd.losses import nll
>>> from micrograd.nn import MLP
>>> model, x = MLP(2, [8, 3]), [Value(0.5), Value(-1.0)]
>>> logits = model(x)
>>> loss = nll(logits, 2)
>>> graph = trace(loss, point_names(model, x, logits, loss, label=2))
>>> len(graph.op), graph.name[-1], graph.op[-1]
(151, 'loss', '*')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from micrograd.engine import OPERATIONS, Value, topological_order
from micrograd.losses import LOSSES
from micrograd.nn import MLP, Neuron

ROLES = ("param", "input", "const", "result")


class Name(NamedTuple):
    """What a node is called, and where it is: see the columns of Graph."""

    name: str
    role: str
    layer: int = 0
    neuron: int = 0
    part: str = ""
    input: int = 0


Names = dict[Value, Name]


@dataclass(slots=True)
class Graph:
    """One list per property, one entry per node; a node's id is its index, in topological order.

    op is a row of OPERATIONS, with the exponent k beside '**' (else 0); role is one of ROLES; prev holds the
    ids of the operands and local the derivative with respect to each.

    contribution is what backward added to each operand's grad: local * grad. A node's grad is the sum of its
    consumers' contributions, from the last consumer to the first, and first operand first.

    layer is 0 for the inputs and counts the layers of neurons from 1; the last of them is the logits', and
    the loss is one further. neuron counts from 1 within the layer; in the loss it is the number of a class,
    or 0. part is one of PARTS, or in the loss what the loss calls it. input is the number of the neuron's
    input that a weight, product or sum belongs to, or 0.
    """

    op: list[str] = field(default_factory=list)
    k: list[float] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    grad: list[float] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    role: list[str] = field(default_factory=list)
    layer: list[int] = field(default_factory=list)
    neuron: list[int] = field(default_factory=list)
    part: list[str] = field(default_factory=list)
    input: list[int] = field(default_factory=list)
    prev: list[list[int]] = field(default_factory=list)
    local: list[list[float]] = field(default_factory=list)
    contribution: list[list[float]] = field(default_factory=list)


def trace(root: Value, names: Mapping[Value, tuple[str, str] | Name] | None = None) -> Graph:
    """The graph that ends in root, as it is now. Nodes without a name are called v0, v1, …"""
    graph, ids = Graph(), {}
    for i, node in enumerate(topological_order(root)):
        ids[node] = i
        named = Name(*(names or {}).get(node, (f"v{i}", "result" if node._prev else "input")))
        graph.op.append(node._op)
        graph.k.append(node._k)
        graph.data.append(node.data)
        graph.grad.append(node.grad)
        for column, value in zip(named._fields, named, strict=True):
            getattr(graph, column).append(value)
        graph.prev.append([ids[operand] for operand in node._prev])
        graph.local.append(list(node._local))
        graph.contribution.append([local * node.grad for local in node._local])
    return graph


# --- names: x, y; h3 with h3.w1, h3.w1*x, h3.sum1; z1 … z3; e1 …, denom, p2, loss ---

# The parts of a network, each with words for a reader.
PARTS = {
    "input": "input {neuron}",
    "weight": "weight of input {input}",
    "product": "weight {input} times input {input}",
    "sum": "bias plus the products up to input {input}",
    "bias": "bias",
    "out": "output",
}


def point_names(
    model: MLP, inputs: Sequence[Value], logits: Sequence[Value], loss: Value, label: int, kind: str = "nll"
) -> Names:
    """What every node of one point's loss is called; kind is the loss's name. Label 1 is class 2.

    Everything counts from 1. The walk goes from the logits down, layer by layer: what a neuron reads are the
    results of the layer below it.
    """
    names: Names = {}
    tops = list(logits)
    for i in reversed(range(len(model.layers))):
        reads = layer_names(model, i - 1)
        neurons = zip(model.layers[i].neurons, tops, layer_names(model, i), strict=True)
        for j, (neuron, out, name) in enumerate(neurons, 1):
            below = name_neuron(names, neuron, out, Name(name, "result", i + 1, j), reads)
        tops = below
    for j, (node, name) in enumerate(zip(inputs, layer_names(model, -1), strict=True), 1):
        names[node] = Name(name, "input", 0, j, "input")
    name_loss(names, loss, label, kind, len(model.layers) + 1)
    return names


def layer_names(model: MLP, i: int) -> list[str]:
    """z1, z2, z3 for the last layer; h1 … h8 for the only hidden one, h2.1 … when there are several; x, y."""
    if i < 0:
        return ["x", "y"]
    prefix = "h" if len(model.layers) == 2 else f"h{i + 1}."
    if i == len(model.layers) - 1:
        prefix = "z"
    return [f"{prefix}{j + 1}" for j in range(len(model.layers[i].neurons))]


def name_neuron(names: Names, neuron: Neuron, out: Value, name: Name, reads: list[str]) -> list[Value]:
    """Names a neuron's nodes, from its result down to its bias; returns the nodes that it reads."""

    def part_of(suffix: str, role: str, part: str, i: int = 0) -> Name:
        return Name(name.name + suffix, role, name.layer, name.neuron, part, i)

    below: list[Value] = []
    node = out._prev[0] if neuron.nonlin else out
    for i in range(len(neuron.w), 0, -1):
        names[node] = part_of(f".sum{i}", "result", "sum", i)
        node, product = node._prev
        w, read = product._prev
        names[product] = part_of(f".w{i}*{reads[i - 1]}", "result", "product", i)
        names[w] = part_of(f".w{i}", "param", "weight", i)
        below.append(read)
    names[node] = part_of(".b", "param", "bias")
    names[out] = part_of("", "result", "out")
    return below[::-1]


def name_loss(names: Names, loss: Value, label: int, kind: str, layer: int) -> None:
    """Names what lies between the logits and the loss, as the loss calls it, or by number and operation."""
    row = LOSSES[kind]
    for node, part, neuron, term in row.find_parts(loss, label) if row.find_parts else ():
        name = row.parts[part][0].format(neuron=neuron, input=term)
        names[node] = Name(name, "result" if node._prev else "const", layer, neuron, part, term)
    for i, node in enumerate(topological_order(loss)):
        if node not in names:
            part = OPERATIONS[node._op].word if node._prev else "constant"
            names[node] = Name(f"v{i}", "result" if node._prev else "const", layer, 0, part)
    names[loss] = Name("loss", "result", layer, 0, "loss")


# --- drawing: the same picture from Graphviz as everybody's first notebook on micrograd ---

FILL = {"param": "lightgreen", "input": "lightblue", "const": "lightgray", "result": "white"}


def draw_dot(root: Value, names: Mapping[Value, tuple[str, str] | Name] | None = None) -> str:
    """The graph in Graphviz's language: a box per node with data and grad, an ellipse per operation.

    >>> a = Value(2.0)
    >>> print(draw_dot(a * 3.0).splitlines()[4])
      n0 [label="{v0|data 2.0000|grad 0.0000}" fillcolor=lightblue]
    """
    return graph_dot(trace(root, names))


def graph_dot(graph: Graph) -> str:
    """The same, of a graph that has been traced."""
    lines = [
        "digraph micrograd {",
        "  rankdir=LR",
        '  node [shape=record style=filled fontname="Courier" fontsize=10 height=0.3]',
        "  edge [arrowsize=0.6]",
    ]
    for i, op in enumerate(graph.op):
        numbers = f"data {graph.data[i]:.4f}|grad {graph.grad[i]:.4f}"
        fill = FILL[graph.role[i]]
        lines.append(f'  n{i} [label="{{{escape(graph.name[i])}|{numbers}}}" fillcolor={fill}]')
        if op:
            text = f"**{graph.k[i]:g}" if op == "**" else op
            lines.append(f'  o{i} [label="{text}" shape=ellipse fillcolor=white]')
            lines.append(f"  o{i} -> n{i}")
            lines += [f"  n{operand} -> o{i}" for operand in graph.prev[i]]
    return "\n".join([*lines, "}"]) + "\n"


def escape(name: str) -> str:
    """The name with a backslash before what a record label would take for its own syntax."""
    return "".join("\\" + c if c in '\\"{}|<> ' else c for c in name)
