class Value:
    def __pow__(self, k):
        """x**k for a plain number k; d/dx = k * x**(k-1)."""
        return Value(self.data**k, (self,), (k * self.data ** (k - 1.0),), "**")

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -as_value(other)

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def exp(self):
        """e**x; its own derivative."""
        out = math.exp(self.data)
        return Value(out, (self,), (out,), "exp")

    def log(self):
        """The natural logarithm; d/dx = 1/x."""
        return Value(math.log(self.data), (self,), (1.0 / self.data,), "log")


def nll(logits, label):
    """-log softmax(logits)[label]: how wrong the logits of one point are."""
    # YOUR CODE: exp of each logit; their sum, from the first; the label's share of it; minus its logarithm


def mean(losses):
    """(0 + l0 + l1 + …) * (1/n), summed in order."""
    # YOUR CODE: begin with Value(0.0)
