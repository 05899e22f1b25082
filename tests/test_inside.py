"""Inside a step: contributions by edge and by point, steps without zero_grad."""

import itertools
import math
from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest
from bits import all_bits, bits

from micrograd.config import Config
from micrograd.data import Point
from micrograd.graph import Graph
from micrograd.inside import (
    contributions,
    gradient,
    landscape,
    naive,
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
