"""The graph as data: 151 named nodes, whose numbers follow from each other, and its drawing."""

import math
import shutil
import subprocess

import pytest
from bits import all_bits, bits

from micrograd.config import Config
from micrograd.engine import Value, ieee_exp, ieee_log, ieee_pow
from micrograd.graph import Graph, draw_dot, graph_dot, trace
from micrograd.session import Session

CONFIGS = [
    Config(),
    Config(loss="logsumexp"),
    Config(layers=()),
    Config(layers=(3, 4), nonlin="relu"),
    Config(layers=(2, 1, 2), loss="logsumexp"),
]


def point_graph(config: Config, label: int = 2, steps: int = 3) -> Graph:
    session = Session(config)
    for _ in range(steps):
        session.step()
    return session.trace(0.25, -1.5, label)


def test_the_graph_of_one_point_has_151_nodes() -> None:
    graph = point_graph(Config())
    assert [graph.role.count(role) for role in ("param", "input", "const", "result")] == [51, 2, 1, 97]
    assert len(graph.op) == 151
    counts = {op: graph.op.count(op) for op in set(graph.op)}
    assert counts == {"": 54, "*": 42, "+": 42, "tanh": 8, "exp": 3, "**": 1, "log": 1}


@pytest.mark.parametrize("config", CONFIGS, ids=str)
@pytest.mark.parametrize("label", [0, 1, 2])
def test_every_node_has_a_name_of_its_own(config: Config, label: int) -> None:
    graph = point_graph(config, label)
    assert len(set(graph.name)) == len(graph.name)
    assert not [name for name in graph.name if name.startswith("v")]
    assert graph.name[-1] == "loss"
    assert {name for name, role in zip(graph.name, graph.role, strict=True) if role == "input"} == {"x", "y"}


def test_names_are_what_a_person_would_say() -> None:
    named = set(point_graph(Config(), label=1).name)
    assert {"x", "y", "h3", "h3.w1", "h3.w2", "h3.b", "h3.w1*x", "h3.w2*y", "h3.sum1", "h3.sum2"} <= named
    assert {"z1", "z3", "z2.w8", "z2.w8*h8", "z2.sum7", "z2.b", "e1", "e2", "e3"} <= named
    assert {"denom", "denom.sum1", "denom**-1", "p2", "log(p2)", "-1", "loss"} <= named
    named = set(point_graph(Config(loss="logsumexp"), label=0).name)
    assert {"-m", "s1", "s2", "s3", "e1", "denom", "log(denom)", "-s1", "-1", "loss"} <= named
    named = set(point_graph(Config(layers=(3, 4))).name)
    assert {"h1.3", "h2.4", "h2.4.w3", "h2.4.w3*h1.3", "h2.4.sum3", "z3.w4*h2.4"} <= named


def test_the_names_are_on_the_right_nodes() -> None:
    session = Session(Config())
    graph = session.trace(0.25, -1.5, 1)
    data = dict(zip(graph.name, graph.data, strict=True))
    (h3, z2) = session.model.layers[0].neurons[2], session.model.layers[1].neurons[1]
    assert (data["x"], data["y"]) == (0.25, -1.5)
    assert (data["h3.w1"], data["h3.w2"], data["h3.b"]) == (h3.w[0].data, h3.w[1].data, h3.b.data)
    assert data["h3.w2*y"] == h3.w[1].data * -1.5
    assert data["h3"] == math.tanh(data["h3.sum2"])
    assert data["z2.w8*h8"] == z2.w[7].data * data["h8"]
    assert data["e2"] == math.exp(data["z2"])
    assert data["p2"] == pytest.approx(session.predict(0.25, -1.5)[1], rel=1e-14)
    assert data["loss"] == -data["log(p2)"]


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_every_result_is_its_operation_on_its_operands(config: Config) -> None:
    graph = point_graph(config)
    recompute = {
        "+": lambda k, a, b: a + b,
        "*": lambda k, a, b: a * b,
        "**": lambda k, a: ieee_pow(a, k),
        "relu": lambda k, a: max(a, 0.0),
        "tanh": lambda k, a: math.tanh(a),
        "exp": lambda k, a: ieee_exp(a),
        "log": lambda k, a: ieee_log(a),
    }
    for i, op in enumerate(graph.op):
        assert all(operand < i for operand in graph.prev[i])
        assert len(graph.prev[i]) == len(graph.local[i])
        assert (graph.k[i] != 0.0) == (op == "**")
        assert bool(op) == bool(graph.prev[i]) == (graph.role[i] == "result")
        if op:
            operands = [graph.data[operand] for operand in graph.prev[i]]
            assert bits(graph.data[i]) == bits(recompute[op](graph.k[i], *operands)), graph.name[i]


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_every_gradient_is_the_sum_of_what_its_consumers_contribute(config: Config) -> None:
    graph = point_graph(config)
    arrived = [0.0] * len(graph.op)
    arrived[-1] = 1.0
    for i in reversed(range(len(graph.op))):
        for operand, local in zip(graph.prev[i], graph.local[i], strict=True):
            arrived[operand] += local * graph.grad[i]
    assert all_bits(arrived) == all_bits(graph.grad)
    assert all(math.isfinite(grad) for grad in graph.grad)


def test_a_trace_without_names_numbers_the_nodes() -> None:
    a = Value(2.0)
    root = (a * 3.0 + a) ** 2
    root.backward()
    graph = trace(root)
    assert graph.name == ["v0", "v1", "v2", "v3", "v4"]
    assert graph.role == ["input", "input", "result", "result", "result"]
    assert graph.op == ["", "", "*", "+", "**"]
    assert graph.k == [0.0, 0.0, 0.0, 0.0, 2.0]
    assert graph.data == [2.0, 3.0, 6.0, 8.0, 64.0]
    assert graph.grad == [64.0, 32.0, 16.0, 16.0, 1.0]
    assert graph.prev == [[], [], [0, 1], [2, 0], [3]]
    assert graph.local == [[], [], [3.0, 2.0], [1.0, 1.0], [16.0]]


def test_names_given_are_drawn_and_escaped() -> None:
    a, b = Value(2.0), Value(0.1)
    dot = draw_dot(a * b, {a: ('a {|}<> "\\', "param")})
    assert dot.splitlines()[4] == (
        r'  n0 [label="{a\ \{\|\}\<\>\ \"\\|data 2.0000|grad 0.0000}" fillcolor=lightgreen]'
    )


def test_a_drawing_has_a_box_per_node_an_ellipse_per_operation_and_an_edge_per_operand() -> None:
    graph = point_graph(Config())
    lines = graph_dot(graph).splitlines()
    assert sum("|data " in line for line in lines) == 151
    assert sum("shape=ellipse" in line for line in lines) == 97
    operands = sum(len(prev) for prev in graph.prev)
    assert sum(" -> " in line for line in lines) == 97 + operands
    assert lines[0] == "digraph micrograd {"
    assert lines[-1] == "}"
    assert '[label="**-1" shape=ellipse fillcolor=white]' in "\n".join(lines)


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_graphviz_draws_every_graph(config: Config) -> None:
    if not shutil.which("dot"):
        pytest.skip("Graphviz's dot isn't installed")
    graph = point_graph(config)
    done = subprocess.run(
        ["dot", "-Tplain"], input=graph_dot(graph), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    boxes = [line for line in done.stdout.splitlines() if line.startswith("node ")]
    assert len(boxes) == len(graph.op) + sum(map(bool, graph.op))
