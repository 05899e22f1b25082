class AdamW:
    """Adam with decoupled weight decay: a running mean of the gradient over that of its square."""

    def __init__(self, parameters, lr=0.1, betas=(0.9, 0.95), eps=1e-8, weight_decay=1e-4):
        self.parameters = list(parameters)
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.t = 0
        self.m = [0.0] * len(self.parameters)
        self.v = [0.0] * len(self.parameters)

    def zero_grad(self):
        """Sets every gradient to 0, since backward adds to what is there."""
        for p in self.parameters:
            p.grad = 0.0

    def step(self):
        """One update of every parameter from its gradient."""
        # YOUR CODE: count the step in t, then the five lines of the text for every parameter
