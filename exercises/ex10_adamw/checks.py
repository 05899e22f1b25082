"""One parameter by hand, then the network on its data, equal to the package's engine to the last bit."""

import math

from exercises.expect import CheckError, expect
from micrograd.config import Config
from micrograd.data import make_dataset
from micrograd.engine import Value
from micrograd.graph import layer_names
from micrograd.optim import AdamW
from micrograd.rng import RNG
from micrograd.session import Session

STEPS = 5


def check_the_first_step_is_as_long_as_lr(mine):
    for grad in (2.0, -0.01):
        p = mine.Value(3.0)
        optimizer = mine.AdamW([p], weight_decay=0.0)
        p.grad = grad
        optimizer.step()
        want = 3.0 - 0.1 * (1.0 if grad > 0 else -1.0)
        shown = f"p.data after one step from 3.0 with the gradient {grad}"
        if abs(p.data - want) > 1e-6:
            expect(shown, p.data, want, "the first step of Adam is as long as lr: {}")


def check_the_second_step_remembers_the_first(mine):
    p, q = mine.Value(3.0), Value(3.0)
    ours, theirs = mine.AdamW([p], weight_decay=0.0), AdamW([q], weight_decay=0.0)
    for grad in (2.0, -1.0):
        p.grad = q.grad = grad
        ours.step()
        theirs.step()
    expect("p.data from 3.0 after the gradients 2 and -1", p.data, q.data, "the five lines give {}")


def check_weight_decay_stands_beside_the_fraction(mine):
    p = mine.Value(3.0)
    mine.AdamW([p], weight_decay=0.5).step()
    expect("p.data after a step with weight decay 0.5 alone", p.data, 2.85, "3 - 0.1*0.5*3 is {}")


def check_training_equals_the_engine_to_the_last_bit(mine):
    session = Session(Config())
    rng = RNG(42)
    points = [p for p in make_dataset("yinyang", 100, rng) if p.split == "train"]
    model = mine.MLP(2, [8, 3], rng)
    optimizer = mine.AdamW(model.parameters())
    names = parameter_names(session)
    for step in range(1, STEPS + 1):
        loss, (theirs, _) = mine.train_step(model, optimizer, points), session.step()
        must_be_equal(f"The loss of step {step}", loss, theirs)
        for name, p, q in zip(names, model.parameters(), session.parameters, strict=True):
            must_be_equal(f"{name}.grad in step {step}", p.grad, q.grad)
            must_be_equal(f"{name}.data after step {step}", p.data, q.data)


ROUNDING = (
    "Only rounding differs: write squares as x**2.0, roots as x**0.5, and sums in the order of the texts."
)


def must_be_equal(what, got, want):
    """Every digit counts."""
    if got != want:
        said = f"{what} is {got!r}, but the engine has {want!r}."
        raise CheckError(f"{said} {ROUNDING}" if math.isclose(got, want, rel_tol=1e-9) else said)


def parameter_names(session):
    """h1.w1, h1.w2, h1.b, h2.w1, …"""
    names = []
    for i, layer in enumerate(session.model.layers):
        for name, neuron in zip(layer_names(session.model, i), layer.neurons, strict=True):
            names += [f"{name}.w{j + 1}" for j in range(len(neuron.w))] + [f"{name}.b"]
    return names
