"""What can be set, and in which ranges: one rule per setting, for the command line and the page alike.

>>> Config(lr=0.05).lr
0.05
>>> Config(n=-1)
Traceback (most recent call last):
ValueError: n must be a whole number from 0 to 1000000, not '-1'
"""

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from micrograd.data import DATASETS, SPLITS
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS
from micrograd.schedule import SCHEDULES

WHOLE = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


DEFAULT_STEPS = 100  # of the command line; a Session takes as many steps as it is told to


class Rule(Protocol):
    """What one setting may be: `says` completes the sentence "… must be"; `describe` is the range as data."""

    says: str

    def describe(self) -> dict[str, Any]:
        """The kind of the setting and its range."""

    def parse(self, text: str) -> Any:
        """The value that the text stands for. ValueError when it stands for none in range."""


class Whole:
    """A whole number from low to high."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.says = f"a whole number from {low} to {high}"

    def describe(self) -> dict[str, Any]:
        return {"kind": "whole", "low": str(self.low), "high": str(self.high)}

    def parse(self, text: str) -> int:
        # 400 digits are beyond every range here, and below the length that int() refuses
        if not WHOLE.fullmatch(text) or len(text) > 400 or not self.low <= int(text) <= self.high:
            raise ValueError(text)
        return int(text)


class Number:
    """A finite number >= 0."""

    says = "a finite number >= 0"
    kind, above = "number", math.inf

    def describe(self) -> dict[str, Any]:
        return {"kind": self.kind}

    def parse(self, text: str) -> float:
        if not NUMBER.fullmatch(text) or not 0.0 <= float(text) < self.above:
            raise ValueError(text)
        return float(text)


class Fraction(Number):
    """A number of [0, 1)."""

    says = "a number >= 0 and < 1"
    kind, above = "fraction", 1.0


class Positive(Number):
    """A finite number > 0."""

    says = "a finite number > 0"
    kind = "positive"

    def parse(self, text: str) -> float:
        if super().parse(text) == 0.0:
            raise ValueError(text)
        return float(text)


class Sizes:
    """The sizes of the hidden layers; "none" is a network without any."""

    says = "none or sizes from 1 to 1024 with commas, such as 8 or 6,5"
    size = Whole(1, 1024)

    def describe(self) -> dict[str, Any]:
        return {**self.size.describe(), "kind": "sizes"}

    def parse(self, text: str) -> tuple[int, ...]:
        return () if text == "none" else tuple(self.size.parse(size) for size in text.split(","))


class Shares:
    """The share of each split in percent."""

    says = f"{len(SPLITS)} whole percentages with commas that add up to 100, such as 80,10,10"
    share = Whole(0, 100)

    def describe(self) -> dict[str, Any]:
        return {"kind": "shares"}

    def parse(self, text: str) -> tuple[int, ...]:
        shares = tuple(self.share.parse(share) for share in text.split(","))
        total = 0
        for share in shares:
            total += share
        if len(shares) != len(SPLITS) or total != 100:
            raise ValueError(text)
        return shares


class Choice:
    """One of a few names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.says = f"one of {', '.join(self.names)}"

    def describe(self) -> dict[str, Any]:
        return {"kind": "choice", "choices": list(self.names)}

    def parse(self, text: str) -> str:
        if text not in self.names:
            raise ValueError(text)
        return text


RULES: dict[str, Rule] = {
    "seed": Whole(1, 2**64 - 1),
    "dataset": Choice(DATASETS),
    "n": Whole(0, 1_000_000),
    "noise": Number(),
    "split": Shares(),
    "steps": Whole(0, 2**63 - 1),
    "layers": Sizes(),
    "nonlin": Choice(NONLINS),
    "init_scale": Number(),
    "batch_size": Whole(0, 1_000_000),
    "loss": Choice(LOSSES),
    "optimizer": Choice(OPTIMIZERS),
    "lr": Number(),
    "schedule": Choice(SCHEDULES),
    "schedule_steps": Whole(1, 1_000_000),
    "momentum": Number(),
    "beta1": Fraction(),
    "beta2": Fraction(),
    "eps": Positive(),
    "weight_decay": Number(),
    "l1": Number(),
}


def parse_setting(name: str, text: str, shown: str = "") -> Any:
    """The value of one setting from its text; ValueError says what it must be, and what it was."""
    try:
        return RULES[name].parse(text)
    except ValueError:
        raise refusal(shown or name, text, RULES[name]) from None


def refusal(shown: str, text: str, rule: Rule) -> ValueError:
    """The sentence for a value that a rule does not allow."""
    return ValueError(f"{shown} must be {rule.says}, not '{text}'")


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that determines a run, but for the user's own points.

    The first eight determine the data and the initial parameters: noise is how far a coordinate may be moved,
    split the percentages of train, val and test, layers the sizes of the hidden layers, and init_scale a
    factor of the initial parameters. The others may change between two steps: batch_size 0 means all train
    points, schedule_steps is the period of the schedule, momentum is of sgd, the betas and eps of adamw.
    """

    seed: int = 42
    dataset: str = "yinyang"
    n: int = 100
    noise: float = 0.0
    split: tuple[int, ...] = (80, 10, 10)
    layers: tuple[int, ...] = (8,)
    nonlin: str = "tanh"
    init_scale: float = 1.0
    batch_size: int = 0
    loss: str = "nll"
    optimizer: str = "adamw"
    lr: float = 0.1
    schedule: str = "constant"
    schedule_steps: int = 100
    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.95
    eps: float = 1e-8
    weight_decay: float = 1e-4
    l1: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            text = setting_text(value)
            # "0.1" for 0.1: the text of a setting is not its value
            if parse_setting(name, text) != (tuple(value) if isinstance(value, list) else value):
                raise refusal(name, text, RULES[name])


def setting_text(value: object) -> str:
    """A value as it would be typed: (6, 5) is 6,5 and () is none."""
    if isinstance(value, (tuple, list)):
        return ",".join(map(str, value)) or "none"
    return str(value)
