class Value:
    def tanh(self):
        """The hyperbolic tangent; d/dx = 1 - tanh(x)**2."""
        out = math.tanh(self.data)
        return Value(out, (self,), (1.0 - out**2.0,), "tanh")
