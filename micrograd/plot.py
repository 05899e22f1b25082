"""Pictures of a run with matplotlib, for notebooks and scripts: its losses, and its decision boundary.

matplotlib is not needed for anything else: `pip install ".[plot]"` in a copy of micrograd, or
`pip install matplotlib`.

    session = Session(Config())
    losses = [session.step() for _ in range(100)]
    plot_losses([train for train, _ in losses], [val for _, val in losses])
    plot_boundary(session)

>>> mixed([1.0, 0.0, 0.0]) == mixed([0.0, 1.0, 0.0])
False
"""

from collections.abc import Sequence
from typing import Any

from micrograd.data import CLASSES, SPLITS
from micrograd.session import Session

# blue, orange, purple, as the page has them in its light theme: they differ in lightness too
COLOURS = ("#2b74c4", "#f0ad3a", "#9a2c62")
MARKERS = ("o", "^", "s")
STRENGTH = 0.5  # of the colours in the field, weak enough for the points to stand out


def axes(ax: Any) -> Any:
    """The axes that are given, or new ones. ImportError with a sentence where matplotlib is missing."""
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("micrograd.plot needs matplotlib: pip install matplotlib") from error
    return pyplot.subplots()[1]


def plot_losses(train: Sequence[float], val: Sequence[float] = (), ax: Any = None, log: bool = False) -> Any:
    """The losses of every step, the first at 1; returns the axes."""
    ax = axes(ax)
    ax.plot(range(1, len(train) + 1), train, label="train")
    if len(val):
        ax.plot(range(1, len(val) + 1), val, linestyle="--", label="val")
    if log:
        ax.set_yscale("log")
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    ax.legend()
    return ax


def plot_boundary(session: Session, ax: Any = None, cells: int = 100, extent: float = 2.0) -> Any:
    """The class probabilities over the plane, and the points: train filled, val and test hollow."""
    ax = axes(ax)
    p = session.surface(cells, cells, extent)
    rows = [[mixed(p[i : i + CLASSES]) for i in range(row, row + CLASSES * cells, CLASSES)]
            for row in range(0, len(p), CLASSES * cells)]  # fmt: skip
    ax.imshow(rows, extent=(-extent, extent, -extent, extent), interpolation="bilinear")
    for label in range(CLASSES):
        for split in SPLITS:
            points = [point for point in session.points if (point.label, point.split) == (label, split)]
            face = COLOURS[label] if split == "train" else "white"
            ax.scatter(
                [point.x for point in points],
                [point.y for point in points],
                s=20 if split == "test" else 32,
                marker=MARKERS[label],
                facecolors=face,
                edgecolors="white" if split == "train" else COLOURS[label],
                label=f"class {label + 1}" if split == "train" else None,
            )
    ax.set_xlim(-extent, extent)
    ax.set_ylim(-extent, extent)
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    return ax


def mixed(probabilities: Sequence[float]) -> tuple[float, ...]:
    """The colour of a place, from 0 to 1: the classes' colours, mixed by their probabilities."""
    return tuple(
        sum_of((1.0 - STRENGTH + STRENGTH * int(COLOURS[c][at : at + 2], 16) / 255.0) * p
               for c, p in enumerate(probabilities))
        for at in (1, 3, 5)
    )  # fmt: skip


def sum_of(numbers: Any) -> float:
    """Their sum, at most 1."""
    total = 0.0
    for number in numbers:
        total += number
    return min(1.0, total)
