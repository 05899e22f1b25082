"""C prints a double exactly as Python does."""

import ctypes
import math
import random
import struct
from collections.abc import Iterable

from native import library, needs_c

pytestmark = needs_c


def differences(numbers: Iterable[float]) -> list[tuple[str, str]]:
    """(Python's repr, C's) where they differ."""
    double_repr = library().double_repr
    double_repr.argtypes, double_repr.restype = [ctypes.c_double, ctypes.c_char_p], ctypes.c_char_p
    room = ctypes.create_string_buffer(32)
    pairs = ((repr(x), double_repr(x, room).decode()) for x in numbers)
    return [pair for pair in pairs if pair[0] != pair[1]]


def from_pattern(pattern: int) -> float:
    """The double with these 64 bits."""
    return float(struct.unpack("<d", pattern.to_bytes(8, "little"))[0])


def test_every_power_of_two_and_its_neighbours_print_the_same() -> None:
    powers = [math.ldexp(1.0, e) for e in range(-1074, 1024)]
    assert differences(powers) == []
    assert differences(math.nextafter(x, math.inf) for x in powers) == []
    assert differences(-math.nextafter(x, 0.0) for x in powers) == []


def test_every_power_of_ten_and_its_neighbours_print_the_same() -> None:
    powers = [float(f"1e{e}") for e in range(-323, 309)]
    assert differences(powers) == []
    assert differences(math.nextafter(x, math.inf) for x in powers) == []
    assert differences(math.nextafter(x, 0.0) for x in powers) == []


def test_subnormals_print_the_same() -> None:
    rng = random.Random(42)
    assert differences(map(from_pattern, range(2000))) == []
    assert differences(from_pattern(rng.getrandbits(rng.randint(1, 52))) for _ in range(10_000)) == []


def test_a_hundred_thousand_random_bit_patterns_print_the_same() -> None:
    rng = random.Random(42)
    assert differences(from_pattern(rng.getrandbits(64)) for _ in range(100_000)) == []


def test_numbers_of_everyday_size_print_the_same() -> None:
    rng = random.Random(42)
    assert differences(rng.uniform(-20.0, 20.0) for _ in range(10_000)) == []
    assert differences(rng.randint(-(10**18), 10**18) / 10 ** rng.randint(0, 18) for _ in range(10_000)) == []
    assert differences([0.0, -0.0, 1e15, 1e16, 1e17, 123456789012345680.0, 9999999999999998.0]) == []
    assert differences([math.nan, -math.nan, math.inf, -math.inf]) == []
