"""Networks and losses: which parameters, in which order, from which random numbers, computing what."""

import math

import mpmath
import pytest
from bits import bits

from micrograd.engine import Value, topological_order
from micrograd.losses import LOSSES, logsumexp, mean, nll
from micrograd.nn import MLP, Layer, Neuron
from micrograd.rng import RNG


def test_the_default_network_has_51_parameters() -> None:
    assert len(MLP(2, [8, 3]).parameters()) == 51


@pytest.mark.parametrize(
    ("nin", "nouts", "count"), [(2, [3], 9), (2, [6, 5, 3], 71), (1, [1], 2), (4, [], 0)]
)
def test_a_layer_has_a_weight_per_pair_and_a_bias_per_neuron(nin: int, nouts: list[int], count: int) -> None:
    assert len(MLP(nin, nouts).parameters()) == count


def test_parameters_are_drawn_neuron_by_neuron_weights_before_a_zero_bias() -> None:
    rng = RNG(7)
    expected = []
    for nin, nout in ((2, 4), (4, 3)):
        for _ in range(nout):
            expected += [rng.uniform(-1.0, 1.0) * nin**-0.5 for _ in range(nin)] + [0.0]
    assert [p.data for p in MLP(2, [4, 3], rng=RNG(7)).parameters()] == expected


def test_the_first_parameters_of_seed_42_are_these() -> None:
    data = [p.data for p in MLP(2, [8, 3]).parameters()]
    assert data[:3] == [-0.32182955741882324 * 2**-0.5, 0.5645116567611694 * 2**-0.5, 0.0]


def test_parameters_are_the_nodes_of_the_network_themselves() -> None:
    model = MLP(2, [2, 1])
    neuron = model.layers[0].neurons[1]
    assert model.parameters()[3:6] == [neuron.w[0], neuron.w[1], neuron.b]


def test_a_neuron_adds_its_products_to_the_bias_in_order() -> None:
    neuron = Neuron(3, None)
    x = [Value(1e16), Value(1.0), Value(-1e16)]
    for w in neuron.w:
        w.data = 1.0
    neuron.b.data = 1.0
    out = neuron(x)
    assert out.data == ((1.0 + 1e16) + 1.0) - 1e16 == 0.0
    assert [v._op for v in topological_order(out)] == [
        "",
        "",
        "",
        "*",
        "+",
        "",
        "",
        "*",
        "+",
        "",
        "",
        "*",
        "+",
    ]
    assert topological_order(out)[:3] == [neuron.b, neuron.w[0], x[0]]


def test_hidden_layers_are_tanh_and_the_last_is_linear_unless_told_otherwise() -> None:
    def nonlins(model: MLP) -> list[str | None]:
        return [layer.neurons[0].nonlin for layer in model.layers]

    assert nonlins(MLP(2, [4, 5, 3])) == ["tanh", "tanh", None]
    assert nonlins(MLP(2, [4, 5, 3], "relu")) == ["relu", "relu", None]
    assert nonlins(MLP(2, [4, 3], False)) == [None, None]
    assert nonlins(MLP(2, [3])) == [None]


def test_a_network_is_what_its_formula_says() -> None:
    model = MLP(2, [2, 3])
    (h1, h2), outs = model.layers[0].neurons, model.layers[1].neurons
    x, y = 0.5, -1.0
    a = [math.tanh((n.b.data + n.w[0].data * x) + n.w[1].data * y) for n in (h1, h2)]
    z = [(n.b.data + n.w[0].data * a[0]) + n.w[1].data * a[1] for n in outs]
    assert [v.data for v in model([x, y])] == z


def test_a_wrong_number_of_inputs_is_refused_with_both_numbers() -> None:
    with pytest.raises(ValueError, match="a neuron of 2 inputs got 3"):
        MLP(2, [8, 3])([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="a neuron of 2 inputs got 1"):
        Neuron(2)([1.0])


def test_an_unknown_nonlin_is_refused_with_its_name() -> None:
    with pytest.raises(
        ValueError, match=r"nonlin must be one of tanh, relu, .*True, False or None, not 'no such'"
    ):
        Layer(2, 2, "no such")


def test_repr_names_the_layers() -> None:
    assert repr(MLP(2, [1, 1])) == "MLP of [Layer of [TanhNeuron(2)], Layer of [LinearNeuron(1)]]"


# --- losses ---


@pytest.mark.parametrize("loss", [LOSSES["nll"], LOSSES["logsumexp"]], ids=["nll", "logsumexp"])
@pytest.mark.parametrize("label", [0, 1, 2])
def test_both_losses_are_minus_log_softmax_with_gradient_p_minus_onehot(loss: object, label: int) -> None:
    z = [0.3, -1.2, 2.0]
    logits = [Value(zi) for zi in z]
    out = loss(logits, label)  # type: ignore[operator]
    out.backward()
    mpmath.mp.dps = 50
    ex = [mpmath.exp(mpmath.mpf(zi)) for zi in z]
    p = [e / mpmath.fsum(ex) for e in ex]
    assert abs(out.data + mpmath.log(p[label])) < 1e-15
    for i in range(3):
        assert abs(logits[i].grad - (p[i] - (i == label))) < 1e-15


def test_nll_overflows_as_a_textbook_does_and_logsumexp_does_not() -> None:
    z = [1000.0, 0.0, -1000.0]
    assert math.isnan(nll([Value(zi) for zi in z], 0).data)
    assert nll([Value(-1000.0), Value(0.0)], 0).data == math.inf
    assert logsumexp([Value(zi) for zi in z], 0).data == 0.0
    assert logsumexp([Value(zi) for zi in z], 2).data == 2000.0


def both(z: list[float], label: int) -> tuple[list[float], list[float]]:
    """nll and its gradient, and those of logsumexp."""
    results = []
    for loss in (nll, logsumexp):
        logits = [Value(x) for x in z]
        root = loss(logits, label)
        root.backward()
        assert bits(root.data) == bits(LOSSES[loss.__name__].plain(z, label))
        results.append([root.data, *(x.grad for x in logits)])
    return results[0], results[1]


@pytest.mark.parametrize(
    ("z", "label", "fits"),
    [
        ([709.0, 0.0, 0.0], 1, True),  # exp(710) is inf
        ([710.0, 0.0, 0.0], 1, False),
        ([0.0, -744.0, 0.0], 1, True),  # exp(-746) is 0
        ([0.0, -746.0, 0.0], 1, False),
        ([350.0, -394.0, 0.0], 1, True),  # p underflows
        ([350.0, -396.0, 0.0], 1, False),
        ([-710.0, -710.0, -710.0], 0, True),  # 1/denom is inf
        ([-711.0, -711.0, -711.0], 0, False),
        ([-746.0, -746.0, -746.0], 0, False),  # and 0 * inf is nan
    ],
)
def test_nll_is_finite_within_its_stated_limits_and_not_beyond_where_logsumexp_is(
    z: list[float], label: int, fits: bool
) -> None:
    taught, safe = both(z, label)
    assert math.isfinite(taught[0]) == fits
    assert all(map(math.isfinite, safe))
    if fits:
        assert taught[0] == pytest.approx(safe[0], abs=1.0)  # of exp(-744) three bits are left


@pytest.mark.parametrize(
    ("z", "label", "fits"),
    [
        ([354.0, 354.0, 354.0], 0, True),  # denom**-2 loses digits, then is 0
        ([372.0, 372.0, 372.0], 0, False),
        ([-354.0, -354.0, -354.0], 0, True),  # denom**-2 is inf
        ([-357.0, -357.0, -357.0], 0, False),
        ([0.0, -708.0, 0.0], 1, True),  # 1/p is inf
        ([0.0, -710.0, 0.0], 1, False),
    ],
)
def test_the_gradient_of_nll_is_right_within_its_stated_limits_and_not_beyond(
    z: list[float], label: int, fits: bool
) -> None:
    taught, safe = both(z, label)
    assert (taught[1:] == pytest.approx(safe[1:], rel=1e-9)) == fits
    assert math.isfinite(taught[0])


def test_logsumexp_subtracts_the_first_of_the_largest_logits_as_one_constant_node() -> None:
    logits = [Value(1.0), Value(3.0), Value(3.0)]
    out = logsumexp(logits, 1)
    minus_m = {v for v in topological_order(out) if not v._prev and v not in logits and v.data == -3.0}
    assert len(minus_m) == 1
    assert [v.data for v in topological_order(out) if v._op == "exp"] == [math.exp(-2.0), 1.0, 1.0]
    zeros = [Value(0.0), Value(-0.0)]
    (minus_m,) = [v for v in topological_order(logsumexp(zeros, 0)) if not v._prev and v not in zeros][:1]
    assert bits(minus_m.data) == bits(-0.0), "of 0.0 and -0.0, which are equal, the first is the largest"


def test_nll_builds_the_steps_that_are_taught() -> None:
    logits = [Value(0.1), Value(0.2), Value(0.3)]
    order = topological_order(nll(logits, 1))
    assert [v._op for v in order if v._prev] == ["exp", "exp", "+", "exp", "+", "**", "*", "log", "*"]
    assert [v.data for v in order if not v._prev] == [0.2, 0.1, 0.3, -1.0]  # the label's own comes first


def test_the_mean_starts_at_zero_and_multiplies_by_one_over_n() -> None:
    losses = [Value(0.1), Value(0.2), Value(0.3)]
    out = mean(losses)
    out.backward()
    assert out.data == ((0.0 + 0.1 + 0.2) + 0.3) * (1.0 / 3)
    assert [loss.grad for loss in losses] == [1.0 / 3] * 3
    assert topological_order(out)[0].data == 0.0


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a step needs at least one train point"):
        mean([])
