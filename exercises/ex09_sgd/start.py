class SGD:
    """Gradient descent with momentum: m adds up the gradients and is multiplied by momentum at each step."""

    def __init__(self, parameters, lr=0.1, momentum=0.9, weight_decay=1e-4):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.m = [0.0] * len(self.parameters)

    def zero_grad(self):
        """Sets every gradient to 0, since backward adds to what is there."""
        # YOUR CODE

    def step(self):
        """One update of every parameter from its gradient."""
        for i, p in enumerate(self.parameters):
            ...  # YOUR CODE: m = momentum * m + grad, then data -= lr * (m + weight_decay * data)


def train_step(model, optimizer, points):
    """One step: forward, zero_grad, backward, update. Returns the loss before the update."""
    loss = mean([nll(model([p.x, p.y]), p.label) for p in points])
    # YOUR CODE: three calls
    return loss.data
