class SGD:
    def zero_grad(self):
        """Sets every gradient to 0, since backward adds to what is there."""
        for p in self.parameters:
            p.grad = 0.0

    def step(self):
        """One update of every parameter from its gradient."""
        for i, p in enumerate(self.parameters):
            self.m[i] = self.momentum * self.m[i] + p.grad
            p.data -= self.lr * (self.m[i] + self.weight_decay * p.data)


def train_step(model, optimizer, points):
    """One step: forward, zero_grad, backward, update. Returns the loss before the update."""
    loss = mean([nll(model([p.x, p.y]), p.label) for p in points])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.data
