"""The same session in two engines, compared bit by bit: what the tests of parity share."""

from bits import all_bits, bits
from hypothesis import strategies as st
from native import CSession

from micrograd import Config, Graph, Point, Session, Snapshot
from micrograd.data import DATASETS, SPLITS
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS
from micrograd.schedule import SCHEDULES

ARCHITECTURES = [(), (1,), (3,), (8,), (4, 3), (2, 1, 3)]

finite = st.floats(-1e3, 1e3, allow_nan=False)
some_points = st.lists(
    st.builds(Point, finite, finite, st.integers(0, 2), st.sampled_from(SPLITS)), min_size=1, max_size=8
).map(lambda points: [Point(0.5, -0.5, 1), *points])
positive = st.one_of(st.floats(0, 2), st.floats(0, 1e308))


def configs(
    n: int, size: int, layers: int, **numbers: st.SearchStrategy[float]
) -> st.SearchStrategy[dict[str, object]]:
    """The settings of any session of at most n points and so many layers of at most `size` neurons.

    Numbers such as lr are drawn from `numbers`; what is missing there keeps its default.
    """
    choices = {
        "dataset": DATASETS,
        "nonlin": NONLINS,
        "optimizer": OPTIMIZERS,
        "loss": LOSSES,
        "schedule": SCHEDULES,
    }
    return st.fixed_dictionaries(
        {
            "seed": st.integers(1, 2**64 - 1),
            "n": st.integers(2, n),
            "split": st.sampled_from([(80, 10, 10), (100, 0, 0), (50, 20, 30)]),
            "noise": st.sampled_from([0.0, 0.1, 5.0]),
            "batch_size": st.integers(0, n),
            "schedule_steps": st.integers(1, 5),
            "layers": st.lists(st.integers(1, size), max_size=layers).map(tuple),
            **{name: st.sampled_from(list(rows)) for name, rows in choices.items()},
            **numbers,
        }
    )


def snapshot_bits(s: Snapshot) -> list[object]:
    """The whole training state as 64-bit patterns, all NaNs equal."""
    head = [s.step, s.optimizer, s.t, bits(s.train), bits(s.val)]
    return [*head, *(all_bits(column) for column in (s.data, s.grad, s.m, s.v))]


def graph_bits(g: Graph) -> list[object]:
    """Every column of a graph, doubles as patterns."""
    numbers = [all_bits(column) for column in (g.k, g.data, g.grad, *g.local, *g.contribution)]
    return [g.op, g.name, g.role, g.layer, g.neuron, g.part, g.input, g.prev, *numbers]


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
