"""How values and networks show themselves in a notebook: drawn by Graphviz's dot, or as a table without it.

Nothing here is loaded before a notebook asks: `_repr_html_` of Value and MLP import it.

>>> from micrograd import MLP, Value
>>> html = value_html(Value(2.0) * -3.0, "")
>>> html.count("<tr>"), "<td>*</td>" in html
(4, True)
>>> network_table(MLP(2, [8, 3])).count("<tr>")
3
"""

import shutil
import subprocess
from html import escape

from micrograd.engine import Value, topological_order
from micrograd.graph import Graph, graph_dot, trace
from micrograd.nn import MLP, Neuron

MOST_NODES = 600  # that dot draws within a second
MOST_ROWS = 40  # of a table
SECONDS = 20.0


def find_dot() -> str:
    """Graphviz's dot, or "" where it isn't installed."""
    return shutil.which("dot") or ""


def draw(dot: str, program: str) -> str:
    """The picture of a graph in Graphviz's language as SVG, or "" when the program can't draw it."""
    try:
        done = subprocess.run(
            [program, "-Tsvg"], input=dot.encode(), capture_output=True, check=True, timeout=SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    svg = done.stdout.decode()
    return svg[svg.find("<svg") :]


def framed(svg: str) -> str:
    """A picture that scrolls where it is wider than the notebook."""
    return f'<div style="overflow-x: auto; background: white">{svg}</div>'


# --- a value ---


def value_html(root: Value, program: str | None = None) -> str:
    """The graph that ends in root: a box per node with data and grad, an ellipse per operation."""
    program = find_dot() if program is None else program
    count = len(topological_order(root))
    graph = trace(root)
    svg = draw(graph_dot(graph), program) if program and count <= MOST_NODES else ""
    return framed(svg) if svg else value_table(graph, drawable=bool(program))


def value_table(graph: Graph, drawable: bool = False) -> str:
    """The last nodes of a graph, the root first."""
    count = len(graph.op)
    rows = [
        [
            graph.name[i],
            f"**{graph.k[i]:g}" if graph.op[i] == "**" else graph.op[i],
            ", ".join(graph.name[operand] for operand in graph.prev[i]),
            f"{graph.data[i]:.4f}",
            f"{graph.grad[i]:.4f}",
        ]
        for i in reversed(range(max(0, count - MOST_ROWS), count))
    ]
    says = "" if count <= MOST_ROWS else f"The last {MOST_ROWS} of {count} nodes. "
    if not drawable:
        says += "Graphviz's dot would draw it: apt install graphviz, brew install graphviz or graphviz.org"
    return table(["node", "operation", "of", "data", "grad"], rows) + (says and f"<p>{escape(says)}</p>")


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Texts as a table in HTML."""
    lines = ["".join(f"<th>{escape(head)}</th>" for head in heads)]
    lines += ["".join(f"<td>{escape(text)}</td>" for text in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


# --- a network ---


def network_html(model: MLP, program: str | None = None) -> str:
    """The network: a circle per neuron, a line per weight, as thick as it is large, orange where negative."""
    program = find_dot() if program is None else program
    nodes = sum(len(layer.neurons) for layer in model.layers)
    small = nodes <= MOST_NODES // 4 and len(model.parameters()) <= 4 * MOST_NODES
    svg = draw(network_dot(model), program) if program and small else ""
    return framed(svg) if svg else network_table(model)


def network_dot(model: MLP) -> str:
    """The same in Graphviz's language; a line says its weight, a circle its bias, to a pointer.

    >>> print(network_dot(MLP(1, [1])).splitlines()[-2])
      i1 -> n1_1 [color="#b8400f" penwidth=0.6 tooltip="-0.3218"]
    """
    lines = [
        "digraph network {",
        "  rankdir=LR ranksep=1.2 nodesep=0.08",
        '  node [shape=circle fixedsize=true width=0.42 fontname="Helvetica" fontsize=9]',
        "  edge [arrowhead=none]",
    ]
    below = [f"i{i}" for i in range(1, len(inputs_of(model)) + 1)]
    lines += [f'  {name} [label="x{name[1:]}" style=filled fillcolor=lightblue]' for name in below]
    for number, layer in enumerate(model.layers, 1):
        here = [f"n{number}_{j}" for j in range(1, len(layer.neurons) + 1)]
        for name, neuron in zip(here, layer.neurons, strict=True):
            lines.append(f'  {name} [label="{neuron.nonlin or "linear"}" tooltip="b {neuron.b.data:.4f}"]')
            for before, w in zip(below, neuron.w, strict=True):
                lines.append(f"  {before} -> {name} [{line_style(w.data)}]")
        below = here
    return "\n".join([*lines, "}"]) + "\n"


def inputs_of(model: MLP) -> list[Value]:
    """One weight for each of the network's inputs."""
    first: Neuron = model.layers[0].neurons[0]
    return first.w


def line_style(weight: float) -> str:
    """Colour by sign and width by size, as on the page."""
    colour = "#00756a" if weight >= 0.0 else "#b8400f"
    width = min(4.0, 0.3 + abs(weight)) if weight == weight else 4.0
    return f'color="{colour}" penwidth={width:.1f} tooltip="{weight:.4f}"'


def network_table(model: MLP) -> str:
    """A row per layer."""
    rows = []
    for i, layer in enumerate(model.layers, 1):
        neuron: Neuron = layer.neurons[0]
        sizes = [str(len(neuron.w)), str(len(layer.neurons)), str(len(layer.parameters()))]
        rows.append([str(i), *sizes, neuron.nonlin or "linear"])
    return table(["layer", "inputs", "neurons", "parameters", "nonlinearity"], rows)
