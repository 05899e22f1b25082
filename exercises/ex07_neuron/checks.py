"""A neuron, a layer and the network, on numbers that can be checked by hand."""

import math

from exercises.expect import CheckError, expect, expect_value, kind
from micrograd.rng import RNG


def neuron(mine, nonlin, numbers=(0.5, -1.0, 0.25)):
    """A neuron of two inputs with these weights and this bias."""
    n = mine.Neuron(2, nonlin, RNG(42))
    for p, number in zip(n.parameters(), numbers, strict=True):
        p.data = number
    return n


def check_a_linear_neuron_is_a_weighted_sum_plus_a_bias(mine):
    out = neuron(mine, False)([2.0, 3.0])
    expect_value(mine, "neuron(x)", out)
    expect("The linear neuron 0.25 + 0.5*2 - 1*3", out.data, -1.75, "by hand it is {}")


def check_a_neuron_ends_in_tanh(mine):
    out = neuron(mine, True)([2.0, 3.0])
    expect("The neuron tanh(0.25 + 0.5*2 - 1*3)", out.data, math.tanh(-1.75), "tanh(-1.75) is {}")


def check_the_sum_begins_with_the_bias(mine):
    out = neuron(mine, False, (0.2, 0.3, 0.1))([1.0, 1.0])
    if out.data != 0.1 + 0.2 + 0.3:
        raise CheckError(f"0.1 + 0.2 + 0.3 is {out.data!r}, but from the bias on it is {0.1 + 0.2 + 0.3!r}.")


def check_every_parameter_of_a_neuron_gets_a_gradient(mine):
    n = neuron(mine, False)
    n([2.0, 3.0]).backward()
    for name, p, grad in zip(("w1", "w2", "b"), n.parameters(), (2.0, 3.0, 1.0), strict=True):
        expect(f"{name}.grad after neuron([2, 3]).backward()", p.grad, grad, "by hand it is {}")


def check_a_layer_gives_a_result_per_neuron(mine):
    layer = mine.Layer(2, 3, True, RNG(42))
    out = layer([0.5, -1.0])
    if not isinstance(out, list) or len(out) != 3:
        raise CheckError(f"A layer of 3 neurons gives {kind(out)}, but it must give a list of 3 Values.")
    for got, one in zip(out, layer.neurons, strict=True):
        expect_value(mine, "Each neuron of layer(x)", got)
        expect("One result of the layer", got.data, one([0.5, -1.0]).data, "its neuron alone gives {}")


def check_a_layer_has_all_parameters_in_one_list(mine):
    layer = mine.Layer(2, 3, True, RNG(42))
    found = layer.parameters()
    wanted = [p for one in layer.neurons for p in one.parameters()]
    if not isinstance(found, list):
        raise CheckError(f"layer.parameters() gives {kind(found)}, but it must give a list of Values.")
    for p in found:
        if not isinstance(p, mine.Value):
            raise CheckError(f"layer.parameters() holds {kind(p)}, but it must be one flat list of Values.")
    if found != wanted:
        raise CheckError(f"layer.parameters() has {len(found)} Values, but 3 neurons of 3 have 9, in order.")


def check_a_network_has_51_parameters(mine):
    count = len(mine.MLP(2, [8, 3], RNG(42)).parameters())
    expect("The number of parameters of MLP(2, [8, 3])", count, 51, "8*3 + 3*9 is {}")
