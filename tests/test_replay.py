"""The forward pass once more: nudges agree with gradients, a field has the bits of every graph."""

import pytest
from bits import all_bits, bits
from test_inside import KINDS, probes, trained

from micrograd.losses import LOSSES
from micrograd.replay import field, nudge

# --- nudges ---


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
def test_every_gradient_agrees_with_the_central_difference_of_two_nudges(
    layers: tuple[int, ...], loss: str
) -> None:
    session = trained(layers, loss)
    h = 1e-5
    for x, y, label in probes():
        graph = session.trace(x, y, label)
        assert max(map(abs, graph.grad)) > 0.01
        for i, grad in enumerate(graph.grad):
            up, down = (nudge(session, x, y, label, i, delta).nudged for delta in (h, -h))
            # denom**-1 may be 1e-3, where h is 1 % of it and the third derivative shows
            assert (up - down) / (2 * h) == pytest.approx(grad, rel=1e-3, abs=1e-6), graph.name[i]


def test_a_nudge_changes_what_depends_on_the_node_and_nothing_else() -> None:
    session = trained()
    x, y, label = probes()[1]
    graph = session.trace(x, y, label)
    node = graph.name.index("h3")
    it = nudge(session, x, y, label, node, 0.25)
    depends = {node}
    for i, prev in enumerate(graph.prev):
        if depends & set(prev):
            depends.add(i)
    assert {i for i, data in enumerate(it.data) if data != graph.data[i]} == depends
    assert it.data[node] == graph.data[node] + 0.25
    assert (it.loss, it.nudged) == (graph.data[-1], it.data[-1])
    assert (it.predicted, it.measured) == (graph.grad[node] * 0.25, it.nudged - it.loss)


def test_nudging_a_parameter_is_training_with_another_parameter() -> None:
    session = trained()
    x, y, label = probes()[4]
    node = session.trace(x, y, label).name.index("z2.w3")
    it = nudge(session, x, y, label, node, -0.125)
    parameter = 24 + 9 + 2
    session.parameters[parameter].data -= 0.125
    graph = session.trace(x, y, label)
    assert graph.name[node] == "z2.w3"
    assert all_bits(it.data) == all_bits(graph.data)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_nudge_of_nothing_changes_nothing(loss: str) -> None:
    session = trained(loss=loss)
    graph = session.trace(0.5, 1.0, 1)
    for node in range(len(graph.op)):
        it = nudge(session, 0.5, 1.0, 1, node, 0.0)
        assert list(it.data) == graph.data
        assert (it.predicted, it.measured) == (0.0, 0.0)


# --- fields ---


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
@pytest.mark.parametrize("nonlin", ["tanh", "relu"])
def test_a_field_has_the_bits_of_the_graph_at_every_place_for_every_node(
    layers: tuple[int, ...], loss: str, nonlin: str
) -> None:
    session = trained(layers, loss, nonlin=nonlin)
    columns, rows, extent, label = 3, 2, 2.5, 1
    xs = [((i + 0.5) / columns * 2.0 - 1.0) * extent for i in range(columns)]
    ys = [(1.0 - (i + 0.5) / rows * 2.0) * extent for i in range(rows)]
    assert (xs[2], ys) == (pytest.approx(2.5 * 2 / 3), [1.25, -1.25])
    graphs = [session.trace(x, y, label) for y in ys for x in xs]
    for node in range(len(graphs[0].op)):
        drawn = field(session, node, label, columns, rows, extent)
        assert all_bits(drawn) == all_bits(graph.data[node] for graph in graphs), graphs[0].name[node]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_field_of_more_places_than_are_worked_on_at_a_time_has_no_seam(loss: str) -> None:
    session = trained(loss=loss)
    node = len(session.trace(0.0, 0.0, 0).op) - 1
    whole = field(session, node, 0, 31, 29)
    assert len(whole) == 31 * 29 > (1 << 16) // node
    for i in (0, 30, 400, 424, 436, 449, 898):
        x = ((i % 31 + 0.5) / 31 * 2.0 - 1.0) * 2.0
        y = (1.0 - (i // 31 + 0.5) / 29 * 2.0) * 2.0
        assert bits(whole[i]) == bits(session.trace(x, y, 0).data[node])
