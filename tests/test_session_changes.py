"""What a user changes between two steps: the points, the optimiser, the loss."""

import math
from dataclasses import replace

import pytest
from runs import state, trained

from micrograd import Point
from micrograd.optim import OPTIMIZERS
from micrograd.session import HYPER

# --- set_points and set_hyper ---


def test_points_set_are_trained_on_from_the_next_step() -> None:
    session, other = trained(2), trained(2)
    points = [*session.points, Point(0.5, 0.5, 1)]
    session.set_points(points)
    points.clear()
    assert len(session.points) == 21
    assert session.points[-1] == Point(0.5, 0.5, 1, "train")
    assert session.step()[0] != other.step()[0]
    session.set_points(other.points)
    session.restore(other.snapshot())
    assert session.step() == other.step()


@pytest.mark.parametrize(
    ("point", "refusal"),
    [
        (Point(math.nan, 0.0, 0), "a point's x must be finite, not nan"),
        (Point(0.0, -math.inf, 0), "a point's y must be finite, not -inf"),
        (Point(0.0, 0.0, 3), "a label must be from 0 to 2, not 3"),
        (Point(0.0, 0.0, -1), "a label must be from 0 to 2, not -1"),
        (Point(0.0, 0.0, 0, "dev"), "a split must be one of train, val, test, not 'dev'"),
    ],
)
def test_a_wrong_point_is_refused_with_its_value_and_the_old_points_stay(point: Point, refusal: str) -> None:
    session = trained(1)
    before = state(session)
    with pytest.raises(ValueError, match="must be") as refused:
        session.set_points([Point(0.0, 0.0, 0), point])
    assert str(refused.value) == refusal
    if point.split == "train":
        with pytest.raises(ValueError, match="must be"):
            session.trace(point.x, point.y, point.label)
    assert state(session) == before


def test_a_change_of_lr_keeps_the_moments() -> None:
    session = trained(3)
    before = session.snapshot()
    session.set_hyper(lr=0.01, weight_decay=0.0)
    assert session.snapshot() == before
    session.step()
    after = session.snapshot()
    i = max(range(27), key=lambda i: abs(after.m[i]))
    step = (after.m[i] / (1 - 0.9**4)) / ((after.v[i] / (1 - 0.95**4)) ** 0.5 + 1e-8)
    assert after.data[i] == before.data[i] - 0.01 * (step + 0.0 * before.data[i])


def test_another_optimizer_starts_with_empty_moments_and_its_own_t_and_the_steps_go_on() -> None:
    session = trained(3)
    session.set_hyper(optimizer="sgd", momentum=0.5)
    s = session.snapshot()
    assert (s.step, s.optimizer, s.t, set(s.m), set(s.v)) == (3, "sgd", 0, {0.0}, {0.0})
    session.step()
    session.set_hyper(momentum=0.0)
    s = session.snapshot()
    assert (s.step, s.t) == (4, 1)
    assert set(s.m) != {0.0} == set(s.v)
    session.set_hyper(optimizer="adamw")
    s = session.snapshot()
    assert (s.step, s.t, set(s.m)) == (4, 0, {0.0})


def test_the_first_move_of_adamw_is_lr_whatever_went_before() -> None:
    session = trained(10, optimizer="sgd", weight_decay=0.0)
    before = session.snapshot()
    session.set_hyper(optimizer="adamw", lr=0.1)
    session.step()
    after = session.snapshot()
    for p, q, g in zip(before.data, after.data, after.grad, strict=True):
        assert abs(g) > 1e-6
        assert q - p == pytest.approx(-math.copysign(0.1, g), rel=0.01)


def test_restored_under_another_optimizer_the_moments_and_t_start_empty() -> None:
    session, other = trained(10), trained(0, optimizer="sgd")
    snapshot = session.snapshot()
    other.restore(snapshot)
    s = other.snapshot()
    assert (s.step, s.optimizer, s.t, set(s.m), set(s.v)) == (10, "sgd", 0, {0.0}, {0.0})
    assert (s.data, s.grad) == (snapshot.data, snapshot.grad)
    session.set_hyper(optimizer="sgd")
    session.step()
    other.step()
    assert session.snapshot() == other.snapshot()


def test_a_snapshot_of_an_unknown_optimizer_is_refused_and_nothing_changes() -> None:
    session = trained(2)
    before = state(session)
    wrong = replace(session.snapshot(), optimizer="no such")
    with pytest.raises(ValueError, match=r"a snapshot's optimizer must be one of .*, not 'no such'"):
        session.restore(wrong)
    assert state(session) == before


def test_a_change_of_loss_shows_in_the_graph_and_in_the_next_loss() -> None:
    session, other = trained(3), trained(3)
    session.set_hyper(loss="logsumexp")
    assert "-m" in session.trace(0.0, 0.0, 0).name
    assert session.step()[0] == pytest.approx(other.step()[0], rel=1e-12)


ONLY = f"can't change during a run: only {', '.join(HYPER)} can"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"lr": -1.0}, "lr must be a finite number >= 0, not '-1.0'"),
        ({"optimizer": "no such"}, f"optimizer must be one of {', '.join(OPTIMIZERS)}, not 'no such'"),
        ({"seed": 7}, f"seed {ONLY}"),
        ({"noise": 0.5}, f"noise {ONLY}"),
    ],
)
def test_a_wrong_change_is_refused_and_nothing_changes(change: dict[str, object], refusal: str) -> None:
    session = trained(2)
    before = state(session)
    with pytest.raises(ValueError, match=r"must be|can't change") as refused:
        session.set_hyper(**change)
    assert str(refused.value) == refusal
    assert state(session) == before
