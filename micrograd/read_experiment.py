"""Reads an experiment's file: everything in it is checked, and a refusal names the field and what is right.

>>> read_experiment(b'{"micrograd": 1, "config": {"lr": 0.05}}').config.lr
0.05
>>> read_experiment(b'{"micrograd": 1, "config": {"lr": -1}}')
Traceback (most recent call last):
ValueError: config.lr must be a finite number >= 0, not '-1'
"""

from collections.abc import Sequence
from typing import Any

from micrograd.check import check_count, check_finite
from micrograd.config import RULES, Config, parse_setting
from micrograd.data import CLASSES, SPLITS, Point
from micrograd.experiment import SNAPSHOT, VERSION, Experiment, Losses
from micrograd.json_fields import (
    fields_of,
    items_of,
    needed,
    number_of,
    numbers_of,
    printable,
    refuse_field,
    shown,
)
from micrograd.session import Snapshot
from micrograd.strict_json import Json, read_json

PARTS = ("micrograd", "config", "points", "snapshot", "losses")
POINT = ("x", "y", "label", "split")
LOSSES = ("train", "val")
SETTINGS = (*(name for name in RULES if name in Config.__dataclass_fields__), "zero_grad")
MOST_POINTS = 1_000_000


def read_experiment(data: bytes) -> Experiment:
    """The experiment in a file's bytes. ValueError says what of it can't be used."""
    parts = fields_of(read_json(data), "it", PARTS)
    version = needed(parts, "it", "micrograd")
    if version.kind != "number" or version.text != str(VERSION):
        refuse_field("micrograd", f"{VERSION}, the version of the format that is known here", version)
    experiment = Experiment()
    if "config" in parts:
        read_config(experiment, fields_of(parts["config"], "config", SETTINGS))
    if "points" in parts:
        rows = items_of(parts["points"], "points")
        if len(rows) > MOST_POINTS:
            raise ValueError(f"points must be at most {MOST_POINTS}, not {len(rows)}")
        experiment.points = [read_point(row, f"points[{i}]") for i, row in enumerate(rows)]
    if "snapshot" in parts:
        experiment.snapshot = read_snapshot(parts["snapshot"], experiment.config.layers)
    step = experiment.snapshot.step if experiment.snapshot else 0
    experiment.losses.known = step == 0
    if "losses" in parts:
        experiment.losses = read_losses(parts["losses"], step)
    return experiment


def read_config(experiment: Experiment, settings: dict[str, Json]) -> None:
    """Each setting as the command line takes it; what is not there keeps its default."""
    values: dict[str, Any] = {}
    for name, json in settings.items():
        if name != "zero_grad":
            values[name] = parse_setting(name, setting_of(json), f"config.{name}")
        elif json.kind == "word" and json.text in ("true", "false"):
            experiment.zero_grad = json.text == "true"
        else:
            refuse_field("config.zero_grad", "true or false", json)
    experiment.config = Config(**values)


def setting_of(json: Json) -> str:
    """A setting as it would be typed: [6, 5] is 6,5, and [] is none."""
    if json.kind == "list" and all(item.kind == "number" for item in json.items):
        return printable(",".join(item.text for item in json.items) or "none", 400)
    return shown(json, 400)


def read_point(json: Json, what: str) -> Point:
    """A point, which a refusal calls `what`."""
    point = fields_of(json, what, POINT)
    x, y, label = (number_of(needed(point, what, name), f"{what}.{name}") for name in POINT[:3])
    check_finite(f"{what}.x", x)
    check_finite(f"{what}.y", y)
    if label not in range(CLASSES):
        refuse_field(f"{what}.label", f"a whole number from 0 to {CLASSES - 1}", point["label"])
    split = needed(point, what, "split")
    if split.kind != "text" or split.text not in SPLITS:
        refuse_field(f"{what}.split", f"one of {', '.join(SPLITS)}", split)
    return Point(x, y, int(label), split.text)


def parameter_count(layers: Sequence[int]) -> int:
    """How many weights and biases a network of two inputs has."""
    count, nin = 0, 2
    for nout in (*layers, CLASSES):
        count, nin = count + nout * (nin + 1), nout
    return count


def read_snapshot(json: Json, layers: Sequence[int]) -> Snapshot:
    """The training state of a network with these hidden layers."""
    columns = fields_of(json, "snapshot", SNAPSHOT)
    values: dict[str, Any] = {}
    for name in SNAPSHOT:
        column, what = needed(columns, "snapshot", name), f"snapshot.{name}"
        if name == "optimizer":
            values[name] = parse_setting(name, shown(column, 400), what)
        elif name in ("data", "grad", "m", "v"):
            values[name] = numbers_of(column, what, parameter_count(layers), "parameter")
        else:
            values[name] = number_of(column, what)
    for name in ("step", "t"):
        check_count(f"snapshot.{name}", values[name])
        values[name] = int(values[name])
    if values["t"] > values["step"]:
        raise ValueError(f"snapshot.t must be at most snapshot.step, {values['step']}, not {values['t']}")
    return Snapshot(**values)


def read_losses(json: Json, step: int) -> Losses:
    """The losses of so many steps."""
    columns = fields_of(json, "losses", LOSSES)
    train, val = (
        numbers_of(needed(columns, "losses", name), f"losses.{name}", step, "step").tolist()
        for name in LOSSES
    )
    return Losses(train, val)
