"""C, batched = C = Python: the third engine has the bits of the other two, without falling back on them."""

import itertools
import math
import random

import pytest
from bits import all_bits
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from native import BatchedSession, CSession, needs_c
from pair import ARCHITECTURES, Pair, finite, graph_bits, positive, snapshot_bits, some_points

from micrograd import Point, Session
from micrograd.config import Config
from micrograd.data import DATASETS, SPLITS
from micrograd.losses import LOSSES
from micrograd.optim import OPTIMIZERS

pytestmark = needs_c

NONLINS = ("tanh", "relu")  # that have a kernel; any other operation is left to the scalar engine
SEED = 20_261_122  # of the random sessions below; another one makes others


class BatchedPair(Pair):
    """Python and C, batched, compared after everything that is done to them."""

    engine = BatchedSession


class Race:
    """Scalar C and C, batched: Python's bits, a hundred times faster, for runs of a thousand steps."""

    def __init__(self, **settings: object) -> None:
        self.scalar, self.batched = CSession(**settings), BatchedSession(**settings)

    def set_points(self, points: list[Point]) -> None:
        for session in (self.scalar, self.batched):
            session.set_points(points)

    def step(self, steps: int) -> None:
        for i in range(steps):
            losses = all_bits(self.batched.step())
            assert losses == all_bits(self.scalar.step()), f"step {i + 1}"
            if i % 50 == 0 or i == steps - 1:
                assert snapshot_bits(self.batched.snapshot()) == snapshot_bits(self.scalar.snapshot())


def test_a_thousand_steps_of_the_defaults_have_the_same_bits_in_all_three_engines() -> None:
    race = Race()
    python = Session(Config())
    for _ in range(100):
        assert all_bits(python.step()) == all_bits(race.batched.step()) == all_bits(race.scalar.step())
    assert snapshot_bits(race.batched.snapshot()) == snapshot_bits(python.snapshot())
    race.step(900)


@pytest.mark.parametrize("layers", ARCHITECTURES, ids=str)
@pytest.mark.parametrize(
    ("loss", "optimizer", "nonlin"), list(itertools.product(LOSSES, OPTIMIZERS, NONLINS))
)
def test_every_kind_of_session_runs_batched_with_pythons_bits(
    loss: str, optimizer: str, nonlin: str, layers: tuple[int, ...]
) -> None:
    pair = BatchedPair(
        seed=len(layers) + 1, n=20, layers=layers, nonlin=nonlin, optimizer=optimizer, loss=loss
    )
    pair.step(3)
    pair.look()
    pair.step(1)


sessions = st.fixed_dictionaries(
    {
        "seed": st.integers(1, 2**64 - 1),
        "dataset": st.sampled_from(list(DATASETS)),
        "n": st.integers(2, 150),
        "layers": st.lists(st.integers(1, 12), max_size=4).map(tuple),
        "nonlin": st.sampled_from(list(NONLINS)),
        "optimizer": st.sampled_from(list(OPTIMIZERS)),
        "lr": st.floats(0, 0.5),
        "momentum": st.floats(0, 1),
        "weight_decay": st.floats(0, 0.01),
        "loss": st.sampled_from(list(LOSSES)),
    }
)


@seed(SEED)
@settings(max_examples=40, derandomize=False, print_blob=True)
@given(config=sessions, points=st.one_of(st.none(), some_points))
def test_a_thousand_steps_of_any_session_have_the_same_bits(
    config: dict[str, object], points: list[Point] | None
) -> None:
    race = Race(**config)
    if points:
        race.set_points(points)
    race.step(1000 if points or len(config["layers"]) < 3 else 300)  # type: ignore[arg-type]


small_sessions = sessions.map(
    lambda s: {**s, "n": 5 + s["n"] % 4, "layers": tuple(min(k, 4) for k in s["layers"][:2])}
)


@seed(SEED + 2)
@settings(max_examples=30, derandomize=False, print_blob=True)
@given(config=small_sessions, points=st.one_of(st.none(), some_points.map(lambda points: points[:8])))
def test_a_thousand_steps_of_any_small_session_have_the_same_bits_in_all_three_engines(
    config: dict[str, object], points: list[Point] | None
) -> None:
    engines = [Session(Config(**config)), CSession(**config), BatchedSession(**config)]  # type: ignore[arg-type]
    if points and any(p.split == "train" for p in points):
        for engine in engines:
            engine.set_points(points)
    for i in range(1000):
        python, c, batched = [all_bits(engine.step()) for engine in engines]
        assert python == c == batched, f"step {i + 1}"
        if i % 200 == 199:
            python, c, batched = [snapshot_bits(engine.snapshot()) for engine in engines]
            assert python == c == batched, f"after step {i + 1}"


@seed(SEED + 1)
@settings(max_examples=40, derandomize=False, print_blob=True)
@given(
    config=st.fixed_dictionaries({"lr": positive, "weight_decay": positive}),
    session=sessions.map(lambda s: {**s, "n": 10}),
    points=some_points,
    probe=st.tuples(finite, finite, st.integers(0, 2)),
)
def test_any_session_finite_or_not_has_pythons_bits(
    config: dict[str, object],
    session: dict[str, object],
    points: list[Point],
    probe: tuple[float, float, int],
) -> None:
    pair = BatchedPair(**{**session, **config})
    pair.step(2)
    assert graph_bits(pair.c.trace(*probe)) == graph_bits(pair.python.trace(*probe))
    pair.set_points(points)
    pair.step(2)
    assert all_bits(pair.c.surface(2, 3, 1.0)) == all_bits(pair.python.surface(2, 3, 1.0))


def test_more_points_than_fit_into_the_cache_at_a_time_have_the_same_bits() -> None:
    for n, layers in ((5000, (8,)), (700, (40, 30)), (3000, ())):
        Race(n=n, layers=layers).step(5)


def test_points_in_any_order_of_labels_and_splits_have_the_same_bits() -> None:
    choose = random.Random(SEED)
    for n in (1, 2, 5, 9, 33, 200):
        race = Race()
        points = [
            Point(*(choose.uniform(-2, 2) for _ in "xy"), choose.choice([0, 0, 2]), choose.choice(SPLITS))
            for _ in range(n)
        ]
        race.set_points([*points, Point(0.25, -0.0, 1)])
        race.step(30)
        race.set_points([Point(0.0, 0.0, 0)])
        race.step(3)


def test_edits_and_queries_between_steps_have_the_same_bits() -> None:
    pair = BatchedPair(n=30)
    start = pair.python.snapshot()
    for changes in (
        {"loss": "logsumexp"},
        {"optimizer": "sgd", "lr": 0.02},
        {"optimizer": "adamw", "loss": "nll"},
        {"lr": 1e300},
    ):
        pair.step(2)
        pair.set_hyper(**changes)
        pair.look()
        pair.step(2)
    assert not all(map(math.isfinite, pair.python.snapshot().data))
    pair.python.restore(start)
    pair.c.restore(start)
    pair.step(2)


def test_a_picture_at_any_size_has_the_same_bits() -> None:
    race = Race()
    race.step(20)
    for columns, rows in ((1, 1), (3, 2), (16, 16), (257, 3), (100, 61)):
        assert all_bits(race.batched.surface(columns, rows, 2.0)) == all_bits(
            race.scalar.surface(columns, rows, 2.0)
        )


def test_steps_without_zero_grad_have_the_same_bits() -> None:
    pair = BatchedPair(n=40)
    pair.step()
    for zero_grad in (False, True):
        pair.python.set_variant(zero_grad)
        pair.c.set_variant(zero_grad)
        pair.step(5)


def test_without_train_points_a_step_is_refused_and_the_state_kept() -> None:
    pair = BatchedPair(n=10)
    pair.step(2)
    pair.set_points([Point(0.0, 0.0, 0, "val")])
    with pytest.raises(ValueError, match="at least one train point"):
        pair.c.step()
    pair.compare()
    pair.look()


@pytest.mark.parametrize("size", [1, 7, 32, 79, 80, 500])
def test_mini_batches_have_the_same_bits_also_when_their_size_or_the_points_change(size: int) -> None:
    race = Race(batch_size=size, schedule="cosine", schedule_steps=40, l1=0.01, noise=0.3, beta2=0.9)
    race.step(30)
    race.set_points([Point(0.01 * i - 1.0, 0.5, i % 3, SPLITS[i % 2]) for i in range(150)])
    race.step(15)
    for other in (5, 0, size):
        for session in (race.scalar, race.batched):
            session.set_hyper(batch_size=other)
        race.step(5)
