"""The textbook engine computes the same, so that comparing speeds compares the same work."""

import gc
import statistics
import time

import pytest
from yardstick import textbook

from micrograd.config import Config
from micrograd.session import Session

# Since operands are kept in sets, gradients round in another order there; training spreads that a little.
TOLERANCE = 1e-12


def test_fifty_steps_of_the_textbook_engine_give_the_same_losses_and_parameters() -> None:
    session, training = Session(Config()), textbook.Training()
    assert [p.data for p in training.parameters] == [p.data for p in session.parameters]
    for _ in range(50):
        assert training.step() == pytest.approx(session.step()[0], rel=TOLERANCE)
    ours, theirs = ([p.data for p in run.parameters] for run in (session, training))
    assert ours == pytest.approx(theirs, rel=TOLERANCE)
    assert list(session.surface(5, 4)) == pytest.approx(training.surface(5, 4), rel=TOLERANCE)


def test_the_engine_is_faster_than_the_textbook() -> None:
    # 6 to 8 times on a quiet machine, see `npm run bench`; 2 here, so that a busy one doesn't fail the suite
    session, training = Session(Config()), textbook.Training()
    ours, theirs = [], []
    gc.collect()
    for _ in range(4):
        for run, seconds in ((session, ours), (training, theirs)):
            start = time.perf_counter()
            for _ in range(4):
                run.step()
            seconds.append(time.perf_counter() - start)
    assert statistics.median(theirs) > 2 * statistics.median(ours)
