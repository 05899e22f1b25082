"""A run: commands that change it, queries that don't, and snapshots that bring it back to the last bit."""

import gc
import math
from array import array

import pytest
from bits import all_bits
from hypothesis import given
from hypothesis import strategies as st
from runs import state, trained

from micrograd.config import Config
from micrograd.data import DATASETS, Point
from micrograd.engine import Value
from micrograd.losses import LOSSES, mean
from micrograd.session import Session, Snapshot

CONFIGS = [
    {},
    {"optimizer": "sgd", "lr": 0.05},
    {"nonlin": "relu", "layers": (3, 4)},
    {"loss": "logsumexp", "layers": ()},
    {"dataset": "rings", "n": 2},
]


# --- step ---


def test_a_step_is_zero_grad_forward_backward_update() -> None:
    session, by_hand = trained(3), trained(3)
    train, val = session.step()
    for p in by_hand.parameters:
        p.grad = 0.0

    def loss_over(split: str) -> Value:
        points = [p for p in by_hand.points if p.split == split]
        return mean([LOSSES["nll"](by_hand.model([p.x, p.y]), p.label) for p in points])  # type: ignore[arg-type]

    loss = loss_over("train")
    assert (train, val) == (loss.data, loss_over("val").data)
    loss.backward()
    by_hand.optimizer.step()
    assert all_bits(p.data for p in session.parameters) == all_bits(p.data for p in by_hand.parameters)
    assert all_bits(p.grad for p in session.parameters) == all_bits(p.grad for p in by_hand.parameters)


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_hundred_steps_learn_every_dataset(dataset: str) -> None:
    session = Session(Config(dataset=dataset, n=60))
    first = session.step()[0]
    for _ in range(99):
        last = session.step()[0]
    assert last < 0.7 * first


def test_only_the_linear_data_set_and_the_blobs_are_learnt_without_a_hidden_layer() -> None:
    def accuracy(dataset: str) -> float:
        session = Session(Config(dataset=dataset, n=240, layers=()))
        for _ in range(100):
            session.step()
        guesses = [session.predict(p.x, p.y) for p in session.points]
        right = sum(
            max(range(3), key=of.__getitem__) == p.label
            for of, p in zip(guesses, session.points, strict=True)
        )
        return right / len(session.points)

    assert {dataset for dataset in DATASETS if accuracy(dataset) > 0.97} == {"blobs", "linear"}
    assert accuracy("xor") < 0.5


def test_a_step_without_train_points_is_refused_and_changes_nothing() -> None:
    session = trained()
    session.set_points([Point(0.0, 0.0, 0, "val")])
    before = state(session)
    with pytest.raises(ValueError, match="at least one train point"):
        session.step()
    assert state(session) == before


def test_a_step_leaves_the_garbage_collector_as_it_was() -> None:
    session = trained(0)
    session.step()
    assert gc.isenabled()
    gc.disable()
    try:
        session.step()
        assert not gc.isenabled()
    finally:
        gc.enable()
    session.set_points([])
    with pytest.raises(ValueError, match="train point"):
        session.step()
    assert gc.isenabled()


def test_an_empty_val_split_has_loss_nan_and_training_goes_on() -> None:
    session = trained(0)
    session.set_points([p for p in session.points if p.split != "val"])
    train, val = session.step()
    assert math.isnan(val)
    assert math.isfinite(train)


def test_losses_are_nan_before_the_first_step() -> None:
    s = trained(0).snapshot()
    assert (s.step, math.isnan(s.train), math.isnan(s.val)) == (0, True, True)
    assert set(s.grad) == set(s.m) == set(s.v) == {0.0}


# --- snapshot and restore ---


@pytest.mark.parametrize("settings", CONFIGS, ids=str)
def test_restoring_gives_the_bits_of_never_having_stopped(settings: dict[str, object]) -> None:
    session = trained(3, **settings)
    snapshot = session.snapshot()
    ahead = []
    for _ in range(4):
        session.step()
        ahead.append(state(session))
    other = trained(9, **settings)
    other.restore(snapshot)
    for expected in ahead:
        other.step()
        assert state(other) == expected


def test_a_snapshot_is_a_copy() -> None:
    session = trained(3)
    snapshot = session.snapshot()
    kept = [list(column) for column in (snapshot.data, snapshot.grad, snapshot.m, snapshot.v)]
    session.step()
    assert [list(column) for column in (snapshot.data, snapshot.grad, snapshot.m, snapshot.v)] == kept
    session.restore(snapshot)
    session.step()
    assert [list(column) for column in (snapshot.data, snapshot.grad, snapshot.m, snapshot.v)] == kept


def test_a_snapshot_holds_the_gradient_that_made_it_and_the_losses_before_it() -> None:
    session = trained(1)
    before = session.snapshot()
    train, val = session.step()
    after = session.snapshot()
    assert (after.step, after.train, after.val) == (2, train, val)
    for i in range(len(after.data)):
        g = after.grad[i]
        m = 0.9 * before.m[i] + (1 - 0.9) * g
        v = 0.95 * before.v[i] + (1 - 0.95) * g**2
        assert (after.m[i], after.v[i]) == (m, v)


def test_a_snapshot_of_another_network_is_refused_and_nothing_changes() -> None:
    session = trained(2)
    before = state(session)
    with pytest.raises(ValueError, match="a snapshot of 51 parameters; the network has 27"):
        session.restore(Session(Config()).snapshot())
    good = session.snapshot()
    lame = Snapshot(9, 0.0, 0.0, "adamw", 9, good.data, good.grad, good.m, array("d", [1.0]))
    with pytest.raises(ValueError, match="must be of one length, not 27, 27, 27, 1"):
        session.restore(lame)
    assert state(session) == before


# --- queries ---

coordinates = st.floats(-2.0, 2.0)


@given(coordinates, coordinates, st.integers(0, 2))
def test_queries_leave_the_run_untouched(x: float, y: float, label: int) -> None:
    session = RUN
    before = state(session)
    session.trace(x, y, label)
    session.surface(3, 2)
    session.predict(x, y)
    session.split_loss("test")
    session.snapshot()
    assert state(session) == before


RUN = trained(5)


def test_a_run_with_queries_in_between_has_the_same_bits_as_one_without() -> None:
    quiet, asked = trained(0), trained(0)
    for i in range(5):
        quiet.step()
        asked.trace(0.1 * i, -0.2, i % 3)
        asked.step()
        asked.trace(0.1 * i, -0.2, i % 3)
        asked.surface(4, 4)
        asked.predict(1.0, 1.0)
    assert state(asked) == state(quiet)


def test_a_trace_brings_its_own_gradients() -> None:
    session = trained(5)
    p = session.points[0]
    graph = session.trace(p.x, p.y, p.label)
    assert graph.grad[-1] == 1.0
    assert graph.data[-1] == session.point_loss(p).data
    by_name = dict(zip(graph.name, graph.grad, strict=True))
    assert by_name["z1.b"] == pytest.approx(session.predict(p.x, p.y)[0] - (p.label == 0), abs=1e-15)
    assert session.trace(p.x, p.y, p.label) == graph


def test_the_rows_of_a_surface_are_of_the_state_in_which_it_was_begun() -> None:
    session = Session(Config())
    whole = session.surface(3, 4)
    rows = session.surface_rows(3, 4)
    first = next(rows)
    session.step()
    assert first + array("d", [p for row in rows for p in row]) == whole
    assert session.surface(3, 4) != whole


def test_a_surface_goes_row_by_row_from_the_top_through_the_centres_of_its_cells() -> None:
    session = trained(5)
    surface = session.surface(4, 2)
    assert len(surface) == 4 * 2 * 3
    xs, ys = [-1.5, -0.5, 0.5, 1.5], [1.0, -1.0]
    assert list(surface) == [p for y in ys for x in xs for p in session.predict(x, y)]
    assert list(session.surface(1, 1, extent=7.0)) == session.predict(0.0, 0.0)
    assert list(session.surface(2, 1, extent=1.0)) == session.predict(-0.5, 0.0) + session.predict(0.5, 0.0)
