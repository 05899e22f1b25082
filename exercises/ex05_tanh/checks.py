"""tanh and its derivative, which central differences confirm."""

import math

from exercises.expect import expect, expect_local_count, expect_op, expect_operands, expect_value

H = 1e-5


def check_the_result_is_tanh(mine):
    for x in (0.5, -2.0, 0.0):
        out = mine.Value(x).tanh()
        expect_value(mine, "a.tanh()", out)
        expect(f"tanh({x})", out.data, math.tanh(x), "math.tanh says {}")


def check_it_remembers_its_operand(mine):
    a = mine.Value(0.5)
    expect_operands("a.tanh()", a.tanh(), a)
    expect_local_count("a.tanh()", a.tanh(), 1)
    expect_op("a.tanh()", a.tanh(), "tanh")


def check_the_local_derivative_is_the_slope(mine):
    for x in (0.5, -2.0, 0.0):
        out = mine.Value(x).tanh()
        slope = (math.tanh(x + H) - math.tanh(x - H)) / (2.0 * H)
        why = f"from {x} - h to {x} + h tanh has the slope {{}}"
        expect(f"The local derivative of tanh at {x}", out._local[0], slope, why, 1e-6)


def check_a_gradient_comes_through(mine):
    a, b = mine.Value(0.5), mine.Value(-1.0)
    slope = 1.0 - math.tanh(-0.5) ** 2
    (a * b).tanh().backward()
    expect("a.grad after (a * b).tanh().backward()", a.grad, -slope, "b times the slope of tanh is {}")
