"""The sum is a new Value that knows its two operands and their local derivatives."""

from exercises.expect import expect, expect_locals, expect_op, expect_operands, expect_value


def check_the_sum_is_a_value(mine):
    for x, y in ((2.0, -3.0), (0.5, 0.25)):
        c = mine.Value(x) + mine.Value(y)
        expect_value(mine, "a + b", c)
        expect(f"({x} + {y}).data", c.data, x + y, "the sum is {}")


def check_it_remembers_its_operands(mine):
    a, b = mine.Value(2.0), mine.Value(-3.0)
    expect_operands("a + b", a + b, a, b)
    expect_operands("b + a", b + a, b, a)


def check_its_local_derivatives_are_1(mine):
    c = mine.Value(2.0) + mine.Value(-3.0)
    why = "a + b grows as fast as {}, so it is {{}}"
    expect_locals("a + b", c, (why.format("a"), 1.0), (why.format("b"), 1.0))


def check_its_operands_stay_as_they_were(mine):
    a, b = mine.Value(2.0), mine.Value(-3.0)
    a + b
    expect("a.data after a + b", a.data, 2.0, "a must stay {}")
    expect("b.data after a + b", b.data, -3.0, "b must stay {}")


def check_it_knows_its_operation(mine):
    expect_op("a + b", mine.Value(2.0) + mine.Value(-3.0), "+")


def check_a_plain_number_may_be_added(mine):
    c = mine.Value(2.0) + 1
    expect_value(mine, "a + 1", c)
    expect("(a + 1).data", c.data, 3.0, "with a = 2.0 it is {}")
