"""micrograd, built by me."""


def as_value(number):
    """The operand as a node: a Value is itself, a plain number becomes a leaf."""
    return number if isinstance(number, Value) else Value(number)


class Value:
    """A number that remembers how it was made: from which operands, with which local derivatives."""

    def __init__(self, data, _prev=(), _local=(), _op=""):
        self.data = float(data)
        self.grad = 0.0
        self._prev = _prev
        self._local = _local
        self._op = _op

    def __repr__(self):
        return f"Value(data={self.data!r}, grad={self.grad!r})"

    def __add__(self, other):
        """a + b."""
        other = as_value(other)
        # YOUR CODE: return a new Value of the sum, its two operands, their local derivatives, and "+"
