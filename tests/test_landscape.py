"""The training loss over two parameters and point by point: against steps, gradients and the textbook."""

import itertools
import math

import pytest
from bits import all_bits, bits
from hypothesis import given
from hypothesis import strategies as st
from yardstick import textbook

from micrograd.config import Config
from micrograd.data import Point
from micrograd.inside import gradient, landscape, point_losses
from micrograd.losses import LOSSES
from micrograd.session import Session


def trained(loss: str = "nll", nonlin: str = "tanh", layers: tuple[int, ...] = (4, 3)) -> Session:
    """A session of 20 points (16 to train on) after three steps."""
    session = Session(Config(n=20, layers=layers, loss=loss, nonlin=nonlin))
    for _ in range(3):
        session.step()
    return session


def at(session: Session, pair: tuple[int, int], x: float, y: float) -> float:
    """The landscape at one place."""
    (loss,) = landscape(session, *pair, x, x, y, y, 1, 1)
    return loss


@pytest.mark.parametrize(("loss", "nonlin"), list(itertools.product(LOSSES, ["tanh", "relu"])))
def test_at_the_present_parameters_it_is_the_train_loss_of_the_next_step_bit_for_bit(
    loss: str, nonlin: str
) -> None:
    session = trained(loss, nonlin)
    data = [p.data for p in session.parameters]
    here = {bits(at(session, pair, data[pair[0]], data[pair[1]])) for pair in ((0, 1), (5, 20), (35, 2))}
    train, _ = session.step()
    assert here == {bits(train)}


@given(st.integers(0, 38), st.integers(0, 38), st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
def test_elsewhere_it_is_the_loss_of_a_step_from_there(first: int, second: int, x: float, y: float) -> None:
    session = trained()
    if first == second:
        return
    there = at(session, (first, second), x, y)
    session.parameters[first].data, session.parameters[second].data = x, y
    assert bits(session.step()[0]) == bits(there)


def test_a_textbook_engine_with_these_values_has_the_same_loss() -> None:
    session = Session(Config())
    for x, y in ((0.5, -1.5), (3.0, 0.25), (-2.0, 2.0)):
        training = textbook.Training()
        training.parameters[6].data, training.parameters[7].data = x, y
        assert at(session, (6, 7), x, y) == pytest.approx(training.step(), rel=1e-12)


def test_a_grid_is_its_cells_row_by_row_from_the_top() -> None:
    session = trained()
    cells = landscape(session, 3, 11, -1.0, 2.0, 0.5, 1.5, 3, 2)
    assert list(cells) == [at(session, (3, 11), x, y) for y in (1.25, 0.75) for x in (-0.5, 0.5, 1.5)]
    assert len(set(cells)) == 6
    turned = landscape(session, 11, 3, 0.5, 1.5, -1.0, 2.0, 2, 3)
    assert sorted(turned) == sorted(cells)


def test_rows_asked_for_one_by_one_have_the_bits_of_the_whole() -> None:
    session = trained()
    left, right, bottom, top, rows = -1.3, 0.7, -0.9, 1.1, 7
    whole = landscape(session, 0, 1, left, right, bottom, top, 5, rows)
    ys = [top - (row + 0.5) / rows * (top - bottom) for row in range(rows)]
    one_by_one = [x for y in ys for x in landscape(session, 0, 1, left, right, y, y, 5, 1)]
    assert all_bits(one_by_one) == all_bits(whole)


@pytest.mark.parametrize("loss", LOSSES)
def test_its_slope_along_each_axis_is_the_gradient(loss: str) -> None:
    """Central differences: their error is that of the third derivative, h**2 / 6 times as large."""
    session, h = trained(loss), 1e-5
    data, slopes = [p.data for p in session.parameters], gradient(session)
    for i in range(len(data)):
        j = (i + 1) % len(data)
        low, high = (at(session, (i, j), data[i] + step, data[j]) for step in (-h, h))
        assert (high - low) / (2.0 * h) == pytest.approx(slopes[i], rel=1e-6, abs=1e-9)
        low, high = (at(session, (j, i), data[j], data[i] + step) for step in (-h, h))
        assert (high - low) / (2.0 * h) == pytest.approx(slopes[i], rel=1e-6, abs=1e-9)


def test_a_step_of_plain_sgd_leaves_at_right_angles_to_the_contour() -> None:
    session = Session(Config(optimizer="sgd", momentum=0.0, weight_decay=0.0, lr=1e-6))
    pair = (6, 7)
    x, y = (session.parameters[i].data for i in pair)
    session.step()
    dx, dy = (session.parameters[i].data - start for i, start in zip(pair, (x, y), strict=True))
    length = math.hypot(dx, dy)
    h = 1e-4
    along, across = ((dx / length * h, dy / length * h), (-dy / length * h, dx / length * h))
    down = at(session, pair, x + along[0], y + along[1]) - at(session, pair, x - along[0], y - along[1])
    level = at(session, pair, x + across[0], y + across[1]) - at(session, pair, x - across[0], y - across[1])
    assert down < 0.0
    assert abs(level) < 1e-4 * abs(down)


def test_the_points_losses_are_those_of_their_graphs_and_their_mean_is_the_training_loss() -> None:
    session = trained()
    losses, train = point_losses(session), [p for p in session.points if p.split == "train"]
    assert len(losses) == 16
    assert all_bits(losses) == all_bits(session.point_loss(p).data for p in train)
    assert math.fsum(losses) / 16 == pytest.approx(session.step()[0], rel=1e-14)


def test_without_a_train_point_there_is_no_loss() -> None:
    session = trained()
    session.set_points([Point(0.0, 0.0, 0, "val")])
    assert list(point_losses(session)) == []
    assert all(map(math.isnan, landscape(session, 0, 1, 0.0, 1.0, 0.0, 1.0, 2, 2)))
