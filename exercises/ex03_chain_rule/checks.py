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
    given = f"(a, b, c, f are {', '.join(map(str, numbers))})"
    expect("f.grad", f.grad, x * y + z, f"d loss/df is e, {{}} {given}")
    expect("c.grad", c.grad, w, f"c only adds to e, so it gets e.grad, {{}} {given}")
    expect("a.grad", a.grad, y * w, f"b * d.grad is {{}} {given}")
    expect("b.grad", b.grad, x * w, f"a * d.grad is {{}} {given}")
