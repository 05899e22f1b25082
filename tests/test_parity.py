"""Python = C: a session has the same bits in both engines, whatever is done to it."""

import itertools
import math
from array import array

import pytest
from bits import all_bits, bits
from hypothesis import given, settings
from hypothesis import strategies as st
from native import CSession, needs_c

from micrograd import Config, Graph, Point, Session, Snapshot
from micrograd.data import DATASETS, SPLITS
from micrograd.nn import LOSSES, NONLINS
from micrograd.optim import OPTIMIZERS


def snapshot_bits(s: Snapshot) -> list[object]:
    """The whole training state as 64-bit patterns, all NaNs equal."""
    return [s.step, bits(s.train), bits(s.val), *(all_bits(column) for column in (s.data, s.grad, s.m, s.v))]


def graph_bits(g: Graph) -> list[object]:
    """Every column of a graph, doubles as patterns."""
    numbers = [all_bits(column) for column in (g.k, g.data, g.grad, *g.local, *g.share)]
    return [g.op, g.name, g.role, g.prev, *numbers]


def point_bits(points: list[Point]) -> list[object]:
    """Every point, its coordinates as patterns."""
    return [(bits(p.x), bits(p.y), p.label, p.split) for p in points]


class Pair:
    """The same session in both engines, compared after everything that is done to it."""

    engine = CSession

    def __init__(self, **settings: object) -> None:
        self.python = Session(Config(**settings))  # type: ignore[arg-type]
        self.c = self.engine(**settings)
        assert point_bits(self.c.points) == point_bits(self.python.points)
        self.compare()

    def compare(self) -> None:
        assert snapshot_bits(self.c.snapshot()) == snapshot_bits(self.python.snapshot())

    def step(self, steps: int = 1) -> None:
        for _ in range(steps):
            assert all_bits(self.c.step()) == all_bits(self.python.step())
            self.compare()

    def set_hyper(self, **changes: object) -> None:
        self.python.set_hyper(**changes)
        self.c.set_hyper(**changes)
        self.compare()

    def set_points(self, points: list[Point]) -> None:
        self.python.set_points(points)
        self.c.set_points(points)
        assert point_bits(self.c.points) == point_bits(self.python.points)

    def look(self) -> None:
        """Every query, equal in both, and the state untouched by it."""
        for x, y, label in ((0.25, -1.5, 0), (-0.0, 0.0, 1), (1e3, -1e-3, 2)):
            assert graph_bits(self.c.trace(x, y, label)) == graph_bits(self.python.trace(x, y, label))
            assert all_bits(self.c.predict(x, y)) == all_bits(self.python.predict(x, y))
        assert all_bits(self.c.surface(5, 4, 2.5)) == all_bits(self.python.surface(5, 4, 2.5))
        self.compare()


ARCHITECTURES = [(), (1,), (3,), (8,), (4, 3), (2, 1, 3)]


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


finite = st.floats(-1e3, 1e3, allow_nan=False)
some_points = st.lists(
    st.builds(Point, finite, finite, st.integers(0, 2), st.sampled_from(SPLITS)), min_size=1, max_size=8
).map(lambda points: [Point(0.5, -0.5, 1), *points])
positive = st.one_of(st.floats(0, 2), st.floats(0, 1e308))


@needs_c
@settings(max_examples=150)
@given(
    config=st.fixed_dictionaries(
        {
            "seed": st.integers(1, 2**64 - 1),
            "dataset": st.sampled_from(list(DATASETS)),
            "n": st.integers(2, 12),
            "layers": st.lists(st.integers(1, 5), max_size=3).map(tuple),
            "nonlin": st.sampled_from(list(NONLINS)),
            "optimizer": st.sampled_from(list(OPTIMIZERS)),
            "lr": positive,
            "momentum": st.floats(0, 1.5),
            "weight_decay": positive,
            "loss": st.sampled_from(list(LOSSES)),
        }
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
def test_both_refuse_a_step_without_train_points_and_keep_their_state() -> None:
    for points in ([], [Point(0.0, 0.0, 0, "val")]):
        pair = Pair(n=10)
        pair.step(2)
        pair.set_points(points)
        refusals = []
        for session in (pair.python, pair.c):
            with pytest.raises(ValueError, match="at least one train point") as refused:
                session.step()  # type: ignore[attr-defined]
            refusals.append(str(refused.value))
        assert refusals[0] == refusals[1]
        pair.compare()
        pair.look()


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


@needs_c
def test_both_sessions_refuse_the_same_settings_and_points_with_the_same_sentence() -> None:
    pair = Pair(n=10)
    pair.step()
    point = Point(0.0, 0.0, 0)
    nan, inf = math.nan, math.inf
    tries = [
        *(lambda s, c=c: s.set_hyper(**c) for c in ({"lr": -1.0}, {"lr": nan}, {"lr": inf}, {"loss": "mse"})),
        *(lambda s, c=c: s.set_hyper(**c) for c in ({"optimizer": "adam"}, {"momentum": -0.5}, {"seed": 3})),
        *(
            lambda s, c=c: s.set_hyper(**c)
            for c in ({"n": 3}, {"layers": (3,)}, {"nonsense": 3}, {"steps": 1})
        ),
        *(
            lambda s, p=p: s.set_points([point, p])
            for p in (Point(nan, 0, 0), Point(0, inf, 0), Point(-inf, nan, 0))
        ),
        *(
            lambda s, p=p: s.set_points([point, p])
            for p in (Point(0, 0, 3), Point(0, 0, -1), Point(nan, 0, 7))
        ),
        *(lambda s, p=p: s.set_points([p]) for p in (Point(0, 0, 0, 3), Point(0, 0, 0, -1))),  # type: ignore[arg-type]
        *(lambda s, p=p: s.trace(*p) for p in ((nan, 0, 0), (0, -inf, 0), (0, 0, 3), (0, 0, -2))),
    ]
    for attempt in tries:
        refusals = []
        for session in (pair.python, pair.c):
            with pytest.raises(ValueError, match=r"must be|can't change") as refused:
                attempt(session)
            refusals.append(str(refused.value))
        assert refusals[0] == refusals[1]
        assert len(pair.c.points) == 10
        pair.compare()
    pair.step()


@needs_c
@pytest.mark.parametrize(
    "wrong",
    [{"seed": 0}, {"n": 1}, {"dataset": "moons"}, {"layers": (0,)}, {"nonlin": "gelu"}, {"lr": math.nan}],
    ids=str,
)
def test_a_refused_config_leaves_the_open_session_alone(wrong: dict[str, object]) -> None:
    pair = Pair(n=10)
    with pytest.raises(ValueError, match="must be") as by_python:
        Config(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must be") as by_c:
        CSession(**wrong)
    assert str(by_c.value) == str(by_python.value)
    pair.step()


@needs_c
@pytest.mark.parametrize("name", ["steps", "graph", "nonsense", ""])
def test_c_refuses_a_setting_that_a_config_does_not_have(name: str) -> None:
    with pytest.raises(ValueError, match=f"there is no setting '{name}'"):
        CSession(**{name: 3})


number_texts = st.one_of(
    st.from_regex(r"[+]?[0-9]{1,25}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.floats(min_value=0.0, allow_infinity=False, allow_nan=False).map(repr),
    st.integers(0, 4095).map(lambda units: f"{units * 5e-324:.1100e}"),
    st.from_regex(r"[0-9]{300,900}(\.[0-9]{100,900})?[eE]-[0-9]{2,3}", fullmatch=True),
)


@needs_c
@settings(max_examples=200)
@given(text=number_texts)
def test_both_read_a_number_as_the_same_double(text: str) -> None:
    c = CSession(n=2, layers=(), optimizer="sgd", momentum=0.0, weight_decay=0.0)
    if math.isinf(float(text)):
        assert c.c.set_hyper(f"lr={text}".encode()) == 1
        return
    python = Session(Config(n=2, layers=(), optimizer="sgd", momentum=0.0, weight_decay=0.0, lr=float(text)))
    assert c.c.set_hyper(f"lr={text}".encode()) == 0
    zero = [0.0] * len(python.parameters)
    for session in (python, c):  # from 0, an update is lr times the gradient: its bits show those of lr
        session.restore(Snapshot(0, 0.0, 0.0, *[array("d", zero)] * 4))
        session.step()
    assert snapshot_bits(c.snapshot()) == snapshot_bits(python.snapshot())
