import math


class Value:
    def tanh(self):
        """The hyperbolic tangent."""
        # YOUR CODE: a new Value of math.tanh(self.data), its one operand, its local derivative, and "tanh"
