"""Neurons, layers and the multi-layer perceptron: everything a network is, out of Values.

>>> model = MLP(2, [8, 3])
>>> len(model.parameters())      # 8 * (2 + 1) + 3 * (8 + 1)
51
>>> len(model([0.5, -1.0]))      # the logits of three classes
3
"""

from collections.abc import Callable, Sequence

from micrograd.engine import OPERATIONS, Value
from micrograd.rng import RNG

NONLINS: dict[str, Callable[[Value], Value]] = {
    name: getattr(Value, row.function) for name, row in OPERATIONS.items() if row.nonlinearity
}


class Module:
    """Something with parameters."""

    def parameters(self) -> list[Value]:
        """All parameters, in the order in which they were drawn."""
        return []

    def zero_grad(self) -> None:
        """Sets every gradient to 0, since backward adds to what is there."""
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    """nonlin(((b + w0*x0) + w1*x1) + …), with weights from uniform(-1, 1) / sqrt(nin) and b = 0.

    nonlin is "tanh", "relu" or None (linear); True means "tanh" and False None. The weights come from
    `rng`, or from a generator seeded 42. ValueError for another nonlin, or an input of the wrong length.
    """

    def __init__(self, nin: int, nonlin: str | bool | None = "tanh", rng: RNG | None = None) -> None:
        rng = rng or RNG(42)
        self.nonlin = nonlin_name(nonlin)
        self.w = [Value(rng.uniform(-1.0, 1.0) * nin**-0.5) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x: Sequence[Value | float]) -> Value:
        if len(x) != len(self.w):
            raise ValueError(f"a neuron of {len(self.w)} inputs got {len(x)}")
        act = self.b
        for wi, xi in zip(self.w, x):
            act = act + wi * xi
        return NONLINS[self.nonlin](act) if self.nonlin else act

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]

    def __repr__(self) -> str:
        return f"{(self.nonlin or 'linear').capitalize()}Neuron({len(self.w)})"


class Layer(Module):
    """nout neurons that read the same nin inputs. A layer of one neuron gives its Value, not a list."""

    def __init__(
        self, nin: int, nout: int, nonlin: str | bool | None = "tanh", rng: RNG | None = None
    ) -> None:
        rng = rng or RNG(42)
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]

    def __call__(self, x: Sequence[Value | float]) -> "Value | list[Value]":
        out = [neuron(x) for neuron in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Value]:
        return [p for neuron in self.neurons for p in neuron.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(map(repr, self.neurons))}]"


class MLP(Module):
    """A multi-layer perceptron: MLP(2, [8, 3]) has 2 inputs, 8 hidden neurons and 3 outputs.

    Hidden layers apply `nonlin`, the last layer is linear.
    """

    def __init__(
        self, nin: int, nouts: Sequence[int], nonlin: str | bool | None = "tanh", rng: RNG | None = None
    ) -> None:
        rng = rng or RNG(42)
        sizes = [nin, *nouts]
        self.layers = [
            Layer(sizes[i], sizes[i + 1], nonlin if i < len(nouts) - 1 else None, rng)
            for i in range(len(nouts))
        ]

    def __call__(self, x: Sequence[Value | float]) -> "Value | list[Value]":
        """The outputs for one input: a list of Values, or a single Value where there is one output."""
        out: Value | list[Value] = [xi if isinstance(xi, Value) else Value(xi) for xi in x]
        for layer in self.layers:
            out = layer([out] if isinstance(out, Value) else out)
        return out

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(map(repr, self.layers))}]"

    def _repr_html_(self) -> str:
        """The network, drawn in a notebook."""
        from micrograd.notebook import network_html

        return network_html(self)


def nonlin_name(nonlin: str | bool | None) -> str | None:
    """The row of NONLINS that is meant, or None for a linear neuron."""
    if isinstance(nonlin, bool):
        return "tanh" if nonlin else None
    if nonlin is not None and nonlin not in NONLINS:
        raise ValueError(f"nonlin must be one of {', '.join(NONLINS)}, True, False or None, not {nonlin!r}")
    return nonlin
