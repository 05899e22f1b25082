class Value:
    def backward(self):
        """Computes d self / d v for every node v of the graph that ends here; leaves accumulate it in grad.

        The += is the sum over the uses. Results start at 0 each time: what an earlier backward left there has
        been passed on already.
        """
        order = topological_order(self)
        results = [v for v in order if v._prev]
        for v in results:
            v.grad = 0.0
        self.grad += 1.0
        for out in reversed(results):
            for operand, local in zip(out._prev, out._local):
                operand.grad += local * out.grad
