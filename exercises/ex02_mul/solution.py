class Value:
    def __mul__(self, other):
        """a * b; d/da = b, d/db = a."""
        other = as_value(other)
        a, b = self.data, other.data
        return Value(a * b, (self, other), (b, a), "*")
