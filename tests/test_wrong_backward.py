"""Backward done wrong: without the topological sort, and with = in place of +=."""

import math

import pytest
from bits import all_bits
from hypothesis import given
from hypothesis import strategies as st
from test_inside import ARCHITECTURES, probes, trained

from micrograd.config import Config
from micrograd.engine import Value, topological_order
from micrograd.inside import count_visits, naive, naive_backward, overwriting_backward, overwritten
from micrograd.session import Session

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
