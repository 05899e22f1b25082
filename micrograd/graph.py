"""The graph as data: every node of it in topological order, with the name that a person would give it.

>>> from micrograd.nn import MLP, nll
>>> model, x = MLP(2, [8, 3]), [Value(0.5), Value(-1.0)]
>>> logits = model(x)
>>> loss = nll(logits, 2)
>>> graph = trace(loss, point_names(model, x, logits, loss, label=2))
>>> len(graph.op), graph.name[-1], graph.op[-1]
(151, 'loss', '*')
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from micrograd.engine import Value, topological_order
from micrograd.nn import MLP, Neuron

Names = dict[Value, tuple[str, str]]  # node -> (name, role)


@dataclass(slots=True)
class Graph:
    """One list per property, one entry per node; a node's id is its index, in topological order.

    op is one of '' + * ** relu tanh exp log, with the exponent k beside '**' (else 0); role is param,
    input, const or result; prev holds the ids of the operands and local the derivative by each.

    contribution is what backward added to each operand's grad: local * grad. A node's grad is the sum of its
    consumers' contributions, from the last consumer to the first, and first operand first.
    """

    op: list[str] = field(default_factory=list)
    k: list[float] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    grad: list[float] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    role: list[str] = field(default_factory=list)
    prev: list[list[int]] = field(default_factory=list)
    local: list[list[float]] = field(default_factory=list)
    contribution: list[list[float]] = field(default_factory=list)


def trace(root: Value, names: Mapping[Value, tuple[str, str]] | None = None) -> Graph:
    """The graph that ends in root, as it is now. Nodes without a name are called v0, v1, …"""
    graph, ids = Graph(), {}
    for i, node in enumerate(topological_order(root)):
        ids[node] = i
        name, role = (names or {}).get(node, (f"v{i}", "result" if node._prev else "input"))
        graph.op.append(node._op)
        graph.k.append(node._k)
        graph.data.append(node.data)
        graph.grad.append(node.grad)
        graph.name.append(name)
        graph.role.append(role)
        graph.prev.append([ids[operand] for operand in node._prev])
        graph.local.append(list(node._local))
        graph.contribution.append([local * node.grad for local in node._local])
    return graph


# --- names: x, y; h3 with h3.w1, h3.w1*x, h3.sum1; z1 … z3; e1 …, denom, p2, loss ---


def point_names(
    model: MLP, inputs: Sequence[Value], logits: Sequence[Value], loss: Value, label: int
) -> Names:
    """Name and role of every node of one point's loss. Everything counts from 1: label 1 is class 2.

    The walk goes from the logits down, layer by layer: what a neuron reads are the results of the layer
    below it.
    """
    names: Names = {}
    tops = list(logits)
    for i in reversed(range(len(model.layers))):
        reads = layer_names(model, i - 1)
        for neuron, out, name in zip(model.layers[i].neurons, tops, layer_names(model, i), strict=True):
            below = name_neuron(names, neuron, out, name, reads)
        tops = below
    for node, name in zip(inputs, layer_names(model, -1), strict=True):
        names[node] = (name, "input")
    name_results(names, loss, label)
    return names


def layer_names(model: MLP, i: int) -> list[str]:
    """z1, z2, z3 for the last layer; h1 … h8 for the only hidden one, h2.1 … when there are several; x, y."""
    if i < 0:
        return ["x", "y"]
    prefix = "h" if len(model.layers) == 2 else f"h{i + 1}."
    if i == len(model.layers) - 1:
        prefix = "z"
    return [f"{prefix}{j + 1}" for j in range(len(model.layers[i].neurons))]


def name_neuron(names: Names, neuron: Neuron, out: Value, name: str, reads: list[str]) -> list[Value]:
    """Names a neuron's nodes, from its result down to its bias; returns the nodes that it reads."""
    below: list[Value] = []
    node = out._prev[0] if neuron.nonlin else out
    for i in range(len(neuron.w), 0, -1):
        names[node] = (f"{name}.sum{i}", "result")
        node, product = node._prev
        w, read = product._prev
        names[product] = (f"{name}.w{i}*{reads[i - 1]}", "result")
        names[w] = (f"{name}.w{i}", "param")
        below.append(read)
    names[node] = (f"{name}.b", "param")
    names[out] = (name, "result")
    return below[::-1]


def name_results(names: Names, loss: Value, label: int) -> None:
    """Names what lies between the logits and the loss, for both losses."""
    names[loss] = ("loss", "result")
    if loss._op == "*":  # nll: log(p) * -1, p = e[label] * denom**-1
        log_p, minus_one = loss._prev
        (p,) = log_p._prev
        _, inverse = p._prev
        (denom,) = inverse._prev
        names[log_p] = (f"log(p{label + 1})", "result")
        names[p] = (f"p{label + 1}", "result")
        names[inverse] = ("denom**-1", "result")
    else:  # logsumexp: log(denom) + s[label] * -1, s = z + -m
        log_denom, minus_s = loss._prev
        (denom,) = log_denom._prev
        s, minus_one = minus_s._prev
        names[log_denom] = ("log(denom)", "result")
        names[minus_s] = (f"-s{label + 1}", "result")
        names[s._prev[1]] = ("-m", "const")
    names[minus_one] = ("-1", "const")
    name_denom(names, denom, shifted=loss._op != "*")


def name_denom(names: Names, denom: Value, shifted: bool) -> None:
    """Names denom = (e1 + e2) + e3, its exponentials, and where the logits were shifted s1, s2, s3."""
    terms: list[Value] = []
    node = denom
    while node._op == "+":
        node, e = node._prev
        terms.append(e)
    terms.append(node)
    node = denom
    for i in range(len(terms) - 1, 0, -1):
        names[node] = ("denom" if node is denom else f"denom.sum{i}", "result")
        node = node._prev[0]
    for i, e in enumerate(reversed(terms), 1):
        names[e] = (f"e{i}", "result")
        if shifted:
            names[e._prev[0]] = (f"s{i}", "result")


# --- drawing: the same picture from Graphviz as everybody's first notebook on micrograd ---

FILL = {"param": "lightgreen", "input": "lightblue", "const": "lightgray", "result": "white"}


def draw_dot(root: Value, names: Mapping[Value, tuple[str, str]] | None = None) -> str:
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
