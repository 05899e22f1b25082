"""Comparing doubles by their bits: 0.0 is not -0.0, and all NaNs are one value.

>>> bits(0.0) == bits(-0.0), bits(float("nan")) == bits(-float("nan"))
(False, True)
"""

import math
import struct
from collections.abc import Iterable


def bits(x: float) -> str:
    """The 64 bits in hexadecimal, or "nan"."""
    return "nan" if math.isnan(x) else struct.pack(">d", x).hex()


def all_bits(xs: Iterable[float]) -> list[str]:
    """The bits of each."""
    return [bits(x) for x in xs]
