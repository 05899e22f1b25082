"""The plain forward pass: the bits of the graph, over random networks, and the probabilities of softmax."""

import math
from array import array

import mpmath
import pytest
from bits import all_bits, bits
from hypothesis import given
from hypothesis import strategies as st

from micrograd.config import Config
from micrograd.losses import LOSSES
from micrograd.nn import MLP
from micrograd.predict import Predictor
from micrograd.rng import RNG
from micrograd.session import Session

sizes = st.lists(st.integers(1, 5), max_size=3)
coordinates = st.floats(-10.0, 10.0)


def network(hidden: list[int], nonlin: str, seed: int, scale: float) -> MLP:
    """A network with its parameters, biases too, drawn from +-scale."""
    rng = RNG(seed)
    model = MLP(2, [*hidden, 3], nonlin)
    for p in model.parameters():
        p.data = rng.uniform(-scale, scale)
    return model


@given(
    sizes,
    st.sampled_from(["tanh", "relu"]),
    st.integers(1, 2**64 - 1),
    st.sampled_from([0.5, 5.0, 300.0, 1e154, 1e308]),  # from ordinary to overflowing
    coordinates,
    coordinates,
)
def test_predict_equals_the_graph_bit_for_bit(
    hidden: list[int], nonlin: str, seed: int, scale: float, x: float, y: float
) -> None:
    model = network(hidden, nonlin, seed, scale)
    predictor = Predictor(model)
    logits = model([x, y])
    assert isinstance(logits, list)
    assert all_bits(predictor.logits([x, y])) == all_bits(z.data for z in logits)
    for name, loss in LOSSES.items():
        for label in range(3):
            assert bits(predictor.loss([x, y], label, name)) == bits(loss(logits, label).data)


@given(sizes, st.integers(1, 2**64 - 1), st.sampled_from([0.5, 5.0, 1000.0]), coordinates, coordinates)
def test_probabilities_are_softmax_and_add_up_to_one(
    hidden: list[int], seed: int, scale: float, x: float, y: float
) -> None:
    predictor = Predictor(network(hidden, "tanh", seed, scale))
    mpmath.mp.dps = 50
    ex = [mpmath.exp(mpmath.mpf(z)) for z in predictor.logits([x, y])]
    p = predictor.probabilities([x, y])
    assert math.fsum(p) == pytest.approx(1.0, abs=4e-16)
    for pi, e in zip(p, ex, strict=True):
        assert abs(pi - e / mpmath.fsum(ex)) < 1e-15


def test_relu_of_minus_zero_is_zero_here_too() -> None:
    model = MLP(1, [1, 3], "relu")
    for p in model.parameters():
        p.data = -0.0
    model.layers[1].neurons[0].w[0].data = 1.0
    logits = model([0.0])
    assert isinstance(logits, list)
    assert all_bits(Predictor(model).logits([0.0])) == all_bits(z.data for z in logits)
    assert bits(logits[0].data) == bits(0.0), "with relu(-0.0) = -0.0 it would be -0.0"


def test_probabilities_of_huge_logits_do_not_overflow() -> None:
    model = MLP(2, [3])
    for neuron, weight in zip(model.layers[0].neurons, (1e6, -1e6, 1e6), strict=True):
        neuron.w[0].data, neuron.w[1].data = weight, 0.0
    predictor = Predictor(model)
    assert math.isnan(predictor.loss([1.0, 0.0], 0, "nll"))
    assert predictor.probabilities([1.0, 0.0]) == [0.5, 0.0, 0.5]


def test_a_predictor_keeps_the_parameters_it_was_made_from() -> None:
    model = MLP(2, [4, 3])
    predictor = Predictor(model)
    before = predictor.logits([0.5, -1.0])
    for p in model.parameters():
        p.data += 1.0
    assert predictor.logits([0.5, -1.0]) == before
    assert Predictor(model).logits([0.5, -1.0]) != before


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("nonlin", ["tanh", "relu"])
def test_the_val_loss_has_the_bits_of_the_graph(loss: str, nonlin: str) -> None:
    session = Session(Config(loss=loss, nonlin=nonlin, layers=(5, 4), n=30))
    for _ in range(3):
        session.step()
    total, points = 0.0, [p for p in session.points if p.split == "val"]
    for p in points:
        total += session.point_loss(p).data
    assert session.split_loss("val") == total * (1.0 / len(points))


def test_a_surface_of_50_by_50_has_three_probabilities_a_cell() -> None:
    surface = Session(Config()).surface(50, 50)
    assert isinstance(surface, array)
    assert len(surface) == 7500
    sums = [surface[i] + surface[i + 1] + surface[i + 2] for i in range(0, 7500, 3)]
    assert max(abs(s - 1.0) for s in sums) < 1e-15
    assert max(surface) > 0.5 > min(surface) > 0.0
