class Value:
    def backward(self):
        """Computes d self / d v for every node v of the graph that ends here."""
        order = topological_order(self)
        self.grad = 1.0
        for out in reversed(order):
            for operand, local in zip(out._prev, out._local):
                operand.grad = local * out.grad


def topological_order(root):
    """Every node that root depends on, operands before results, root last.

    Depth-first postorder, operands in order. The path from root to node is an explicit list, not the call
    stack, because a sum of 5,000 terms is a graph 5,000 deep.
    """
    order = {}
    path = []
    node = root
    while True:
        for operand in node._prev:
            if operand not in order:
                path.append(node)
                node = operand
                break
        else:
            order[node] = None
            if not path:
                return list(order)
            node = path.pop()
