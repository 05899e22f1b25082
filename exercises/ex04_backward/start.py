class Value:
    def backward(self):
        """Computes d self / d v for every node v of the graph that ends here."""
        order = topological_order(self)
        self.grad = 1.0
        # YOUR CODE: go through the order from its end; give each operand of a node what exercise 3 gave it


def topological_order(root):
    """A list of every node that root depends on, each once: operands before results, root last."""
    # YOUR CODE: visit the first operand with all that it depends on, then the second, then root
