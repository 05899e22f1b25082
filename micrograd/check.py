"""What may be asked of a session. Each check raises ValueError, with the value and what would be right.

>>> check_index("a node", 151, 151)
Traceback (most recent call last):
ValueError: a node must be from 0 to 150, not 151
"""

import math

from micrograd.data import CLASSES, SPLITS, Point

MAX_CELLS_ACROSS = 4096
MAX_COUNT = 2**53  # up to here a double holds every whole number


def check_finite(what: str, number: float) -> None:
    """ValueError for inf and nan."""
    if not math.isfinite(number):
        raise ValueError(f"{what} must be finite, not {number}")


def check_index(what: str, index: int, count: int) -> int:
    """The index of one of so many. ValueError when there is no such one."""
    if index not in range(count):
        raise ValueError(f"{what} must be from 0 to {count - 1}, not {index}")
    return index


def check_count(what: str, count: float) -> None:
    """ValueError for what can't be a number of steps.

    >>> check_count("step", 2.5)
    Traceback (most recent call last):
    ValueError: step must be a whole number from 0 to 9007199254740992, not a fraction
    """
    if not math.isfinite(count):
        shown = str(count)
    elif count != int(count):
        shown = "a fraction"
    elif 0 <= count <= MAX_COUNT:
        return
    else:
        shown = "more" if count > MAX_COUNT else "less"
    raise ValueError(f"{what} must be a whole number from 0 to {MAX_COUNT}, not {shown}")


def check_point(p: Point) -> None:
    """ValueError for a point that is not finite, or whose label or split does not exist."""
    check_finite("a point's x", p.x)
    check_finite("a point's y", p.y)
    check_index("a label", p.label, CLASSES)
    if p.split not in SPLITS:
        raise ValueError(f"a split must be one of {', '.join(SPLITS)}, not {p.split!r}")


def check_grid(columns: int, rows: int, extent: float) -> None:
    """ValueError for a picture without cells, with too many, or of a part of the plane that is not finite."""
    for name, cells in (("columns", columns), ("rows", rows)):
        if cells not in range(1, MAX_CELLS_ACROSS + 1):
            raise ValueError(f"{name} must be from 1 to {MAX_CELLS_ACROSS}, not {cells}")
    check_finite("extent", extent)
