"""Programs written for the public API of karpathy/micrograd run unchanged."""

import random

import pytest

from micrograd.engine import Value
from micrograd.nn import MLP, Layer, Module, Neuron


def test_the_well_known_expression_has_its_well_known_numbers() -> None:
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    assert f"{g.data:.4f}" == "24.7041"
    g.backward()
    assert f"{a.grad:.4f}" == "138.8338"
    assert f"{b.grad:.4f}" == "645.5773"


def test_a_relu_expression_has_the_numbers_that_torch_gives() -> None:
    x = Value(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    y.backward()
    assert (y.data, x.grad) == (-20.0, 46.0)


def two_arcs(n: int) -> tuple[list[list[float]], list[int]]:
    """n points around two parabolas that reach into each other, labelled -1 and 1."""
    rng = random.Random(3)
    xs, ys = [], []
    for i in range(n):
        t, side = rng.uniform(-1.0, 1.0), 1 if i % 2 else -1
        xs.append([t + 0.5 * side, side * (t * t - 1.0)])
        ys.append(side)
    return xs, ys


def test_a_binary_classifier_with_max_margin_loss_learns_two_arcs() -> None:
    xs, ys = two_arcs(24)
    model = MLP(2, [8, 8, 1])
    assert len(model.parameters()) == 2 * 8 + 8 + 8 * 8 + 8 + 8 + 1

    def loss() -> tuple[Value, float]:
        inputs = [list(map(Value, row)) for row in xs]
        scores = list(map(model, inputs))
        losses = [(1 + -yi * scorei).relu() for yi, scorei in zip(ys, scores, strict=True)]
        data_loss = sum(losses) * (1.0 / len(losses))
        alpha = 1e-4
        reg_loss = alpha * sum(p * p for p in model.parameters())
        accuracy = [(yi > 0) == (scorei.data > 0) for yi, scorei in zip(ys, scores, strict=True)]
        return data_loss + reg_loss, sum(accuracy) / len(accuracy)

    steps = 60
    before = loss()[0].data
    for k in range(steps):
        total_loss, _ = loss()
        model.zero_grad()
        total_loss.backward()
        learning_rate = 0.5 - 0.4 * k / steps
        for p in model.parameters():
            p.data -= learning_rate * p.grad
    after, accuracy = loss()
    assert accuracy == 1.0
    assert after.data < 0.2 < before


def test_a_network_with_one_output_gives_its_value_and_not_a_list() -> None:
    x = [1.0, -2.0]
    assert isinstance(MLP(2, [4, 1])(x), Value)
    assert isinstance(Layer(2, 1)(x), Value)
    assert isinstance(MLP(2, [4, 1, 1])(x), Value)
    out = MLP(2, [4, 3])(x)
    assert isinstance(out, list)
    assert [type(v) for v in out] == [Value, Value, Value]


def test_numbers_and_values_are_both_inputs() -> None:
    model = MLP(2, [4, 1])
    assert model([1, -2.0]).data == model([Value(1.0), Value(-2.0)]).data
    assert Neuron(2)([1, -2.0]).data == Neuron(2)([Value(1.0), Value(-2.0)]).data


def test_no_generator_means_one_seeded_42() -> None:
    data = [p.data for p in MLP(2, [4, 1]).parameters()]
    assert data == [p.data for p in MLP(2, [4, 1]).parameters()]
    assert Neuron(1).w[0].data == -0.32182955741882324
    assert Layer(1, 1).neurons[0].w[0].data == -0.32182955741882324


@pytest.mark.parametrize(
    ("nonlin", "shown"),
    [
        (True, "TanhNeuron(2)"),
        (False, "LinearNeuron(2)"),
        (None, "LinearNeuron(2)"),
        ("tanh", "TanhNeuron(2)"),
        ("relu", "ReluNeuron(2)"),
    ],
)
def test_nonlin_may_be_true_false_none_or_a_name(nonlin: str | bool | None, shown: str) -> None:
    neuron = Neuron(2, nonlin=nonlin)
    assert repr(neuron) == shown
    assert repr(Layer(2, 2, nonlin=nonlin)) == f"Layer of [{shown}, {shown}]"
    x = [0.5, -1.0]
    w0, w1, b = neuron.parameters()
    act = (b + w0 * x[0]) + w1 * x[1]
    expected = {"Tanh": act.tanh(), "Relu": act.relu(), "Line": act}[shown[:4]]
    assert neuron(x).data == expected.data


def test_a_module_of_ones_own_has_parameters_and_zero_grad() -> None:
    class Scale(Module):
        def __init__(self) -> None:
            self.factor = Value(3.0)

        def __call__(self, x: float) -> Value:
            return self.factor * x

        def parameters(self) -> list[Value]:
            return [self.factor]

    scale = Scale()
    scale(5.0).backward()
    assert scale.factor.grad == 5.0
    scale.zero_grad()
    assert scale.factor.grad == 0.0
    assert Module().parameters() == []


def test_a_notebook_can_walk_the_graph_by_prev_and_op() -> None:
    def trace(root: Value) -> tuple[set[Value], set[tuple[Value, Value]]]:
        nodes, edges = set(), set()

        def build(v: Value) -> None:
            if v not in nodes:
                nodes.add(v)
                for child in v._prev:
                    edges.add((child, v))
                    build(child)

        build(root)
        return nodes, edges

    x = Value(1.0)
    y = (x * 2 + 1).relu()
    nodes, edges = trace(y)
    assert len(nodes) == 6
    assert len(edges) == 5
    assert sorted(v._op for v in nodes) == ["", "", "", "*", "+", "relu"]


def test_the_layers_and_neurons_are_reached_by_their_names() -> None:
    model = MLP(3, [4, 2])
    assert [len(layer.neurons) for layer in model.layers] == [4, 2]
    assert len(model.layers[0].neurons[0].w) == 3
    assert model.layers[0].neurons[0].b.data == 0.0
