"""The learning rate by the number of the step, mini-batches; noise, splits, initial scale; the L1 penalty."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd import Config, Session, Value
from micrograd.config import RULES
from micrograd.data import make_dataset, moved_within
from micrograd.inside import contributions, gradient
from micrograd.optim import shrink
from micrograd.rng import RNG
from micrograd.schedule import SCHEDULES, epoch_order, minibatch

# --- the learning rate ---


def test_cosine_and_step_give_the_rates_of_pytorchs_schedulers(golden: Path) -> None:
    recorded = json.loads((golden / "torch.json").read_text())["schedules"]
    for name in ("cosine", "step"):
        ours = [SCHEDULES[name].rate(0.1, step, 20) for step in range(len(recorded[name]))]
        assert ours == pytest.approx(recorded[name], rel=1e-12, abs=1e-17), name


def test_a_cosine_stays_at_0_after_its_period() -> None:
    assert [SCHEDULES["cosine"].rate(0.1, step, 20) for step in (20, 21, 1000)] == [0.0] * 3


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_step_moves_by_the_scheduled_rate(schedule: str) -> None:
    session = Session(Config(n=20, schedule=schedule, schedule_steps=4, optimizer="sgd", momentum=0.0))
    for _ in range(6):
        rate, before, grad = session.learning_rate(), session.snapshot().data, gradient(session)
        session.step()
        for p, old, g in zip(session.parameters, before, grad, strict=True):
            assert p.data == old - rate * (0.0 * 0.0 + g + 1e-4 * old)
    assert rate == SCHEDULES[schedule].rate(0.1, 5, 4)


# --- mini-batches ---


@given(st.integers(1, 2**64 - 1), st.integers(1, 60), st.integers(1, 70), st.integers(0, 5))
def test_an_epoch_sees_every_point_once(seed: int, n: int, size: int, epoch: int) -> None:
    steps = math.ceil(n / size)
    batches = [minibatch(seed, epoch * steps + i, n, size) for i in range(steps)]
    assert sorted(i for batch in batches for i in batch) == list(range(n))
    assert all(batch == sorted(batch) and len(batch) == min(size, n) for batch in batches[:-1])


def test_epochs_and_seeds_have_orders_of_their_own() -> None:
    orders = {epoch_order(seed, epoch, 30) for seed in (1, 2, 42, 2**64 - 1) for epoch in range(5)}
    assert len(orders) == 20


def test_every_place_is_equally_likely_in_the_first_batch() -> None:
    drawn = [0] * 10
    for seed in range(1, 4001):
        for i in minibatch(seed, 0, 10, 3):
            drawn[i] += 1
    # 1200 are expected of each; the standard deviation is 29
    assert all(1075 < count < 1325 for count in drawn), drawn


def test_a_step_follows_the_gradient_of_its_mini_batch_alone() -> None:
    session = Session(Config(n=40, batch_size=5))
    for _ in range(8):
        train = [p for p in session.points if p.split == "train"]
        chosen = [train[i] for i in session.batch()]
        other = Session(Config(n=40))
        other.restore(session.snapshot())
        other.set_points(chosen)
        assert list(gradient(session)) == list(gradient(other))
        assert session.step()[0] == other.step()[0]
    assert len({tuple(minibatch(42, step, 32, 5)) for step in range(7)}) == 7


def test_the_points_outside_of_a_mini_batch_contribute_0_and_the_others_the_gradient() -> None:
    session = Session(Config(n=40, batch_size=5))
    session.step()
    shares = contributions(session, 3)
    assert [i for i, share in enumerate(shares) if share != 0.0] == session.batch()
    total = 0.0
    for share in reversed(shares):
        total += share
    assert total == gradient(session)[3]


def test_a_restored_snapshot_goes_on_with_the_same_mini_batches() -> None:
    session = Session(Config(batch_size=16))
    for _ in range(7):
        session.step()
    held, other = session.snapshot(), Session(Config(batch_size=16))
    other.restore(held)
    assert [session.step() for _ in range(12)] == [other.step() for _ in range(12)]


# --- data and initial parameters ---


@given(st.floats(-2, 2), st.floats(-1e308, 1e308))
def test_noise_stays_on_the_plane(x: float, change: float) -> None:
    assert -2.0 <= moved_within(x, change) <= 2.0


def test_noise_moves_the_points_and_nothing_else() -> None:
    calm, noisy, noisier = (Session(Config(noise=noise)) for noise in (0.0, 0.1, 0.2))
    assert calm.snapshot().data == noisy.snapshot().data
    for p, q, r in zip(calm.points, noisy.points, noisier.points, strict=True):
        assert (q.label, q.split) == (p.label, p.split)
        assert p != q
        assert max(abs(q.x - p.x), abs(q.y - p.y)) <= 0.1
        if max(abs(r.x), abs(r.y)) < 2.0:
            assert (r.x - p.x, r.y - p.y) == pytest.approx((2 * (q.x - p.x), 2 * (q.y - p.y)), abs=1e-12)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 99, 100, 1000])
@pytest.mark.parametrize("text", ["80,10,10", "100,0,0", "0,50,50", "33,33,34"])
def test_a_split_has_its_percentages(n: int, text: str) -> None:
    shares = RULES["split"].parse(text)
    points = make_dataset("blobs", n, RNG(1), shares)
    counts = [sum(p.split == split for p in points) for split in ("train", "val", "test")]
    assert sum(counts) == n
    for count, share in zip(counts, shares, strict=True):
        assert abs(count - share / 100 * n) < 2


def test_the_initial_scale_multiplies_the_initial_parameters() -> None:
    usual, doubled = Session(Config()), Session(Config(init_scale=2.0))
    assert list(doubled.snapshot().data) == [2.0 * data for data in usual.snapshot().data]
    assert usual.points == doubled.points


# --- L1 ---


@given(st.floats(allow_nan=False), st.floats(0, 1e300))
def test_shrinking_is_the_proximal_operator_of_the_absolute_value(x: float, by: float) -> None:
    p = Value(x)
    shrink([p], by)
    assert p.data == math.copysign(max(abs(x) - by, 0.0), x)


def test_l1_leaves_exact_zeros_and_weight_decay_none() -> None:
    sparse = Session(Config(optimizer="sgd", l1=0.1))
    dense = Session(Config(optimizer="sgd", weight_decay=0.1))
    for _ in range(60):
        sparse.step()
        dense.step()
    assert list(sparse.snapshot().data).count(0.0) > 10
    assert 0.0 not in dense.snapshot().data
