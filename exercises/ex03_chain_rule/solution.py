def chain_rule(a, b, c, f):
    """loss = (a * b + c) * f: sets the grad of every node by hand, from the loss back to a and b."""
    d = a * b
    e = d + c
    loss = e * f
    loss.grad = 1.0
    e.grad = loss._local[0] * loss.grad
    f.grad = loss._local[1] * loss.grad
    d.grad = e._local[0] * e.grad
    c.grad = e._local[1] * e.grad
    a.grad = d._local[0] * d.grad
    b.grad = d._local[1] * d.grad
    return loss, e, f, d, c, a, b
