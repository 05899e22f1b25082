"""Python = C: what one engine refuses the other refuses in the same words, and numbers are read alike."""

import ctypes
import dataclasses
import math
from array import array
from ctypes import c_double, c_int, c_uint64, c_void_p
from typing import Any

import pytest
from bits import bits
from exports import QUERIES
from hypothesis import given, settings
from hypothesis import strategies as st
from native import CSession, doubles, ints, library, needs_c
from pair import Pair

from micrograd import Config, Point, Session, inside, replay


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
        *(
            lambda s, c=c: s.set_hyper(**c)
            for c in ({"optimizer": "no such"}, {"momentum": -0.5}, {"seed": 3})
        ),
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


NAN, INF = math.nan, math.inf
BAD_QUESTIONS: list[tuple[str, tuple[float, ...]]] = [
    *(("trace", args) for args in ((NAN, 0.0, 0), (0.0, INF, 0), (0.0, 0.0, 3), (0.0, 0.0, -(2**31)))),
    *(("predict", args) for args in ((NAN, 0.0), (0.0, -INF), (INF, NAN))),
    *(("surface", args) for args in ((0, 1, 2.0), (1, -1, 2.0), (4097, 1, 2.0), (1, 2**31 - 1, 2.0))),
    *(("surface", args) for args in ((1, 1, NAN), (1, 1, INF), (1, 1, -INF))),
    *(("contributions", (parameter,)) for parameter in (51, -1, 2**31 - 1)),
    *(
        ("naive", args)
        for args in ((NAN, 0.0, 0, -1), (0.0, 0.0, 9, -1), (0.0, 0.0, 0, 151), (0.0, 0.0, 0, -2))
    ),
    *(("overwritten", args) for args in ((NAN, 0.0, 0), (0.0, INF, 0), (0.0, 0.0, 3))),
    *(
        ("nudge", (0.0, 0.0, label, node, delta))
        for label, node, delta in ((3, 0, 1.0), (0, -1, 1.0), (0, 0, NAN))
    ),
    *(("field", (node, label, 2, 2, 2.0)) for node, label in ((151, 0), (-1, 0), (0, 3), (0, -1))),
    *(("field", (0, 0, *grid)) for grid in ((0, 1, 2.0), (1, 4097, 2.0), (1, 1, NAN), (1, 1, -INF))),
]


@needs_c
@pytest.mark.parametrize(("query", "args"), BAD_QUESTIONS, ids=str)
def test_both_engines_refuse_a_bad_question_with_the_same_sentence(
    query: str, args: tuple[float, ...]
) -> None:
    pair = Pair(n=10)
    pair.step()
    home = next(home for home in (Session, inside, replay) if hasattr(home, query))
    with pytest.raises(ValueError, match="must be") as by_python:
        getattr(home, query)(pair.python, *args)
    with pytest.raises(ValueError, match="must be") as by_c:
        getattr(pair.c, query)(*args)
    assert str(by_c.value) == str(by_python.value)
    pair.compare()
    pair.step()


@needs_c
@pytest.mark.parametrize(
    "changes",
    [
        *(
            {name: count}
            for name in ("step", "t")
            for count in (NAN, INF, -INF, -1.0, 0.5, 2.0**53 + 2, 1e300)
        ),
        {name: array("d", [0.0]) for name in ("data", "grad", "m", "v")},
    ],
    ids=str,
)
def test_both_engines_refuse_a_bad_snapshot_with_the_same_sentence(changes: dict[str, Any]) -> None:
    pair = Pair(n=10)
    pair.step()
    bad = dataclasses.replace(pair.python.snapshot(), **changes)
    refusals = []
    for session in (pair.python, pair.c):
        with pytest.raises(ValueError, match="snapshot") as refused:
            session.restore(bad)  # type: ignore[attr-defined]
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
    pair.compare()


def test_python_refuses_a_snapshot_whose_columns_differ_in_length() -> None:
    session = Session(Config(n=10))
    with pytest.raises(ValueError, match="must be of one length, not 51, 51, 2, 51"):
        session.restore(dataclasses.replace(session.snapshot(), m=array("d", [0.0, 0.0])))


@pytest.mark.parametrize(
    "wrong", [{"lr": "0.1"}, {"n": 10.0}, {"n": True}, {"seed": "3"}, {"layers": "8"}], ids=str
)
def test_the_text_of_a_setting_is_not_its_value(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} must be .*, not '{wrong[name]}'"):
        Config(**wrong)


@needs_c
def test_exports_that_need_a_session_say_so_while_there_is_none() -> None:
    c = library("without-a-session.so")
    numbers, whole = doubles([0.0] * 8), ints([0] * 8)
    assert c.answer_column(0) is None
    assert c.answer_length(-1) == 0
    calls = {
        "set_hyper": (b"", numbers),
        "set_points": (0, numbers, numbers, whole, whole),
        "restore": (0, numbers),
    }
    calls |= {"step": (), **{name: (0,) * len(types) for name, (types, _) in QUERIES.items()}}  # type: ignore[dict-item]
    for name, args in calls.items():
        assert getattr(c, name)(*args) == 1, name
        assert c.error_text() == b"there is no session: open_session makes one"


@needs_c
def test_c_refuses_a_negative_number_of_points() -> None:
    session = CSession(n=10)
    with pytest.raises(ValueError, match="a number of points must not be negative"):
        session.check(session.c.set_points(-1, doubles([]), doubles([]), ints([]), ints([])))
    assert len(session.points) == 10


@needs_c
@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": 0},
        {"n": -1},
        {"split": (80, 10, 11)},
        {"beta2": 1.0},
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
        *(("seed", c_uint64), ("dataset", c_int), ("n", c_uint64), ("steps", c_uint64)),
        *(("noise", c_double), ("split", c_int * 3), ("layers", CSizes)),
        *((name, c_int) for name in ("nonlin", "loss", "optimizer", "schedule")),
        *(("init_scale", c_double), ("batch_size", c_uint64), ("schedule_steps", c_uint64)),
        *((name, c_double) for name in ("lr", "momentum", "beta1", "beta2", "eps", "weight_decay", "l1")),
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
