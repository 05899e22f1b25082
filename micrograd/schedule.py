"""What depends on the number of a step: the learning rate, and which train points the step sees.

>>> [round(SCHEDULES["cosine"].rate(0.1, step, 100), 6) for step in (0, 50, 100)]
[0.1, 0.05, 0.0]
>>> minibatch(42, 0, 8, 3), minibatch(42, 1, 8, 3), minibatch(42, 2, 8, 3)      # one epoch
([0, 2, 6], [1, 4, 5], [3, 7])
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from micrograd.engine import ieee_pow
from micrograd.rng import MASK, RNG

# --- the learning rate ---


def constant(lr: float, step: int, period: int) -> float:
    """lr at every step."""
    return lr


def cosine(lr: float, step: int, period: int) -> float:
    """Half a cosine from lr down to 0 in `period` steps, then 0.

    Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic gradient descent with warm restarts" (2017),
    without the restarts.
    """
    return lr * (0.5 * (1.0 + math.cos(math.pi * step / period))) if step < period else 0.0


def step_down(lr: float, step: int, period: int) -> float:
    """A tenth of it after every `period` steps."""
    return lr * ieee_pow(0.1, float(step // period))


class Schedule(NamedTuple):
    """A row of SCHEDULES: a title for people, and the learning rate of a step: rate(lr, step, period)."""

    title: str
    rate: Callable[[float, int, int], float]


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule("Constant", constant),
    "cosine": Schedule("Cosine", cosine),
    "step": Schedule("Step", step_down),
}


# --- mini-batches ---

GOLDEN = 0x9E3779B97F4A7C15  # 2**64 over the golden ratio: the seeds of two epochs have little in common


@lru_cache(maxsize=4)
def epoch_order(seed: int, epoch: int, n: int) -> tuple[int, ...]:
    """0 … n - 1 in the order of an epoch: shuffled by a generator of its own, after Fisher and Yates."""
    rng = RNG((seed ^ (epoch + 1) * GOLDEN) & MASK or GOLDEN)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = rng.random_u32() % (i + 1)
        order[i], order[j] = order[j], order[i]
    return tuple(order)


def minibatch(seed: int, step: int, n: int, size: int) -> list[int]:
    """Which of n train points a step sees, in their order: `size` of them, fewer at the end of an epoch.

    An epoch sees every point once. All of them if size is 0, or n or more.
    """
    if size == 0 or size >= n:
        return list(range(n))
    epoch, i = divmod(step, -(-n // size))
    return sorted(epoch_order(seed, epoch, n)[i * size : (i + 1) * size])
