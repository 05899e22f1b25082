class Neuron:
    def __call__(self, x):
        """tanh(((b + w0*x0) + w1*x1) + …), without the tanh if self.nonlin is False."""
        act = self.b
        for wi, xi in zip(self.w, x):
            act = act + wi * xi
        return act.tanh() if self.nonlin else act


class Layer:
    def __call__(self, x):
        """A list with the result of each neuron."""
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        """One list with the parameters of the first neuron, then those of the second, and so on."""
        return [p for neuron in self.neurons for p in neuron.parameters()]
