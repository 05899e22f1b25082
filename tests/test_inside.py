"""Inside a step: contributions by edge and by point, backward done wrong, steps without zero_grad."""

import itertools
import math
from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest
from bits import all_bits, bits
from hypothesis import given
from hypothesis import strategies as st

from micrograd.config import Config
from micrograd.data import Point
from micrograd.engine import Value, topological_order
from micrograd.graph import Graph
from micrograd.inside import (
    contributions,
    count_visits,
    gradient,
    landscape,
    naive,
    naive_backward,
    overwriting_backward,
    overwritten,
)
from micrograd.losses import LOSSES
from micrograd.replay import field, nudge
from micrograd.rng import RNG
from micrograd.session import Session

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


def sum_of_contributions(graph: Graph) -> list[float]:
    """Every node's gradient out of what its consumers added, from the last consumer to the first."""
    arrived = [0.0] * len(graph.op)
    arrived[-1] = 1.0
    for i in reversed(range(len(graph.op))):
        for operand, contribution in zip(graph.prev[i], graph.contribution[i], strict=True):
            arrived[operand] += contribution
    return arrived


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
def test_the_contributions_to_a_node_add_up_to_its_gradient_exactly(
    layers: tuple[int, ...], loss: str
) -> None:
    session = trained(layers, loss)
    for x, y, label in probes():
        graph = session.trace(x, y, label)
        assert all_bits(sum_of_contributions(graph)) == all_bits(graph.grad)


# --- the training gradient ---


@pytest.mark.parametrize(("layers", "loss"), KINDS, ids=str)
def test_the_points_contributions_added_from_the_last_to_the_first_are_the_gradient_exactly(
    layers: tuple[int, ...], loss: str
) -> None:
    session = trained(layers, loss)
    whole = gradient(session)
    other_order = 0
    for i in range(len(session.parameters)):
        split = contributions(session, i)
        assert len(split) == 16
        total = 0.0
        for contribution in reversed(split):
            total += contribution
        assert bits(total) == bits(whole[i])
        forwards = 0.0
        for contribution in split:
            forwards += contribution
        other_order += forwards != whole[i]
    assert other_order > 0 or loss not in ("nll", "logsumexp")  # so the order is part of the fact
    session.step()
    assert all_bits(session.snapshot().grad) == all_bits(whole)


def test_a_points_contribution_is_its_own_gradient_over_n_up_to_rounding() -> None:
    session = trained()
    split = contributions(session, 4)
    for point, contribution in zip(session.points[:16], split, strict=True):
        graph = session.trace(point.x, point.y, point.label)
        node = graph.name.index("h2.w2")
        assert graph.data[node] == session.parameters[4].data
        assert contribution == pytest.approx(graph.grad[node] / 16, rel=1e-12)


def test_only_train_points_contribute() -> None:
    session = trained()
    session.set_points([Point(0.5, 0.5, 1, "val"), Point(1.0, 1.0, 0), Point(0.0, 0.5, 2, "test")])
    assert len(contributions(session, 0)) == 1
    assert contributions(session, 0)[0] == gradient(session)[0] != 0.0


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
def test_on_a_tree_the_naive_order_is_the_true_one_and_nothing_is_overwritten(root: Value) -> None:
    order = topological_order(root)
    true = []
    for backward in (Value.backward, naive_backward, overwriting_backward):
        for v in order:
            v.grad = 0.0
        backward(root)
        true.append(all_bits(v.grad + 0.0 for v in order))  # = keeps a -0.0, which += does not
    assert true[0] == true[1] == true[2]
    assert set(count_visits(root).values()) == {1.0}


def test_three_layers_of_16_are_within_the_limit_of_visits_and_three_of_64_are_refused() -> None:
    session = Session(Config(n=2, layers=(16, 16, 16)))
    assert sum(naive(session, 0.5, 0.5, 0).visits) == 218447.0
    session = Session(Config(n=2, layers=(64, 64, 64)))
    with pytest.raises(ValueError, match="more than 3000000 visits"):
        naive(session, 0.5, 0.5, 0)


# --- = in place of += ---


def test_with_overwriting_only_the_consumer_that_comes_last_leaves_its_contribution() -> None:
    # by hand: root = 5a + 7a with a = 2w: d root / da = 12, d root / dw = 24; backward comes to 7a first
    w = Value(3.0)
    a = w * 2.0
    root = a * 5.0 + a * 7.0
    overwriting_backward(root)
    assert (root.grad, a.grad, w.grad) == (1.0, 5.0, 10.0)
    # by hand: d (b * b) / db = 2b = 8, of which each operand of the product brings 4
    b = Value(4.0)
    overwriting_backward(b * b)
    assert b.grad == 4.0


@pytest.mark.parametrize("layers", ARCHITECTURES, ids=str)
def test_overwriting_is_wrong_below_every_node_with_several_consumers_and_right_elsewhere(
    layers: tuple[int, ...],
) -> None:
    session = trained(layers)
    for x, y, label in probes():
        graph, both = session.trace(x, y, label), overwritten(session, x, y, label)
        assert all_bits(both.grad) == all_bits(graph.grad)
        consumers: list[list[int]] = [[] for _ in graph.op]
        for out, prev in enumerate(graph.prev):
            for operand in prev:
                consumers[operand].append(out)
        spoiled = [len(used_by) > 1 for used_by in consumers]
        for node in reversed(range(len(graph.op))):
            spoiled[node] = spoiled[node] or any(spoiled[out] for out in consumers[node])
        assert 0 < sum(spoiled) < len(spoiled)
        for i, (wrong, true) in enumerate(zip(both.overwritten, both.grad, strict=True)):
            assert (wrong != true) == (spoiled[i] and true != 0.0)


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
    "contributions": lambda s: contributions(s, 3),
    "landscape": lambda s: landscape(s, 3, 7, -1.0, 1.0, -1.0, 1.0, 3, 2),
    "naive": lambda s: naive(s, 0.5, -0.5, 1),
    "overwritten": lambda s: overwritten(s, 0.5, -0.5, 1),
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
        (lambda s: contributions(s, 51), "a parameter must be from 0 to 50, not 51"),
        (lambda s: contributions(s, -1), "a parameter must be from 0 to 50, not -1"),
        (lambda s: naive(s, math.nan, 0.0, 0), "a point's x must be finite, not nan"),
        (lambda s: naive(s, 0.0, 0.0, 0, 151), "a node must be from 0 to 150, not 151"),
        (lambda s: naive(s, 0.0, 0.0, 0, -2), "a node must be from 0 to 150, not -2"),
        (lambda s: overwritten(s, 0.0, math.inf, 0), "a point's y must be finite, not inf"),
        (lambda s: nudge(s, 0.0, 0.0, 3, 0, 0.1), "a label must be from 0 to 2, not 3"),
        (lambda s: nudge(s, 0.0, 0.0, 2, -1, 0.1), "a node must be from 0 to 150, not -1"),
        (lambda s: nudge(s, 0.0, 0.0, 2, 0, -math.inf), "delta must be finite, not -inf"),
        (lambda s: landscape(s, 51, 0, 0, 1, 0, 1, 2, 2), "a parameter must be from 0 to 50, not 51"),
        (lambda s: landscape(s, 7, 7, 0, 1, 0, 1, 2, 2), "the two parameters must be different, not both 7"),
        (lambda s: landscape(s, 0, 1, 0, 1, 0, 1, 2, 0), "rows must be from 1 to 4096, not 0"),
        (lambda s: landscape(s, 0, 1, 0, math.inf, 0, 1, 2, 2), "right must be finite, not inf"),
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


@pytest.mark.parametrize("query", ["gradient", "contributions"])
def test_without_train_points_there_is_no_training_gradient(query: str) -> None:
    session = trained()
    session.set_points([Point(0.0, 0.0, 0, "val")])
    with pytest.raises(ValueError, match="at least one train point"):
        QUERIES[query](session)


def test_a_run_that_has_left_the_finite_numbers_can_still_be_looked_into() -> None:
    session = trained(steps=1)
    s = session.snapshot()
    session.restore(replace(s, data=array("d", [1e300] * 51)))
    assert any(map(math.isnan, gradient(session)))
    assert math.isnan(naive(session, 0.5, 0.5, 1).grad[0])
    assert math.isnan(overwritten(session, 0.5, 0.5, 1).overwritten[0])
    assert not math.isfinite(nudge(session, 0.5, 0.5, 1, 0, 1.0).measured)
