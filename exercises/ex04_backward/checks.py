"""The order, then backward on expressions in which every node is used once."""

from exercises.expect import CheckError, expect, kind


def named(mine):
    """loss = (a * b + c) * f, and a name for each node."""
    a, b, c, f = (mine.Value(number) for number in (2.0, -3.0, 10.0, -2.0))
    d = a * b
    e = d + c
    loss = e * f
    return loss, {"a": a, "b": b, "c": c, "f": f, "d": d, "e": e, "loss": loss}


def check_the_order_has_operands_before_results(mine):
    loss, nodes = named(mine)
    examine_order(mine, loss, nodes, ["a", "b", "d", "c", "e", "f", "loss"])


def check_a_node_that_is_used_twice_is_in_the_order_once(mine):
    a = mine.Value(3.0)
    b = a * 2.0
    c = b + a
    loss = c * b
    nodes = {"a": a, "2": b._prev[1], "b": b, "c": c, "loss": loss}
    examine_order(mine, loss, nodes, ["a", "2", "b", "c", "loss"])


def check_backward_passes_gradients_down_to_the_leaves(mine):
    loss, nodes = named(mine)
    loss.backward()
    if all(node.grad == 0.0 for name, node in nodes.items() if name != "loss"):
        raise CheckError("The order is right, but loss.backward() gives no other node a gradient yet.")
    wanted = {"loss": 1.0, "e": -2.0, "f": 4.0, "d": -2.0, "c": -2.0, "a": 6.0, "b": -4.0}
    for name, grad in wanted.items():
        shown = f"{name}.grad after loss.backward()"
        expect(shown, nodes[name].grad, grad, "with the numbers of exercise 3 it is {}")


def examine_order(mine, root, nodes, wanted):
    """The names of the order, and the first thing that is wrong with it."""
    order = mine.topological_order(root)
    if not isinstance(order, list):
        raise CheckError(f"topological_order gives {kind(order)}, but it must give a list of nodes.")
    names = {node: name for name, node in nodes.items()}
    got = [names.get(node, "?") for node in order]
    shown = f"The order is {', '.join(got) or 'empty'}"
    for name in wanted:
        if got.count(name) != 1:
            times = "missing" if got.count(name) == 0 else f"there {got.count(name)} times"
            raise CheckError(f"{shown}: {name} is {times}, but every node must be there once.")
    for name in wanted:
        for operand in nodes[name]._prev:
            if got.index(names[operand]) > got.index(name):
                raise CheckError(f"{shown}: {name} comes before its operand {names[operand]}.")
    if got != wanted:
        raise CheckError(f"{shown}, but with the first operand first it is {', '.join(wanted)}.")
