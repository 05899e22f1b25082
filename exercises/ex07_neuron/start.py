class Value:
    def __radd__(self, other):
        """2 + a, where the plain number comes first."""
        return as_value(other) + self

    def __rmul__(self, other):
        """2 * a, where the plain number comes first."""
        return as_value(other) * self


class Neuron:
    """A weighted sum of inputs plus a bias, and tanh of it; a linear neuron has no tanh."""

    def __init__(self, nin, nonlin, rng):
        self.nonlin = nonlin
        self.w = [Value(rng.uniform(-1.0, 1.0) * nin**-0.5) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x):
        """tanh(((b + w0*x0) + w1*x1) + …), without the tanh if self.nonlin is False."""
        # YOUR CODE: begin with the bias, and add one product after the other

    def parameters(self):
        return [*self.w, self.b]


class Layer:
    """nout neurons that read the same nin inputs."""

    def __init__(self, nin, nout, nonlin, rng):
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]

    def __call__(self, x):
        """A list with the result of each neuron."""
        # YOUR CODE

    def parameters(self):
        """One list with the parameters of the first neuron, then those of the second, and so on."""
        # YOUR CODE


class MLP:
    """A multi-layer perceptron: MLP(2, [8, 3], rng) has 2 inputs, 8 hidden neurons and 3 linear outputs."""

    def __init__(self, nin, nouts, rng):
        sizes = [nin, *nouts]
        self.layers = [Layer(sizes[i], sizes[i + 1], i < len(nouts) - 1, rng) for i in range(len(nouts))]

    def __call__(self, x):
        out = [as_value(xi) for xi in x]
        for layer in self.layers:
            out = layer(out)
        return out

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
