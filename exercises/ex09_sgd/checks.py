"""One parameter by hand, then steps of a small network."""

from exercises.expect import expect
from micrograd.data import Point
from micrograd.losses import mean, nll
from micrograd.nn import MLP
from micrograd.optim import SGD
from micrograd.rng import RNG

POINTS = [Point(0.5, -1.0, 2), Point(-1.0, 0.5, 0), Point(1.5, 1.0, 1)]


def check_zero_grad_sets_every_gradient_to_0(mine):
    parameters = [mine.Value(3.0), mine.Value(4.0)]
    for p in parameters:
        p.grad = 2.0
    mine.SGD(parameters).zero_grad()
    for i, p in enumerate(parameters):
        expect(f"parameters[{i}].grad after zero_grad()", p.grad, 0.0, "zero_grad makes it {}")


def check_a_step_goes_against_the_gradient(mine):
    p = mine.Value(3.0)
    optimizer = mine.SGD([p], lr=0.1, momentum=0.0, weight_decay=0.0)
    p.grad = 2.0
    optimizer.step()
    expect("p.data after one step from 3.0 with the gradient 2.0", p.data, 2.8, "3 - 0.1*2 is {}")


def check_momentum_and_weight_decay_take_part(mine):
    p = mine.Value(3.0)
    optimizer = mine.SGD([p], lr=0.1, momentum=0.5, weight_decay=0.0)
    for _ in range(2):
        p.grad = 2.0
        optimizer.step()
    expect("p.data after two steps with momentum 0.5", p.data, 2.5, "3 - 0.1*2 - 0.1*3 is {}")
    p = mine.Value(3.0)
    mine.SGD([p], lr=0.1, momentum=0.0, weight_decay=0.5).step()
    expect("p.data after a step with weight decay 0.5 alone", p.data, 2.85, "3 - 0.1*0.5*3 is {}")


def check_steps_train_the_network(mine):
    model, theirs = mine.MLP(2, [2, 3], RNG(42)), MLP(2, [2, 3], rng=RNG(42))
    ours, engine = mine.SGD(model.parameters()), SGD(theirs.parameters())
    p, q = model.parameters()[0], theirs.parameters()[0]
    for step, then in ((1, "before any update"), (2, "after one update")):
        loss, wanted = mine.train_step(model, ours, POINTS), engine_step(theirs, engine)
        expect(f"The loss of step {step}", loss, wanted, f"{then} it is {{}}")
        why = f"backward in step {step} alone gives {{}}; zero_grad comes before it"
        expect(f"h1.w1.grad after step {step}", p.grad, q.grad, why)
        expect(f"h1.w1.data after step {step}", p.data, q.data, "optimizer.step() makes it {}")


def engine_step(model, optimizer):
    """The same step by the package."""
    loss = mean([nll(model([p.x, p.y]), p.label) for p in POINTS])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.data
