"""Looking inside a step: shares, the naive order, nudges, fields, and steps without zero_grad."""

import itertools
import math
from array import array
from collections.abc import Callable

import pytest
from bits import all_bits, bits
from hypothesis import given
from hypothesis import strategies as st

from micrograd.config import Config
from micrograd.data import Point
from micrograd.engine import Value, topological_order
from micrograd.graph import Graph
from micrograd.inside import count_visits, gradient, naive, naive_backward, shares
from micrograd.nn import LOSSES
from micrograd.replay import field, nudge
from micrograd.rng import RNG
from micrograd.session import Session, Snapshot

ARCHITECTURES = [(), (8,), (4, 3, 2)]
KINDS = list(itertools.product(ARCHITECTURES, LOSSES))


def trained(layers: tuple[int, ...] = (8,), loss: str = "nll", steps: int = 3, **changes: object) -> Session:
    """A session of 20 points (16 to train on) after a few steps."""
    session = Session(Config(n=20, layers=layers, loss=loss, **changes))  # type: ignore[arg-type]
    for _ in range(steps):
        session.step()
    return session


def state(session: Session) -> list[object]:
    """The whole training state, comparable when losses are nan."""
    s = session.snapshot()
    return [s.step, bits(s.train), bits(s.val), *(all_bits(c) for c in (s.data, s.grad, s.m, s.v))]


def probes(count: int = 10) -> list[tuple[float, float, int]]:
    """Random places with a label."""
    rng = RNG(7)
    return [(rng.uniform(-2.0, 2.0), rng.uniform(-2.0, 2.0), i % 3) for i in range(count)]


# --- the record of backward ---


def sum_of_shares(graph: Graph) -> list[float]:
    """Every node's gradient out of what its consumers added, from the last consumer to the first."""
    arrived = [0.0] * len(graph.op)
    arrived[-1] = 1.0
    for i in reversed(range(len(graph.op))):
        for operand, share in zip(graph.prev[i], graph.share[i], strict=True):
            arrived[operand] += share
    return arrived


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
def test_the_shares_that_arrive_at_a_node_are_its_gradient_exactly(
    layers: tuple[int, ...], loss: str
) -> None:
    session = trained(layers, loss)
    for x, y, label in probes():
        graph = session.trace(x, y, label)
        assert all_bits(sum_of_shares(graph)) == all_bits(graph.grad)


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


# --- the training gradient ---


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
def test_the_points_shares_from_the_last_to_the_first_add_up_to_the_gradient_exactly(
    layers: tuple[int, ...], loss: str
) -> None:
    session = trained(layers, loss)
    whole = gradient(session)
    other_order = 0
    for i in range(len(session.parameters)):
        split = shares(session, i)
        assert len(split) == 16
        total = 0.0
        for share in reversed(split):
            total += share
        assert bits(total) == bits(whole[i])
        forwards = 0.0
        for share in split:
            forwards += share
        other_order += forwards != whole[i]
    assert other_order > 0  # so the order is part of the fact
    session.step()
    assert all_bits(session.snapshot().grad) == all_bits(whole)


def test_a_points_share_is_a_nth_of_its_own_gradient_but_for_rounding() -> None:
    session = trained()
    split = shares(session, 4)
    for point, share in zip(session.points[:16], split, strict=True):
        graph = session.trace(point.x, point.y, point.label)
        node = graph.name.index("h2.w2")
        assert graph.data[node] == session.parameters[4].data
        assert share == pytest.approx(graph.grad[node] / 16, rel=1e-12)


def test_only_train_points_have_a_share() -> None:
    session = trained()
    session.set_points([Point(0.5, 0.5, 1, "val"), Point(1.0, 1.0, 0), Point(0.0, 0.5, 2, "test")])
    assert len(shares(session, 0)) == 1
    assert shares(session, 0)[0] == gradient(session)[0] != 0.0


# --- the naive order ---


def test_the_naive_order_is_wrong_on_the_network_below_the_node_that_is_used_twice() -> None:
    session = trained()
    x, y, label = probes()[2]
    graph, both = session.trace(x, y, label), naive(session, x, y, label)
    assert all_bits(both.grad) == all_bits(graph.grad)
    by_name = dict(zip(graph.name, zip(both.naive, both.grad, both.visits, strict=True), strict=True))
    for name in ("loss", "log(p3)", "p3", "denom**-1", "denom", "e1", "e2", "e3"):
        assert by_name[name][0] == by_name[name][1]  # whatever comes before the second use is right
    for name in ("z3", "z3.b", "h1", "h1.w1", "x"):
        assert by_name[name][0] != by_name[name][1]
    assert (by_name["e1"][2], by_name["e3"][2], by_name["x"][2]) == (1.0, 2.0, 32.0)


@pytest.mark.parametrize("layers", ARCHITECTURES, ids=str)
def test_the_naive_order_is_right_where_nothing_is_used_twice(layers: tuple[int, ...]) -> None:
    session = trained(layers)
    name = "h1.1" if len(layers) > 1 else "h1" if layers else "z2"
    for x, y, label in probes(3):
        graph = session.trace(x, y, label)
        tree = naive(session, x, y, label, graph.name.index(name))
        assert all_bits(tree.naive) == all_bits(tree.grad)
        assert tree.grad[graph.name.index("x")] != 0.0
        assert tree.visits[-1] == tree.grad[-1] == 0.0  # the loss is no part of it


def test_a_node_used_twice_passes_its_gradient_on_twice() -> None:
    a = Value(3.0)
    b = a * 2.0
    root = b * b + 1.0
    naive_backward(root)
    assert (a.grad, b.grad, root.grad) == (48.0, 12.0, 1.0)
    assert count_visits(root) == dict(
        zip(topological_order(root), [2.0, 2.0, 2.0, 1.0, 1.0, 1.0], strict=True)
    )


def test_an_operand_that_is_visited_too_early_passes_on_what_it_has_so_far() -> None:
    a = Value(3.0)
    b = a * 2.0
    naive_backward(b.exp() + b * 5.0)
    e6 = math.exp(6.0)
    assert a.grad == pytest.approx(2 * e6 + 2 * (e6 + 5.0))


# leaves, and trees of trees: no node is used twice
trees = st.recursive(
    st.floats(-3.0, 3.0).map(Value),
    lambda below: st.one_of(
        st.tuples(below, below).map(lambda ab: ab[0] + ab[1]),
        st.tuples(below, below).map(lambda ab: ab[0] * ab[1]),
        below.map(Value.tanh),
        below.map(lambda a: a**2),
    ),
    max_leaves=20,
)


@given(trees)
def test_on_a_tree_the_naive_order_is_the_true_one(root: Value) -> None:
    order = topological_order(root)
    true = []
    for backward in (Value.backward, naive_backward):
        for v in order:
            v.grad = 0.0
        backward(root)
        true.append(all_bits(v.grad for v in order))
    assert true[0] == true[1]
    assert set(count_visits(root).values()) == {1.0}


def test_three_layers_of_16_are_within_the_limit_of_visits_and_three_of_64_are_refused() -> None:
    session = Session(Config(n=2, layers=(16, 16, 16)))
    assert sum(naive(session, 0.5, 0.5, 0).visits) == 218447.0
    session = Session(Config(n=2, layers=(64, 64, 64)))
    with pytest.raises(ValueError, match="more than 3000000 visits"):
        naive(session, 0.5, 0.5, 0)


# --- nudges ---


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


# --- steps without zero_grad ---


def test_without_zero_grad_the_gradients_of_all_steps_lie_on_one_heap() -> None:
    session = trained(steps=0, optimizer="sgd", lr=0.0)  # the parameters stay, so every step adds the same
    true = gradient(session)
    session.set_variant(zero_grad=False)
    for times in (1, 2, 3):
        session.step()
        assert list(session.snapshot().grad) == pytest.approx([times * g for g in true], rel=1e-12)
        assert gradient(session) == true
    session.set_variant(zero_grad=True)
    session.step()
    assert session.snapshot().grad == true


def test_a_run_without_zero_grad_goes_on_from_a_snapshot_with_the_same_bits() -> None:
    straight, other = trained(), trained(steps=0)
    straight.set_variant(zero_grad=False)
    for _ in range(4):
        straight.step()
    other.restore(straight.snapshot())
    other.set_variant(zero_grad=False)
    for session in (straight, other):
        session.set_hyper(lr=0.05)
        for _ in range(4):
            session.step()
    assert state(straight) == state(other)
    assert straight.snapshot().grad != trained(steps=11).snapshot().grad


# --- what all of them have in common ---

QUERIES: dict[str, Callable[[Session], object]] = {
    "gradient": gradient,
    "shares": lambda s: shares(s, 3),
    "naive": lambda s: naive(s, 0.5, -0.5, 1),
    "nudge": lambda s: nudge(s, 0.5, -0.5, 1, 7, 0.1),
    "field": lambda s: field(s, 9, 1, 4, 4),
}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("zero_grad", [True, False])
def test_a_query_leaves_the_run_as_it_is(query: str, zero_grad: bool) -> None:
    asked, quiet = trained(steps=0), trained(steps=0)
    for session in (asked, quiet):
        session.set_variant(zero_grad)
    for _ in range(4):
        before = state(asked)
        QUERIES[query](asked)
        assert state(asked) == before
        asked.step()
        quiet.step()
    assert state(asked) == state(quiet)


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lambda s: shares(s, 51), "a parameter must be from 0 to 50, not 51"),
        (lambda s: shares(s, -1), "a parameter must be from 0 to 50, not -1"),
        (lambda s: naive(s, math.nan, 0.0, 0), "a point's x must be finite, not nan"),
        (lambda s: naive(s, 0.0, 0.0, 0, 151), "a node must be from 0 to 150, not 151"),
        (lambda s: naive(s, 0.0, 0.0, 0, -2), "a node must be from 0 to 150, not -2"),
        (lambda s: nudge(s, 0.0, 0.0, 3, 0, 0.1), "a label must be from 0 to 2, not 3"),
        (lambda s: nudge(s, 0.0, 0.0, 2, -1, 0.1), "a node must be from 0 to 150, not -1"),
        (lambda s: nudge(s, 0.0, 0.0, 2, 0, -math.inf), "delta must be finite, not -inf"),
        (lambda s: field(s, 151, 0, 2, 2), "a node must be from 0 to 150, not 151"),
        (lambda s: field(s, 0, -1, 2, 2), "a label must be from 0 to 2, not -1"),
        (lambda s: field(s, 0, 0, 0, 2), "columns must be from 1 to 4096, not 0"),
        (lambda s: field(s, 0, 0, 2, 4097), "rows must be from 1 to 4096, not 4097"),
    ],
)
def test_what_does_not_exist_is_refused_by_name_and_nothing_changes(
    ask: Callable[[Session], object], refusal: str
) -> None:
    session = trained()
    before = state(session)
    with pytest.raises(ValueError, match="must be") as refused:
        ask(session)
    assert str(refused.value) == refusal
    assert state(session) == before


@pytest.mark.parametrize("query", ["gradient", "shares"])
def test_without_train_points_there_is_no_training_gradient(query: str) -> None:
    session = trained()
    session.set_points([Point(0.0, 0.0, 0, "val")])
    with pytest.raises(ValueError, match="at least one train point"):
        QUERIES[query](session)


def test_a_run_that_has_left_the_finite_numbers_can_still_be_looked_into() -> None:
    session = trained(steps=1)
    s = session.snapshot()
    session.restore(Snapshot(s.step, s.train, s.val, array("d", [1e300] * 51), s.grad, s.m, s.v))
    assert any(map(math.isnan, gradient(session)))
    assert math.isnan(naive(session, 0.5, 0.5, 1).grad[0])
    assert not math.isfinite(nudge(session, 0.5, 0.5, 1, 0, 1.0).measured)
