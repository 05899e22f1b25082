"""The random numbers: the specified sequence, and what its parts promise."""

import pytest

from micrograd.rng import RNG

FIRST_8 = [
    1456360119,
    3359763283,
    3393612768,
    4054632243,
    3283045847,
    3589475362,
    877116966,
    1888976411,
]


def test_seed_42_gives_the_specified_numbers() -> None:
    rng = RNG(42)
    assert [rng.random_u32() for _ in range(8)] == FIRST_8


def test_no_seed_means_42() -> None:
    assert RNG().random_u32() == FIRST_8[0]


def test_random_is_the_upper_24_bits_over_2_to_the_24() -> None:
    rng = RNG(42)
    assert [rng.random() for _ in range(8)] == [(u32 // 256) / 2**24 for u32 in FIRST_8]


def test_uniform_scales_random() -> None:
    rng, same = RNG(42), RNG(42)
    assert [rng.uniform(-3.0, 5.0) for _ in range(8)] == [-3.0 + 8.0 * same.random() for _ in range(8)]


def test_random_stays_below_one_and_is_spread_evenly() -> None:
    rng = RNG(1)
    xs = [rng.random() for _ in range(10_000)]
    assert min(xs) >= 0.0
    assert max(xs) < 1.0
    assert abs(sum(xs) / len(xs) - 0.5) < 0.01
    tenths = [sum(int(10 * x) == i for x in xs) for i in range(10)]
    assert max(abs(count - 1000) for count in tenths) < 100


def test_the_largest_seed_walks_in_64_bits() -> None:
    rng = RNG(2**64 - 1)
    for _ in range(100):
        assert 0 <= rng.random_u32() < 2**32
        assert 0 < rng.state < 2**64


@pytest.mark.parametrize("seed", [0, -1, 2**64])
def test_a_seed_out_of_range_is_refused_with_its_value(seed: int) -> None:
    with pytest.raises(ValueError, match=f"seed must be from 1 to 18446744073709551615, not {seed}"):
        RNG(seed)


@pytest.mark.parametrize("seed", [1.0, "42", None])
def test_a_seed_that_is_no_int_is_refused_with_its_type(seed: object) -> None:
    with pytest.raises(TypeError, match=f"seed must be an int, not {type(seed).__name__}"):
        RNG(seed)  # type: ignore[arg-type]
