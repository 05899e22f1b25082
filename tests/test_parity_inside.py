"""Python = C: the questions that look inside a step have the same answers, to the last bit."""

import itertools
import math
from array import array
from collections.abc import Callable
from typing import Any

import pytest
from bits import all_bits, bits
from hypothesis import given, settings
from hypothesis import strategies as st
from native import needs_c
from pair import ARCHITECTURES, Pair, configs, finite, graph_bits, positive, snapshot_bits, some_points

from micrograd import Config, Point, Session, Snapshot
from micrograd.inside import (
    Naive,
    Overwritten,
    contributions,
    gradient,
    landscape,
    naive,
    overwritten,
    point_losses,
    predictions,
)
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS
from micrograd.replay import Nudge, field, nudge

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "gradient": gradient,
    "contributions": contributions,
    "predictions": predictions,
    "point_losses": point_losses,
    "landscape": landscape,
    "naive": naive,
    "overwritten": overwritten,
    "nudge": nudge,
    "field": field,
}


def answer_bits(answer: "array[float] | Naive | Overwritten | Nudge") -> list[object]:
    """Every number of an answer as a pattern, all NaNs equal."""
    if isinstance(answer, Naive):
        return [all_bits(column) for column in (answer.naive, answer.grad, answer.visits)]
    if isinstance(answer, Overwritten):
        return [all_bits(answer.overwritten), all_bits(answer.grad)]
    if isinstance(answer, Nudge):
        numbers = (answer.loss, answer.nudged, answer.predicted, answer.measured)
        return [all_bits(numbers), all_bits(answer.data)]
    return [all_bits(answer)]


def ask(pair: Pair, question: str, *arguments: object) -> list[object]:
    """The answer of both engines, compared; or their refusal, compared too."""
    answers: list[list[object]] = []
    for engine in (
        lambda: FUNCTIONS[question](pair.python, *arguments),
        lambda: getattr(pair.c, question)(*arguments),
    ):
        try:
            answers.append(answer_bits(engine()))
        except ValueError as refusal:
            answers.append([str(refusal)])
    assert answers[0] == answers[1], (question, arguments)
    return answers[0]


def set_variant(pair: Pair, zero_grad: bool) -> None:
    pair.python.set_variant(zero_grad)
    pair.c.set_variant(zero_grad)


def look_inside(pair: Pair, place: tuple[float, float, int]) -> None:
    """Every question about every node and every parameter; and the state untouched by them."""
    graph = pair.python.trace(*place)
    assert graph_bits(pair.c.trace(*place)) == graph_bits(graph)
    ask(pair, "gradient")
    ask(pair, "predictions")
    ask(pair, "point_losses")
    for parameter in range(len(pair.python.parameters)):
        ask(pair, "contributions", parameter)
    ask(pair, "landscape", 0, len(pair.python.parameters) - 1, -2.5, 1.75, -1.0, 3.0, 3, 2)
    ask(pair, "naive", *place)
    ask(pair, "overwritten", *place)
    for node in range(len(graph.op)):
        ask(pair, "naive", *place, node)
        ask(pair, "nudge", *place, node, -0.125)
        ask(pair, "field", node, place[2], 2, 3, 1.5)
    pair.compare()


@needs_c
@pytest.mark.parametrize("layers", ARCHITECTURES, ids=str)
@pytest.mark.parametrize(("loss", "nonlin"), list(itertools.product(LOSSES, NONLINS)))
def test_every_question_has_the_same_answer_for_every_kind_of_network(
    loss: str, nonlin: str, layers: tuple[int, ...]
) -> None:
    pair = Pair(n=8, layers=layers, loss=loss, nonlin=nonlin)
    look_inside(pair, (0.25, -1.5, 0))
    pair.step(3)
    look_inside(pair, (-0.0, 0.5, 2))
    pair.step(2)


@needs_c
@pytest.mark.parametrize("loss", LOSSES)
def test_a_fine_field_has_the_same_bits(loss: str) -> None:
    pair = Pair(n=20, loss=loss)
    pair.step(5)
    graph = pair.python.trace(0.0, 0.0, 1)
    names = [name for name in ("x", "h3.w1", "h3", "z2", "e1", "p2", "-m", "loss") if name in graph.name]
    assert len(names) == 7 or loss not in ("nll", "logsumexp")
    for name in names:
        ask(pair, "field", graph.name.index(name), 1, 61, 47)


@needs_c
def test_a_run_of_which_many_questions_are_asked_has_the_bits_of_an_undisturbed_one() -> None:
    quiet, pair = Session(Config(n=20)), Pair(n=20)
    for i in range(6):
        for question in (
            ("gradient",),
            ("contributions", i),
            ("naive", 0.5, 0.5, 1),
            ("overwritten", 0.5, 0.5, 1),
            ("field", 30 + i, 2, 4, 4),
        ):
            ask(pair, *question)
        pair.step()
        quiet.step()
    assert snapshot_bits(pair.c.snapshot()) == snapshot_bits(quiet.snapshot())


@needs_c
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_steps_without_zero_grad_have_the_same_bits_and_go_on_in_the_other_engine(optimizer: str) -> None:
    pair = Pair(n=20, optimizer=optimizer)
    pair.step(2)
    set_variant(pair, False)
    pair.step(3)
    for here, there in ((pair.python, pair.c), (pair.c, pair.python)):
        accumulated = here.snapshot()  # type: ignore[attr-defined]
        there.restore(accumulated)  # type: ignore[attr-defined]
        pair.step(3)
        assert list(accumulated.grad) != list(pair.python.snapshot().grad)
    ask(pair, "gradient")
    assert list(gradient(pair.python)) != list(pair.python.snapshot().grad)
    set_variant(pair, True)
    pair.step()


@needs_c
def test_both_refuse_the_same_questions_with_the_same_sentence() -> None:
    pair = Pair(n=10)
    nan, inf = math.nan, math.inf
    questions: list[tuple[Any, ...]] = [
        *(("contributions", i) for i in (-1, 51, 2**31 - 1)),
        *(("naive", *place) for place in ((nan, 0.0, 0), (0.0, inf, 0), (0.0, 0.0, 3), (0.0, 0.0, 0, 151))),
        *(("naive", 0.0, 0.0, 0, root) for root in (-2, 2**31 - 1)),
        *(("overwritten", *place) for place in ((nan, 0.0, 0), (0.0, 0.0, -1))),
        *(("nudge", 0.0, 0.0, 0, 0, delta) for delta in (nan, inf, -inf)),
        *(("nudge", 0.0, 0.0, label, node, 1.0) for label, node in ((0, -1), (0, 151), (-1, 0))),
        *(("field", node, 0, 2, 2) for node in (-1, 151)),
        *(("field", 0, label, 2, 2) for label in (-1, 3)),
        *(("landscape", *pair, -1.0, 1.0, -1.0, 1.0, 2, 2) for pair in ((-1, 0), (0, 51), (7, 7), (51, 51))),
        *(("landscape", 0, 1, *edges, 2, 2) for edges in itertools.permutations((0.0, 0.5, nan, 1.0))),
        *(("landscape", 0, 1, *edges, 2, 2) for edges in ((inf, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, -inf))),
        *(("landscape", 0, 1, -1.0, 1.0, -1.0, 1.0, *grid) for grid in ((0, 1), (1, 0), (4097, 1), (1, -4))),
        *(("field", 0, 0, *grid) for grid in ((0, 1), (1, 0), (4097, 1), (1, -4))),
    ]
    for question in questions:
        (refusal,) = ask(pair, *question)
        assert "must be" in str(refusal)
    pair.set_points([Point(0.0, 0.0, 0, "test")])
    for question in (("gradient",), ("contributions", 0)):
        (refusal,) = ask(pair, *question)
        assert "at least one train point" in str(refusal)
    assert ask(pair, "point_losses") == [[]]
    assert ask(pair, "landscape", 0, 1, 0.0, 1.0, 0.0, 1.0, 1, 1) == [all_bits([nan])]
    pair.compare()


@needs_c
def test_both_refuse_the_naive_order_of_a_network_with_too_many_paths() -> None:
    pair = Pair(n=2, layers=(40, 40, 40))
    assert ask(pair, "naive", 0.5, 0.5, 0) == [
        "the naive order would make more than 3000000 visits: it walks every path"
    ]


@needs_c
@settings(max_examples=60)
@given(
    config=configs(6, 3, 2, lr=positive),
    points=some_points,
    place=st.tuples(finite, finite, st.integers(0, 2)),
    delta=st.floats(-10, 10),
    which=st.integers(0, 200),
    zero_grad=st.booleans(),
)
def test_any_question_to_any_session_has_the_same_answer(
    config: dict[str, object],
    points: list[Point],
    place: tuple[float, float, int],
    delta: float,
    which: int,
    zero_grad: bool,
) -> None:
    pair = Pair(**config)
    set_variant(pair, zero_grad)
    pair.step(2)
    pair.set_points(points)
    node = which % len(pair.python.trace(*place).op)
    ask(pair, "gradient")
    ask(pair, "contributions", which % len(pair.python.parameters))
    ask(pair, "predictions")
    ask(pair, "point_losses")
    ask(pair, "landscape", 0, 1 + which % (len(pair.python.parameters) - 1), *place[:2], delta, 0.5, 2, 3)
    ask(pair, "naive", *place, node)
    ask(pair, "overwritten", *place)
    ask(pair, "nudge", *place, node, delta)
    ask(pair, "field", node, place[2], 3, 2, abs(place[0]))
    pair.step(2)


@needs_c
@settings(max_examples=40)
@given(data=st.lists(st.floats(), min_size=9, max_size=9), place=st.tuples(finite, finite, st.integers(0, 2)))
def test_any_parameters_even_nan_and_inf_have_the_same_answers(
    data: list[float], place: tuple[float, float, int]
) -> None:
    for loss in LOSSES:
        pair = Pair(n=3, layers=(), loss=loss)
        zeros = array("d", [0.0] * 9)
        for session in (pair.python, pair.c):
            session.restore(Snapshot(0, 0.0, 0.0, "adamw", 0, array("d", data), zeros, zeros, zeros))  # type: ignore[attr-defined]
        assert [bits(p.data) for p in pair.python.parameters] == all_bits(data)
        look_inside(pair, place)
