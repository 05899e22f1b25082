"""The data sets: labelled points of the plane [-2, 2] x [-2, 2], and which of them are for what.

>>> points = make_dataset("yinyang", 100, RNG(42))
>>> points[0]
Point(x=-0.6436591148376465, y=1.1290233135223389, label=0, split='train')
>>> [sum(p.split == split for p in points) for split in SPLITS]
[80, 10, 10]
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from micrograd.rng import RNG

CLASSES = 3
SPLITS = ("train", "val", "test")


@dataclass(frozen=True, slots=True)
class Point:
    """A point with its label (0, 1 or 2; people say class 1, 2, 3) and its split, which it keeps for life."""

    x: float
    y: float
    label: int
    split: str = "train"


# --- generators: the i-th point of a data set, of class i % 3 ---


def yinyang(rng: RNG, label: int) -> tuple[float, float]:
    """Yin (0), yang (1) and their two dots (2), after L. Kriener's yin-yang data set (2021).

    Draws from the square around the big circle until a point of the wanted class comes.
    """
    r_small, r_big = 0.1, 0.5
    while True:
        x, y = rng.uniform(0.0, 2.0 * r_big), rng.uniform(0.0, 2.0 * r_big)
        if distance(x, y, r_big, r_big) <= r_big and yinyang_label(x, y, r_small, r_big) == label:
            return (x / r_big - 1.0) * 2.0, (y / r_big - 1.0) * 2.0


def yinyang_label(x: float, y: float, r_small: float, r_big: float) -> int:
    """The class of a point inside the big circle."""
    d_right = distance(x, y, 1.5 * r_big, r_big)
    d_left = distance(x, y, 0.5 * r_big, r_big)
    if d_right < r_small or d_left < r_small:
        return 2
    is_yin = d_right <= r_small or r_small < d_left <= 0.5 * r_big or (y > r_big and d_right > 0.5 * r_big)
    return 0 if is_yin else 1


def distance(x: float, y: float, cx: float, cy: float) -> float:
    """The Euclidean distance, with the powers that the specification names."""
    return math.pow(math.pow(x - cx, 2.0) + math.pow(y - cy, 2.0), 0.5)


def spiral(rng: RNG, label: int) -> tuple[float, float]:
    """Three arms that wind once around the centre; the classic of CS231n, which no linear model can part."""
    t = rng.random()
    angle = label * (2.0 * math.pi / 3.0) + 4.0 * t + rng.uniform(-0.2, 0.2)
    radius = 0.1 + 1.8 * t
    return radius * math.sin(angle), radius * math.cos(angle)


def rings(rng: RNG, label: int) -> tuple[float, float]:
    """A disc inside a ring inside a ring."""
    radius = 0.7 * label + rng.uniform(0.0, 0.5)
    angle = rng.uniform(0.0, 2.0 * math.pi)
    return radius * math.sin(angle), radius * math.cos(angle)


def blobs(rng: RNG, label: int) -> tuple[float, float]:
    """Three round clouds, the easy case; two uniform draws add up to a triangular density."""
    angle = label * (2.0 * math.pi / 3.0)
    dx = rng.uniform(-0.4, 0.4) + rng.uniform(-0.4, 0.4)
    dy = rng.uniform(-0.4, 0.4) + rng.uniform(-0.4, 0.4)
    return 1.1 * math.sin(angle) + dx, 1.1 * math.cos(angle) + dy


def moons(rng: RNG, label: int) -> tuple[float, float]:
    """Two half circles that reach into each other (0, 1), and the rest of the plane (2)."""
    if label == 2:
        while True:
            x, y = rng.uniform(-1.9, 1.9), rng.uniform(-1.9, 1.9)
            if not near_moon(x, y, 0) and not near_moon(x, y, 1):
                return x, y
    angle = math.pi * rng.random()
    up = 1.0 if label == 0 else -1.0
    x = math.cos(angle) + (label - 0.5) + rng.uniform(-0.1, 0.1)
    y = up * (math.sin(angle) - 0.25) + rng.uniform(-0.1, 0.1)
    return x, y


def near_moon(x: float, y: float, label: int) -> bool:
    """Whether a point is less than 0.3 from a moon's circle, on the side of its half of it."""
    up = 1.0 if label == 0 else -1.0
    cy = -0.25 * up
    return up * (y - cy) > -0.3 and abs(distance(x, y, label - 0.5, cy) - 1.0) < 0.3


def checkerboard(rng: RNG, label: int) -> tuple[float, float]:
    """Sixteen squares of side 1, neighbours of different classes: many borders, for many neurons."""
    while True:
        x, y = rng.uniform(-2.0, 2.0), rng.uniform(-2.0, 2.0)
        if int(x + 2.0) % CLASSES == (label + int(y + 2.0)) % CLASSES:
            return x, y


def xor(rng: RNG, label: int) -> tuple[float, float]:
    """Six sectors, opposite ones of the same class: XOR, which needs a hidden layer, for three classes."""
    side = 0.0 if rng.random() < 0.5 else 1.0
    angle = (label + 3.0 * side) * (math.pi / 3.0) + rng.uniform(-0.45, 0.45)
    radius = 0.3 + 1.6 * rng.random()
    return radius * math.sin(angle), radius * math.cos(angle)


def linear(rng: RNG, label: int) -> tuple[float, float]:
    """Three sectors, which straight lines part: a network without hidden layers is enough."""
    angle = label * (2.0 * math.pi / 3.0) + rng.uniform(-0.9, 0.9)
    radius = 0.3 + 1.6 * rng.random()
    return radius * math.sin(angle), radius * math.cos(angle)


class Dataset(NamedTuple):
    """A row of DATASETS: a title for people, and what draws a point of a class."""

    title: str
    draw: Callable[[RNG, int], tuple[float, float]]


DATASETS: dict[str, Dataset] = {
    "yinyang": Dataset("Yin-yang", yinyang),
    "spiral": Dataset("Spiral", spiral),
    "rings": Dataset("Rings", rings),
    "blobs": Dataset("Blobs", blobs),
    "moons": Dataset("Moons", moons),
    "checkerboard": Dataset("Checkerboard", checkerboard),
    "xor": Dataset("XOR of three", xor),
    "linear": Dataset("Linear", linear),
}


# --- make and split ---


def split_of(i: int, n: int, shares: Sequence[int] = (80, 10, 10)) -> str:
    """Which split the i-th of n points is in: the train points first, then val, then test, by percentages."""
    if i < int(shares[0] / 100 * n):
        return "train"
    return "val" if i < int((shares[0] + shares[1]) / 100 * n) else "test"


def make_dataset(dataset: str, n: int, rng: RNG, shares: Sequence[int] = (80, 10, 10)) -> list[Point]:
    """n points of the named data set, classes in turn. ValueError for a name that is not in DATASETS."""
    if dataset not in DATASETS:
        raise ValueError(f"dataset must be one of {', '.join(DATASETS)}, not {dataset!r}")
    draw = DATASETS[dataset].draw
    return [Point(*draw(rng, i % CLASSES), i % CLASSES, split_of(i, n, shares)) for i in range(n)]


def with_noise(points: Sequence[Point], noise: float, rng: RNG) -> list[Point]:
    """Each point moved by up to `noise` in x and in y, but not beyond the plane's edge."""
    moved = []
    for p in points:
        x = moved_within(p.x, noise * rng.uniform(-1.0, 1.0))
        y = moved_within(p.y, noise * rng.uniform(-1.0, 1.0))
        moved.append(replace(p, x=x, y=y))
    return moved


def moved_within(x: float, change: float) -> float:
    """x + change, or the edge of [-2, 2] that it would pass.

    >>> moved_within(1.5, 0.25), moved_within(1.5, 1.0)
    (1.75, 2.0)
    """
    return min(max(x + change, -2.0), 2.0)
