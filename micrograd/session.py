"""Session: one training run, as the command line and the page drive it.

Commands change the run: restore, step, set_points, set_hyper, set_variant. Queries look at it and leave
parameters, gradients and moments untouched: snapshot, trace, surface, predict, and those of inside.py
and replay.py.

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

from micrograd.check import check_count, check_grid, check_point
from micrograd.config import Config, parse_setting
from micrograd.data import CLASSES, Point, make_dataset, with_noise
from micrograd.engine import Value
from micrograd.graph import Graph, point_names, trace
from micrograd.losses import LOSSES, mean
from micrograd.nn import MLP
from micrograd.optim import OPTIMIZERS, Optimizer, shrink
from micrograd.predict import Predictor
from micrograd.rng import RNG
from micrograd.schedule import SCHEDULES, minibatch

HYPER = (
    "batch_size",
    "loss",
    "optimizer",
    "lr",
    "schedule",
    "schedule_steps",
    "momentum",
    "beta1",
    "beta2",
    "eps",
    "weight_decay",
    "l1",
)


@dataclass(slots=True)
class Snapshot:
    """The whole training state after `step` updates; data, grad, m and v have one entry per parameter.

    data, m and v are after the update, grad is the gradient that made it, and both losses are those
    before it, as the log prints them (nan at step 0). m, v and t are those of `optimizer`, which has made
    the last t of the updates.
    """

    step: int
    train: float
    val: float
    optimizer: str
    t: int
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
    """A data set, a network and an optimiser.

    The data are drawn first, then the parameters, then the noise: noise changes neither.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        rng = RNG(config.seed)
        self.points = make_dataset(config.dataset, config.n, rng, config.split)
        self.model = MLP(2, [*config.layers, CLASSES], config.nonlin, rng)
        self.parameters = self.model.parameters()
        for p in self.parameters:
            p.data *= config.init_scale
        if config.noise > 0.0:
            self.points = with_noise(self.points, config.noise, rng)
        self.optimizer = make_optimizer(config, self.parameters)
        self.steps = 0
        self.train = self.val = math.nan
        self.zero_grad = True

    # --- commands ---

    @no_collector()
    def step(self) -> tuple[float, float]:
        """One update from the train points of its mini-batch; returns the train and val loss before it.

        The train loss is that of the mini-batch. Raises ValueError when there is no train point.
        """
        loss = self.training_loss()
        self.train, self.val = loss.data, self.split_loss("val")
        if self.zero_grad:
            self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.lr = self.learning_rate()
        self.optimizer.step()
        if self.config.l1 > 0.0:
            shrink(self.parameters, self.optimizer.lr * self.config.l1)
        self.steps += 1
        return self.train, self.val

    def set_points(self, points: Sequence[Point]) -> None:
        """Replaces the points. ValueError names the first that is not finite, or its label or split."""
        for p in points:
            check_point(p)
        self.points = list(points)

    def set_hyper(self, **changes: Any) -> None:
        """Changes settings of HYPER, such as the optimiser or its numbers, between two steps.

        Another optimizer starts with empty moments and t = 0, since m and v mean something else to it: the
        first move of AdamW is lr, whatever went before. ValueError for a value out of range, or for a
        setting that needs a new Session.
        """
        for name in changes:
            if name not in HYPER:
                raise ValueError(f"{name} can't change during a run: only {', '.join(HYPER)} can")
        config, old = replace(self.config, **changes), self.optimizer
        self.config = config
        self.optimizer = make_optimizer(config, self.parameters)
        if type(self.optimizer) is type(old):
            self.optimizer.t, self.optimizer.m, self.optimizer.v = old.t, old.m, old.v

    def set_variant(self, zero_grad: bool = True) -> None:
        """With zero_grad=False, steps leave out zero_grad: every gradient is added to those before it.

        The experiment of one who forgets it. `inside.gradient` gives the gradient without the accumulation.
        """
        self.zero_grad = zero_grad

    def restore(self, snapshot: Snapshot) -> None:
        """Goes on from a snapshot of this network, from either engine, with the same bits.

        A snapshot of another optimizer leaves this one with empty moments and t = 0. ValueError for one of
        another number of parameters, or of an optimizer that doesn't exist.
        """
        parse_setting("optimizer", snapshot.optimizer, "a snapshot's optimizer")
        check_count("a snapshot's step", snapshot.step)
        check_count("a snapshot's t", snapshot.t)
        lengths = [len(column) for column in (snapshot.data, snapshot.grad, snapshot.m, snapshot.v)]
        if len(set(lengths)) > 1:
            listed = ", ".join(map(str, lengths))
            raise ValueError(f"data, grad, m and v of a snapshot must be of one length, not {listed}")
        if lengths[0] != len(self.parameters):
            raise ValueError(f"a snapshot of {lengths[0]} parameters; the network has {len(self.parameters)}")
        for p, data, grad in zip(self.parameters, snapshot.data, snapshot.grad, strict=True):
            p.data, p.grad = data, grad
        self.optimizer = make_optimizer(self.config, self.parameters)
        if snapshot.optimizer == self.config.optimizer:
            self.optimizer.t = snapshot.t
            self.optimizer.m, self.optimizer.v = list(snapshot.m), list(snapshot.v)
        self.steps = snapshot.step
        self.train, self.val = snapshot.train, snapshot.val

    # --- queries ---

    def snapshot(self) -> Snapshot:
        """A copy of the training state."""
        return Snapshot(
            step=self.steps,
            train=self.train,
            val=self.val,
            optimizer=self.config.optimizer,
            t=self.optimizer.t,
            data=array("d", [p.data for p in self.parameters]),
            grad=array("d", [p.grad for p in self.parameters]),
            m=array("d", self.optimizer.m),
            v=array("d", self.optimizer.v),
        )

    def trace(self, x: float, y: float, label: int) -> Graph:
        """The graph of one point's loss, with the gradients of a backward of its own."""
        check_point(Point(x, y, label))
        with self.clean_gradients():
            inputs, logits, loss = self.point_graph(Point(x, y, label))
            loss.backward()
            return trace(loss, point_names(self.model, inputs, logits, loss, label, self.config.loss))

    def surface(self, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        """The probabilities of the classes over [-extent, extent]^2, at the centres of columns x rows cells.

        Row by row from the top (y = extent), three numbers a cell. ValueError for a grid that does not exist.
        """
        cells = array("d")
        for row in self.surface_rows(columns, rows, extent):
            cells.extend(row)
        return cells

    def surface_rows(self, columns: int, rows: int, extent: float = 2.0) -> "Iterator[array[float]]":
        """The rows of a surface one by one, of the parameters as they are now, wherever they go meanwhile."""
        check_grid(columns, rows, extent)
        xs = [((i + 0.5) / columns * 2.0 - 1.0) * extent for i in range(columns)]
        ys = [(1.0 - (i + 0.5) / rows * 2.0) * extent for i in range(rows)]
        predictor = Predictor(self.model)
        return (array("d", [p for x in xs for p in predictor.probabilities((x, y))]) for y in ys)

    def predict(self, x: float, y: float) -> list[float]:
        """The probabilities of the classes at one point. ValueError when it is not finite."""
        check_point(Point(x, y, 0))
        return Predictor(self.model).probabilities((x, y))

    def learning_rate(self) -> float:
        """The learning rate of the coming step: what the schedule makes of lr."""
        config = self.config
        return SCHEDULES[config.schedule].rate(config.lr, self.steps, config.schedule_steps)

    def split_loss(self, split: str) -> float:
        """The mean loss over a split in plain floats, with the graph's bits; nan when it is empty."""
        predictor = Predictor(self.model)
        points = [p for p in self.points if p.split == split]
        total = 0.0
        for p in points:
            total += predictor.loss((p.x, p.y), p.label, self.config.loss)
        return total * (1.0 / len(points)) if points else math.nan

    # --- graphs: what steps and queries have in common ---

    def batch(self) -> list[int]:
        """The places among the train points of those that the coming step sees: all without mini-batches."""
        train = [p for p in self.points if p.split == "train"]
        return minibatch(self.config.seed, self.steps, len(train), self.config.batch_size)

    def training_loss(self) -> Value:
        """The mean loss over the coming step's train points, as the root of its graph.

        ValueError when there is none.
        """
        train = [p for p in self.points if p.split == "train"]
        return mean([self.point_loss(train[i]) for i in self.batch()])

    def point_loss(self, point: Point) -> Value:
        """One point's loss as the root of its graph."""
        return self.point_graph(point)[2]

    def point_graph(self, point: Point) -> tuple[list[Value], list[Value], Value]:
        """The same with the nodes that have a name outside of it: the inputs, the logits, the loss."""
        inputs = [Value(point.x), Value(point.y)]
        logits = self.model(inputs)
        assert isinstance(logits, list)
        return inputs, logits, LOSSES[self.config.loss](logits, point.label)

    @contextmanager
    def clean_gradients(self) -> Iterator[None]:
        """Gradients of 0 within, and those of the last step afterwards: a query's backward leaves no mark."""
        held = [p.grad for p in self.parameters]
        self.model.zero_grad()
        try:
            yield
        finally:
            for p, grad in zip(self.parameters, held, strict=True):
                p.grad = grad


def make_optimizer(config: Config, parameters: Sequence[Value]) -> Optimizer:
    """The optimiser that the settings name, with empty moments."""
    kind = OPTIMIZERS[config.optimizer]
    settings = {name: getattr(config, name) for name in kind.hyper}
    if "beta1" in settings:
        settings["betas"] = (settings.pop("beta1"), settings.pop("beta2"))  # as PyTorch has them
    return kind(parameters, **settings)
