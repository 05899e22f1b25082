"""The local derivative of a product with respect to one factor is the other factor."""

from exercises.expect import expect, expect_locals, expect_op, expect_operands, expect_value


def check_the_product_is_a_value(mine):
    for x, y in ((2.0, -3.0), (0.5, 8.0)):
        c = mine.Value(x) * mine.Value(y)
        expect_value(mine, "a * b", c)
        expect(f"({x} * {y}).data", c.data, x * y, "the product is {}")


def check_it_remembers_its_operands(mine):
    a, b = mine.Value(2.0), mine.Value(-3.0)
    expect_operands("a * b", a * b, a, b)


def check_each_local_derivative_is_the_other_factor(mine):
    c = mine.Value(2.0) * mine.Value(-3.0)
    expect_locals("a * b", c, ("d(a*b)/da is b, {}", -3.0), ("d(a*b)/db is a, {}", 2.0))


def check_it_knows_its_operation(mine):
    expect_op("a * b", mine.Value(2.0) * mine.Value(-3.0), "*")


def check_a_plain_number_may_be_a_factor(mine):
    c = mine.Value(2.0) * 4
    expect_value(mine, "a * 4", c)
    expect("(a * 4).data", c.data, 8.0, "with a = 2.0 it is {}")
