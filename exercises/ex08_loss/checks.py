"""The loss of one point and its gradient, then the mean over points."""

import math

from exercises.expect import expect, expect_value


def check_three_equal_chances_cost_log_3(mine):
    loss = mine.nll([mine.Value(0.0) for _ in range(3)], 1)
    expect_value(mine, "nll(logits, 1)", loss)
    expect("nll of three equal logits", loss.data, math.log(3.0), "minus the logarithm of 1/3 is {}")


def check_a_sure_and_right_answer_costs_little(mine):
    logits = [mine.Value(z) for z in (2.0, 1.0, 0.0)]
    total = math.exp(2.0) + math.e + 1.0
    for label, z in enumerate((2.0, 1.0, 0.0)):
        want = -math.log(math.exp(z) / total)
        shown = f"nll of the logits 2, 1, 0 with the label {label}"
        expect(shown, mine.nll(logits, label).data, want, "minus the logarithm of its share is {}")


def check_the_gradient_is_probability_minus_one_for_the_label(mine):
    logits = [mine.Value(z) for z in (2.0, 1.0, 0.0)]
    mine.nll(logits, 0).backward()
    total = math.exp(2.0) + math.e + 1.0
    want = math.exp(2.0) / total - 1.0
    expect("The grad of the label's logit", logits[0].grad, want, "its probability minus 1 is {}")
    expect("logits[2].grad", logits[2].grad, 1.0 / total, "its probability is {}")


def check_the_mean_is_a_value_in_the_middle(mine):
    losses = [mine.Value(x) for x in (1.0, 2.0, 6.0)]
    out = mine.mean(losses)
    expect_value(mine, "mean(losses)", out)
    expect("The mean of 1, 2 and 6", out.data, 3.0, "their sum divided by 3 is {}")
    out.backward()
    expect("losses[0].grad after mean(losses).backward()", losses[0].grad, 1.0 / 3.0, "one of three has {}")
