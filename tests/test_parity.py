"""Python = C: a session has the same bits in both engines, whatever is done to it."""

import itertools
import math
from dataclasses import replace

import pytest
from bits import all_bits
from hypothesis import given, settings
from hypothesis import strategies as st
from native import needs_c
from pair import ARCHITECTURES, Pair, configs, finite, graph_bits, positive, snapshot_bits, some_points

from micrograd import Config, Point, Session
from micrograd.data import DATASETS, SPLITS
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS


@needs_c
@pytest.mark.parametrize("layers", ARCHITECTURES, ids=str)
@pytest.mark.parametrize(
    ("loss", "optimizer", "nonlin"), list(itertools.product(LOSSES, OPTIMIZERS, NONLINS))
)
def test_every_kind_of_session_has_the_same_bits(
    loss: str, optimizer: str, nonlin: str, layers: tuple[int, ...]
) -> None:
    pair = Pair(seed=len(layers) + 1, n=20, layers=layers, nonlin=nonlin, optimizer=optimizer, loss=loss)
    pair.look()
    pair.step(6)
    pair.look()
    pair.step(2)


@needs_c
@pytest.mark.parametrize("dataset", DATASETS)
def test_a_thousand_points_of_every_data_set_have_the_same_bits(dataset: str) -> None:
    for seed in (1, 42, 2**64 - 1):
        Pair(seed=seed, dataset=dataset, n=1000, layers=())


@needs_c
def test_a_hundred_steps_of_the_defaults_have_the_same_bits() -> None:
    Pair().step(100)


@needs_c
@pytest.mark.parametrize(
    "settings_",
    [
        {"lr": 1e6, "n": 20},
        {"lr": 1e300, "n": 20, "loss": "logsumexp"},
        {"lr": 1e3, "n": 20, "optimizer": "sgd", "nonlin": "relu"},
        {"lr": 1e200, "n": 20, "optimizer": "sgd", "nonlin": "relu", "loss": "logsumexp", "layers": (3, 3)},
    ],
    ids=str,
)
def test_runs_that_leave_the_finite_numbers_have_the_same_bits(settings_: dict[str, object]) -> None:
    pair = Pair(**settings_)
    for _ in range(10):
        pair.step()
        pair.look()
    assert not all(map(math.isfinite, pair.python.snapshot().data))


@needs_c
@settings(max_examples=150)
@given(
    config=configs(
        *(12, 5, 3),
        **dict.fromkeys(("lr", "weight_decay", "init_scale", "l1"), positive),
        eps=st.floats(0, 1e308, exclude_min=True),
        momentum=st.floats(0, 1.5),
        beta1=st.floats(0, 1, exclude_max=True),
        beta2=st.floats(0, 1, exclude_max=True),
    ),
    points=some_points,
    probe=st.tuples(finite, finite, st.integers(0, 2)),
)
def test_any_session_has_the_same_bits(
    config: dict[str, object], points: list[Point], probe: tuple[float, float, int]
) -> None:
    pair = Pair(**config)
    pair.step(2)
    assert graph_bits(pair.c.trace(*probe)) == graph_bits(pair.python.trace(*probe))
    pair.set_points(points)
    pair.step(2)
    assert all_bits(pair.c.surface(2, 3, 1.0)) == all_bits(pair.python.surface(2, 3, 1.0))


@needs_c
@settings(max_examples=60)
@given(
    edits=st.lists(
        st.one_of(
            st.tuples(st.just("points"), some_points),
            st.tuples(st.just("trace"), st.tuples(finite, finite, st.integers(0, 2))),
            st.tuples(st.just("loss"), st.sampled_from(list(LOSSES))),
            st.tuples(st.just("optimizer"), st.sampled_from(list(OPTIMIZERS))),
            st.tuples(st.just("lr"), st.floats(0, 1)),
            st.tuples(st.just("rewind"), st.just(None)),
        ),
        max_size=8,
    ),
    nonlin=st.sampled_from(list(NONLINS)),
)
def test_the_cached_order_is_renewed_by_any_sequence_of_edits(
    edits: list[tuple[str, object]], nonlin: str
) -> None:
    pair = Pair(n=6, layers=(3,), nonlin=nonlin)
    start = pair.python.snapshot()
    for what, value in edits:
        pair.step()
        if what == "points":
            pair.set_points(value)  # type: ignore[arg-type]
        elif what == "trace":
            x, y, label = value  # type: ignore[misc]
            assert graph_bits(pair.c.trace(x, y, label)) == graph_bits(pair.python.trace(x, y, label))
        elif what == "rewind":
            pair.python.restore(start)
            pair.c.restore(start)
        else:
            pair.set_hyper(**{what: value})
        pair.step(2)


@needs_c
def test_users_points_without_a_val_split_have_the_same_bits_and_a_nan_val_loss() -> None:
    pair = Pair()
    pair.set_points(
        [Point(0.5, 0.5, 0), Point(-0.5, 0.5, 1), Point(0.0, -0.5, 2), Point(3.0, 1.0, 1, "test")]
    )
    pair.step(5)
    assert math.isnan(pair.python.val)
    pair.set_points([Point(float(i % 7), -float(i % 5), i % 3, SPLITS[i % 3]) for i in range(500)])
    pair.step(2)


@needs_c
@pytest.mark.parametrize("first", ["python", "c"])
def test_switching_the_engine_in_mid_run_changes_nothing(first: str) -> None:
    straight = Session(Config(n=30))
    pair = Pair(n=30)
    engines = [pair.python, pair.c] if first == "python" else [pair.c, pair.python]
    for turn in range(6):
        here, there = engines[turn % 2], engines[1 - turn % 2]
        for _ in range(5):
            assert all_bits(here.step()) == all_bits(straight.step())
        there.restore(here.snapshot())
        assert snapshot_bits(there.snapshot()) == snapshot_bits(straight.snapshot())


@needs_c
def test_a_snapshot_of_another_optimizer_is_restored_with_the_same_bits() -> None:
    pair, sgd = Pair(n=30), Session(Config(n=30, optimizer="sgd"))
    for _ in range(3):
        sgd.step()
    for engine in (pair.python, pair.c):
        engine.restore(sgd.snapshot())
    pair.compare()
    assert (pair.c.snapshot().step, pair.c.snapshot().t) == (3, 0)
    pair.step(3)
    with pytest.raises(ValueError, match="a snapshot's optimizer must be from 0 to "):
        pair.c.restore(replace(pair.c.snapshot(), optimizer="no such"))
    pair.compare()


@needs_c
def test_changing_optimizer_loss_and_rates_in_mid_run_has_the_same_bits() -> None:
    pair = Pair(n=30)
    for changes in (
        {"optimizer": "sgd", "lr": 0.05},
        {"loss": "logsumexp"},
        {"momentum": 0.5, "weight_decay": 0.0},
        {"optimizer": "adamw"},
        {"lr": 1e-3, "loss": "nll"},
        {},
    ):
        pair.step(3)
        pair.set_hyper(**changes)
        pair.step(3)
