"""Python = C: what one engine refuses the other refuses in the same words, and numbers are read alike."""

import ctypes
import math
from ctypes import c_double, c_int, c_uint64, c_void_p

import pytest
from bits import bits
from hypothesis import given, settings
from hypothesis import strategies as st
from native import CSession, library, needs_c
from pair import Pair

from micrograd import Config, Point


@needs_c
def test_both_refuse_a_step_without_train_points_and_keep_their_state() -> None:
    for points in ([], [Point(0.0, 0.0, 0, "val")]):
        pair = Pair(n=10)
        pair.step(2)
        pair.set_points(points)
        refusals = []
        for session in (pair.python, pair.c):
            with pytest.raises(ValueError, match="at least one train point") as refused:
                session.step()  # type: ignore[attr-defined]
            refusals.append(str(refused.value))
        assert refusals[0] == refusals[1]
        pair.compare()
        pair.look()


@needs_c
def test_both_sessions_refuse_the_same_settings_and_points_with_the_same_sentence() -> None:
    pair = Pair(n=10)
    pair.step()
    point = Point(0.0, 0.0, 0)
    nan, inf = math.nan, math.inf
    tries = [
        *(
            lambda s, c=c: s.set_hyper(**c)
            for c in ({"lr": -1.0}, {"lr": nan}, {"lr": inf}, {"loss": "no such"})
        ),
        *(lambda s, c=c: s.set_hyper(**c) for c in ({"optimizer": "adam"}, {"momentum": -0.5}, {"seed": 3})),
        *(
            lambda s, c=c: s.set_hyper(**c)
            for c in ({"n": 3}, {"layers": (3,)}, {"nonsense": 3}, {"steps": 1})
        ),
        *(
            lambda s, p=p: s.set_points([point, p])
            for p in (Point(nan, 0, 0), Point(0, inf, 0), Point(-inf, nan, 0))
        ),
        *(
            lambda s, p=p: s.set_points([point, p])
            for p in (Point(0, 0, 3), Point(0, 0, -1), Point(nan, 0, 7))
        ),
        *(lambda s, p=p: s.set_points([p]) for p in (Point(0, 0, 0, 3), Point(0, 0, 0, -1))),  # type: ignore[arg-type]
        *(lambda s, p=p: s.trace(*p) for p in ((nan, 0, 0), (0, -inf, 0), (0, 0, 3), (0, 0, -2))),
    ]
    for attempt in tries:
        refusals = []
        for session in (pair.python, pair.c):
            with pytest.raises(ValueError, match=r"must be|can't change") as refused:
                attempt(session)
            refusals.append(str(refused.value))
        assert refusals[0] == refusals[1]
        assert len(pair.c.points) == 10
        pair.compare()
    pair.step()


@needs_c
@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": 0},
        {"n": 1},
        {"dataset": "no such"},
        {"layers": (0,)},
        {"nonlin": "no such"},
        {"lr": math.nan},
    ],
    ids=str,
)
def test_a_refused_config_leaves_the_open_session_alone(wrong: dict[str, object]) -> None:
    pair = Pair(n=10)
    with pytest.raises(ValueError, match="must be") as by_python:
        Config(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must be") as by_c:
        CSession(**wrong)
    assert str(by_c.value) == str(by_python.value)
    pair.step()


@needs_c
@pytest.mark.parametrize("name", ["steps", "graph", "nonsense", ""])
def test_c_refuses_a_setting_that_a_config_does_not_have(name: str) -> None:
    with pytest.raises(ValueError, match=f"there is no setting '{name}'"):
        CSession(**{name: 3})


number_texts = st.one_of(
    st.from_regex(r"[+]?[0-9]{1,25}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.floats(min_value=0.0, allow_infinity=False, allow_nan=False).map(repr),
    st.integers(0, 4095).map(lambda units: f"{units * 5e-324:.1100e}"),
    st.from_regex(r"[0-9]{300,900}(\.[0-9]{100,900})?[eE]-[0-9]{2,3}", fullmatch=True),
)


class CSizes(ctypes.Structure):
    """The Sizes of csrc/config.h."""

    _fields_ = (("size", c_void_p), ("count", c_int))


class CConfig(ctypes.Structure):
    """The Config of csrc/config.h."""

    _fields_ = (
        *(("seed", c_uint64), ("dataset", c_int), ("n", c_uint64), ("steps", c_uint64), ("layers", CSizes)),
        *(("nonlin", c_int), ("optimizer", c_int), ("loss", c_int)),
        *(("lr", c_double), ("momentum", c_double), ("weight_decay", c_double)),
    )


@needs_c
@settings(max_examples=200)
@given(text=number_texts)
def test_both_command_lines_read_a_number_as_the_same_double(text: str) -> None:
    config, refusal = CConfig(), ctypes.create_string_buffer(64)  # of a Text, which the library fills in
    accepted = library().config_set(ctypes.byref(config), b"lr", text.encode(), b"lr", refusal)
    assert bool(accepted) == math.isfinite(float(text))
    if accepted:
        assert bits(config.lr) == bits(float(text))
