"""An experiment as JSON text: settings, points, training state and losses, with every bit of every number.

The page, this package and the C program write the same bytes for the same run; docs/files.md describes the
format. Reading it is in read_experiment.py.

>>> session = Session(Config(n=2, layers=()))
>>> text = experiment_text(session, Losses())
>>> print(text.splitlines()[1])
  "micrograd": 1,
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from micrograd.check import MAX_COUNT
from micrograd.config import RULES, Config, Number, Whole
from micrograd.data import Point
from micrograd.session import Session, Snapshot

VERSION = 1  # of the format
SNAPSHOT = ("step", "train", "val", "optimizer", "t", "data", "grad", "m", "v")


@dataclass(slots=True)
class Losses:
    """The losses of every step so far, each before its update; not known where a file lacks them."""

    train: list[float] = field(default_factory=list)
    val: list[float] = field(default_factory=list)
    known: bool = True


@dataclass(slots=True)
class Experiment:
    """What a file holds. Without points: those of the data set; without a snapshot: at step 0."""

    config: Config = field(default_factory=Config)
    zero_grad: bool = True
    points: list[Point] | None = None
    snapshot: Snapshot | None = None
    losses: Losses = field(default_factory=Losses)


def open_experiment(experiment: Experiment) -> Session:
    """The session that goes on from there, with the same bits as one that has never been a file."""
    session = Session(experiment.config)
    session.set_variant(experiment.zero_grad)
    if experiment.points is not None:
        session.set_points(experiment.points)
    if experiment.snapshot:
        session.restore(experiment.snapshot)
    return session


# --- writing ---


def experiment_text(session: Session, losses: Losses) -> str:
    """The session as it is now, with the losses of its steps if they are known."""
    parts = [f'"micrograd": {VERSION}', f'"config": {config_text(session)}']
    points = ",\n".join(f"    {point_text(p)}" for p in session.points)
    parts.append(f'"points": [\n{points}\n  ]' if points else '"points": []')
    parts.append(f'"snapshot": {snapshot_text(session.snapshot())}')
    if losses.known:
        columns = [f'    "{name}": {list_text(getattr(losses, name))}' for name in ("train", "val")]
        parts.append(f'"losses": {{\n{columns[0]},\n{columns[1]}\n  }}')
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def config_text(session: Session) -> str:
    """The settings, and zero_grad where it is left out."""
    settings = [
        f'"{name}": {value_text(name, getattr(session.config, name))}'
        for name in RULES
        if hasattr(session.config, name)
    ]
    return "{" + ", ".join(settings + ['"zero_grad": false'] * (not session.zero_grad)) + "}"


def value_text(name: str, value: object) -> str:
    """A setting's value; one that JavaScript's numbers may round, such as a seed, in quotes."""
    rule = RULES[name]
    if isinstance(rule, Number):
        return number_text(float(str(value)))
    if isinstance(rule, Whole) and rule.high <= MAX_COUNT:
        return str(value)
    return str(list(value)) if isinstance(value, tuple) else f'"{value}"'


def point_text(p: Point) -> str:
    """A point with its place, class and split."""
    return f'{{"x": {number_text(p.x)}, "y": {number_text(p.y)}, "label": {p.label:d}, "split": "{p.split}"}}'


def snapshot_text(snapshot: Snapshot) -> str:
    """Its columns, one a line."""
    lines = []
    for name in SNAPSHOT:
        value = getattr(snapshot, name)
        if isinstance(value, float):
            text = number_text(value)
        else:
            text = (
                f'"{value}"'
                if name == "optimizer"
                else str(value)
                if isinstance(value, int)
                else list_text(value)
            )
        lines.append(f'    "{name}": {text}')
    return "{\n" + ",\n".join(lines) + "\n  }"


def list_text(numbers: Sequence[float]) -> str:
    """Numbers in square brackets."""
    return "[" + ", ".join(map(number_text, numbers)) + "]"


def number_text(x: float) -> str:
    """The shortest decimal that reads back as the same bits; JSON has no nan and inf, which get quotes."""
    return repr(x) if math.isfinite(x) else f'"{x}"'
