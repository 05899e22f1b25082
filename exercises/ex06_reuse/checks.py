"""A node that is used twice gets the sum of both gradients; a second backward counts nothing twice."""

import math

from exercises.expect import expect


def check_both_uses_of_a_leaf_count(mine):
    a = mine.Value(3.0)
    (a + a).backward()
    expect("a.grad after (a + a).backward()", a.grad, 2.0, "each of the two uses gives 1.0, together {}")
    a = mine.Value(3.0)
    (a * a).backward()
    expect("a.grad after (a * a).backward()", a.grad, 6.0, "each of the two uses gives 3.0, together {}")


def check_both_uses_of_a_result_count(mine):
    a = mine.Value(3.0)
    b = a * 2.0
    (b * b + b).backward()
    expect("b.grad after (b * b + b).backward()", b.grad, 13.0, "with b = 6.0 the three uses make {}")
    expect("a.grad after (b * b + b).backward()", a.grad, 26.0, "with b = 2 * a it is twice b.grad, {}")


def check_two_losses_on_one_trunk_add_up(mine):
    w = mine.Value(0.5)
    h = w.tanh()
    slope = 1.0 - math.tanh(0.5) ** 2
    (h * 2.0).backward()
    expect("w.grad after (h * 2).backward()", w.grad, 2.0 * slope, "2 times the slope of h is {}")
    (h * 3.0).backward()
    expect("w.grad after (h * 3).backward() as well", w.grad, 5.0 * slope, "2 + 3 times the slope is {}")
    expect("h.grad after (h * 3).backward() as well", h.grad, 3.0, "a result keeps the last one only, {}")


def check_a_leaf_as_root_accumulates_too(mine):
    a = mine.Value(3.0)
    a.backward()
    a.backward()
    expect("a.grad after a.backward() twice", a.grad, 2.0, "for a leaf too, backward adds 1: {}")
