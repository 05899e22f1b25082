"""The gradients of one expression, first with the numbers of the text, then with others."""

from exercises.expect import expect


def check_the_gradients_of_the_text(mine):
    compare(mine, (2.0, -3.0, 10.0, -2.0))


def check_the_gradients_of_other_numbers(mine):
    compare(mine, (0.5, 4.0, -1.0, 3.0))


def compare(mine, numbers):
    """Every gradient, from the loss down."""
    a, b, c, f = (mine.Value(number) for number in numbers)
    x, y, z, w = numbers
    mine.chain_rule(a, b, c, f)
    given = f"for a, b, c, f = {', '.join(map(str, numbers))}"
    expect(f"f.grad {given}", f.grad, x * y + z, "d loss/df is e, {}")
    expect(f"c.grad {given}", c.grad, w, "c only adds to e, so it gets e.grad, {}")
    expect(f"a.grad {given}", a.grad, y * w, "b * d.grad is {}")
    expect(f"b.grad {given}", b.grad, x * w, "a * d.grad is {}")
