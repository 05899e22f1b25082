"""Session: one training run, as the command line and the page drive it.

Commands change the run: restore, step, set_points, set_hyper. Queries look at it and leave parameters,
gradients and moments untouched: snapshot, trace, surface, predict.

>>> session = Session(Config())
>>> train, val = session.step()
>>> round(train, 6), round(val, 6)      # both before the update
(1.012215, 1.053898)
"""

import gc
import math
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from micrograd.config import Config
from micrograd.data import CLASSES, SPLITS, Point, make_dataset
from micrograd.engine import Value
from micrograd.graph import Graph, point_names, trace
from micrograd.nn import LOSSES, MLP, mean
from micrograd.optim import SGD, AdamW, Optimizer
from micrograd.predict import Predictor
from micrograd.rng import RNG

HYPER = ("optimizer", "lr", "momentum", "weight_decay", "loss")


@dataclass(slots=True)
class Snapshot:
    """The whole training state after `step` updates; data, grad, m and v have one entry per parameter.

    data, m and v are after the update, grad is the gradient that made it, and both losses are those
    before it, as the log prints them (nan at step 0).
    """

    step: int
    train: float
    val: float
    data: "array[float]"
    grad: "array[float]"
    m: "array[float]"
    v: "array[float]"


@contextmanager
def no_collector() -> Iterator[None]:
    """Without Python's search for reference cycles, which would walk every new graph several times.

    A graph has no cycles, since results point to operands and never back: it is gone as soon as nobody
    holds its root. So the search finds nothing, at half the time of a step.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Session:
    """A data set, a network and an optimiser. The data are drawn first, then the parameters."""

    def __init__(self, config: Config) -> None:
        self.config = config
        rng = RNG(config.seed)
        self.points = make_dataset(config.dataset, config.n, rng)
        self.model = MLP(2, [*config.layers, CLASSES], config.nonlin, rng)
        self.parameters = self.model.parameters()
        self.optimizer = make_optimizer(config, self.parameters)
        self.train = self.val = math.nan

    # --- commands ---

    @no_collector()
    def step(self) -> tuple[float, float]:
        """One update from all train points; returns the train and val loss before it.

        Raises ValueError when there is no train point.
        """
        losses = [self.point_loss(p) for p in self.points if p.split == "train"]
        loss = mean(losses)
        self.train, self.val = loss.data, self.split_loss("val")
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return self.train, self.val

    def set_points(self, points: Sequence[Point]) -> None:
        """Replaces the points. ValueError names the first that is not finite, or its label or split."""
        for p in points:
            check_point(p)
        self.points = list(points)

    def set_hyper(self, **changes: Any) -> None:
        """Changes optimizer, lr, momentum, weight_decay or loss between two steps.

        Another optimizer starts with empty moments, since m and v mean something else to it. ValueError for
        a value out of range, or for a setting that needs a new Session.
        """
        for name in changes:
            if name not in HYPER:
                raise ValueError(f"{name} can't change during a run: only {', '.join(HYPER)} can")
        config, old = replace(self.config, **changes), self.optimizer
        self.config = config
        self.optimizer = make_optimizer(config, self.parameters)
        self.optimizer.t = old.t
        if type(self.optimizer) is type(old):
            self.optimizer.m, self.optimizer.v = old.m, old.v

    def restore(self, snapshot: Snapshot) -> None:
        """Goes on from a snapshot of this network, from either engine, with the same bits."""
        for column in (snapshot.data, snapshot.grad, snapshot.m, snapshot.v):
            if len(column) != len(self.parameters):
                raise ValueError(
                    f"a snapshot of {len(column)} parameters; the network has {len(self.parameters)}"
                )
        for p, data, grad in zip(self.parameters, snapshot.data, snapshot.grad, strict=True):
            p.data, p.grad = data, grad
        self.optimizer.t = snapshot.step
        self.optimizer.m, self.optimizer.v = list(snapshot.m), list(snapshot.v)
        self.train, self.val = snapshot.train, snapshot.val

    # --- queries ---

    def snapshot(self) -> Snapshot:
        """A copy of the training state."""
        return Snapshot(
            step=self.optimizer.t,
            train=self.train,
            val=self.val,
            data=array("d", [p.data for p in self.parameters]),
            grad=array("d", [p.grad for p in self.parameters]),
            m=array("d", self.optimizer.m),
            v=array("d", self.optimizer.v),
        )

    def trace(self, x: float, y: float, label: int) -> Graph:
        """The graph of one point's loss, with the gradients of a backward of its own."""
        check_point(Point(x, y, label))
        held = [p.grad for p in self.parameters]
        self.model.zero_grad()
        inputs = [Value(x), Value(y)]
        logits = self.model(inputs)
        assert isinstance(logits, list)
        loss = LOSSES[self.config.loss](logits, label)
        loss.backward()
        graph = trace(loss, point_names(self.model, inputs, logits, loss, label))
        for p, grad in zip(self.parameters, held, strict=True):
            p.grad = grad
        return graph

    def surface(self, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        """The probabilities of the classes over [-extent, extent]^2, at the centres of columns x rows cells.

        Row by row from the top (y = extent), three numbers a cell.
        """
        xs = [((i + 0.5) / columns * 2.0 - 1.0) * extent for i in range(columns)]
        ys = [(1.0 - (i + 0.5) / rows * 2.0) * extent for i in range(rows)]
        predictor = Predictor(self.model)
        return array("d", [p for y in ys for x in xs for p in predictor.probabilities((x, y))])

    def predict(self, x: float, y: float) -> list[float]:
        """The probabilities of the classes at one point."""
        return Predictor(self.model).probabilities((x, y))

    def split_loss(self, split: str) -> float:
        """The mean loss over a split in plain floats, with the graph's bits; nan when it is empty."""
        predictor = Predictor(self.model)
        points = [p for p in self.points if p.split == split]
        total = 0.0
        for p in points:
            total += predictor.loss((p.x, p.y), p.label, self.config.loss)
        return total * (1.0 / len(points)) if points else math.nan

    def point_loss(self, point: Point) -> Value:
        """One point's loss as the root of its graph."""
        logits = self.model([Value(point.x), Value(point.y)])
        assert isinstance(logits, list)
        return LOSSES[self.config.loss](logits, point.label)


def make_optimizer(config: Config, parameters: Sequence[Value]) -> Optimizer:
    """The optimiser that the settings name, with empty moments."""
    if config.optimizer == "sgd":
        return SGD(parameters, config.lr, config.momentum, config.weight_decay)
    return AdamW(parameters, config.lr, weight_decay=config.weight_decay)


def check_point(p: Point) -> None:
    """ValueError for a point that is not finite, or whose label or split does not exist."""
    for name, coordinate in (("x", p.x), ("y", p.y)):
        if not math.isfinite(coordinate):
            raise ValueError(f"a point's {name} must be finite, not {coordinate}")
    if p.label not in range(CLASSES):
        raise ValueError(f"a label must be from 0 to {CLASSES - 1}, not {p.label}")
    if p.split not in SPLITS:
        raise ValueError(f"a split must be one of {', '.join(SPLITS)}, not {p.split!r}")
