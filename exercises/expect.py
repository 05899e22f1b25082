"""What the checks say: one sentence about what was seen, and what would be right.

>>> expect("a.grad", 3.0, 4.0, "d(a*b)/da is b, {}")
Traceback (most recent call last):
exercises.expect.CheckError: a.grad is 3.0, but d(a*b)/da is b, 4.0.
"""

import math
from typing import Any


class CheckError(Exception):
    """What was seen is not what would be right; its text is the sentence for the learner."""


def short(number: object) -> str:
    """A number for a sentence: six digits, or all of a short one.

    >>> short(0.1), short(2 / 3), short(None)
    ('0.1', '0.666667', 'None')
    """
    if isinstance(number, float) and len(repr(number)) > 8:
        return f"{number:.6g}"
    return repr(number)


def expect(what: str, got: object, want: float, why: str, tolerance: float = 1e-9) -> None:
    """CheckError, unless the number is the wanted one but for rounding; {} in `why` is the wanted one."""
    if not isinstance(got, float | int):
        raise CheckError(f"{what} is {kind(got)}, but it must be a plain number, {short(want)}.")
    if not math.isclose(got, want, rel_tol=tolerance, abs_tol=tolerance):
        raise CheckError(f"{what} is {short(got)}, but {why.format(short(want))}.")


def expect_value(mine: Any, what: str, got: object) -> None:
    """CheckError, unless it is a Value with a number in it."""
    if not isinstance(got, mine.Value):
        raise CheckError(f"{what} gives {kind(got)}, but it must give a Value: return Value(…).")
    data = got.data
    if not isinstance(data, float):
        raise CheckError(f"the data of {what} is {kind(data)}, but it must be a plain number: use .data.")


def expect_operands(what: str, got: Any, *operands: object) -> None:
    """CheckError, unless a Value has exactly these operands."""
    prev = got._prev
    if not isinstance(prev, tuple):
        raise CheckError(
            f"The operands of {what} are {kind(prev)}, but they must be a tuple, such as (self,)."
        )
    if len(prev) != len(operands):
        some = f"{len(prev)} operand{'' if len(prev) == 1 else 's'}"
        raise CheckError(f"{what} remembers {some} in _prev, but it was made of {len(operands)}.")
    for place, a, b in zip(("first", "second"), prev, operands, strict=False):
        if a is not b:
            raise CheckError(f"The {place} operand of {what} is {short(a)}, but it must be {b!r} itself.")


def expect_locals(what: str, got: Any, *wanted: tuple[str, float]) -> None:
    """CheckError, unless a Value has exactly these local derivatives, each with its reason as in `expect`."""
    expect_local_count(what, got, len(wanted))
    for place, number, (why, want) in zip(("first", "second"), got._local, wanted, strict=False):
        expect(f"The {place} local derivative of {what}", number, want, why)


def expect_local_count(what: str, got: Any, count: int) -> None:
    """CheckError, unless a Value has a tuple of so many local derivatives."""
    local = got._local
    if not isinstance(local, tuple):
        raise CheckError(f"_local of {what} is {kind(local)}, but it must be a tuple, such as (1.0,).")
    if len(local) != count:
        raise CheckError(f"The local derivatives of {what} are {local}, but there must be {count}.")


def expect_op(what: str, got: Any, op: str) -> None:
    """CheckError, unless a Value knows its operation."""
    if got._op != op:
        raise CheckError(
            f"_op of {what} is {got._op!r}, but it must be {op!r}, the last argument of Value(…)."
        )


def kind(thing: object) -> str:
    """What a thing is, in a word or two."""
    if thing is None:
        return "None"
    if isinstance(thing, float | int):
        return f"the plain number {short(thing)}"
    name = type(thing).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
