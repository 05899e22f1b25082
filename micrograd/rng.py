"""The random numbers: one generator for the data and the parameters, the same in Python and C."""

MASK = 2**64 - 1


class RNG:
    """Marsaglia's xorshift with Vigna's multiplier (xorshift64*), seeded with its 64-bit state.

    The state walks through all 2**64 - 1 non-zero values; the product scrambles what is returned.

    >>> rng = RNG(42)
    >>> rng.random_u32(), rng.random_u32()
    (1456360119, 3359763283)

    Raises ValueError for a seed outside 1 … 2**64 - 1 (zero would stay zero for ever), TypeError for a
    seed that is not an int.

    Source: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled" (2016).
    """

    def __init__(self, seed: int = 42) -> None:
        if not isinstance(seed, int):
            raise TypeError(f"seed must be an int, not {type(seed).__name__}")
        if not 1 <= seed <= MASK:
            raise ValueError(f"seed must be from 1 to 18446744073709551615, not {seed}")
        self.state = seed

    def random_u32(self) -> int:
        """The next whole number from 0 to 2**32 - 1: the upper half of the scrambled state."""
        s = self.state
        s ^= s >> 12
        s ^= (s << 25) & MASK
        s ^= s >> 27
        self.state = s
        return ((s * 0x2545F4914F6CDD1D) & MASK) >> 32

    def random(self) -> float:
        """The next number of [0, 1): 24 random bits over 2**24, exact in single precision too.

        >>> RNG(42).random()
        0.3390852212905884
        """
        return (self.random_u32() >> 8) / 16777216.0

    def uniform(self, a: float, b: float) -> float:
        """The next number of [a, b).

        >>> RNG(42).uniform(-1.0, 1.0)
        -0.32182955741882324
        """
        return a + (b - a) * self.random()
