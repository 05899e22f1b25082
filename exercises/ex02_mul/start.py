class Value:
    def __mul__(self, other):
        """a * b."""
        other = as_value(other)
        # YOUR CODE: as in __add__, with the product and its two local derivatives, and "*"
