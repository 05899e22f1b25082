"""PyTorch's numbers: recorded ones (tests/golden/record_torch.py records them again), and live ones.

Sums are rounded in another order there, so the last digits differ: 1e-12 for a gradient, 1e-9 after 20
steps. AdamW's update is the same formula. SGD's is not when both momentum and weight decay are set: torch
lets the decay pass through the momentum, micrograd takes it straight from the parameter.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from golden.record_torch import CASES, HANDOVERS, STEPS, TRUNKS, torch_run, torch_trunk, trunk_run

from micrograd import SGD, AdamW, Config, Session, Value

RECORDED = json.loads((Path(__file__).parent / "golden" / "torch.json").read_text())


def micrograd_run(config: Config, then: str = "") -> dict[str, Any]:
    session = Session(config)
    losses = [session.step()[0]]
    first_grad = [p.grad for p in session.parameters]
    losses += [session.step()[0] for _ in range(STEPS // 2 - 1)]
    if then:
        session.set_hyper(optimizer=then)
    losses += [session.step()[0] for _ in range(STEPS - STEPS // 2)]
    return {"losses": losses, "first_grad": first_grad, "parameters": [p.data for p in session.parameters]}


def assert_same_run(ours: dict[str, Any], torch_numbers: dict[str, Any]) -> None:
    assert max(map(abs, ours["first_grad"])) > 1e-3
    assert ours["first_grad"] == pytest.approx(torch_numbers["first_grad"], rel=1e-12, abs=1e-15)
    assert ours["losses"] == pytest.approx(torch_numbers["losses"], rel=1e-9)
    assert ours["parameters"] == pytest.approx(torch_numbers["parameters"], rel=1e-9, abs=1e-12)
    assert ours["losses"][-1] < ours["losses"][0]


@pytest.mark.parametrize("name", CASES)
def test_gradients_losses_and_parameters_are_those_recorded_from_torch(name: str) -> None:
    assert_same_run(micrograd_run(CASES[name]), RECORDED["cases"][name])


def test_the_recording_names_the_version_of_torch() -> None:
    assert RECORDED["torch"].startswith("2.13.0")
    assert list(RECORDED["cases"]) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_gradients_losses_and_parameters_are_those_of_torch_live(name: str) -> None:
    pytest.importorskip("torch", reason="torch isn't installed: the recorded numbers stand in for it")
    assert_same_run(micrograd_run(CASES[name]), torch_run(CASES[name]))


@pytest.mark.parametrize("name", HANDOVERS)
def test_an_optimiser_that_takes_over_halfway_moves_as_recorded_from_torch(name: str) -> None:
    assert_same_run(micrograd_run(*HANDOVERS[name]), RECORDED["handovers"][name])


@pytest.mark.parametrize("name", HANDOVERS)
def test_an_optimiser_that_takes_over_halfway_moves_as_in_torch_live(name: str) -> None:
    pytest.importorskip("torch", reason="torch isn't installed: the recorded numbers stand in for it")
    assert_same_run(micrograd_run(*HANDOVERS[name]), torch_run(*HANDOVERS[name]))


# --- several backwards on one trunk ---


@pytest.mark.parametrize("name", TRUNKS)
def test_leaves_accumulate_over_backwards_from_any_roots_as_recorded_from_torch(name: str) -> None:
    assert trunk_run(TRUNKS[name], Value) == pytest.approx(RECORDED["trunks"][name], rel=1e-14)


def test_the_recording_has_every_order_of_the_roots() -> None:
    assert list(RECORDED["trunks"]) == list(TRUNKS)


@pytest.mark.parametrize("name", TRUNKS)
def test_leaves_accumulate_over_backwards_from_any_roots_as_torch_does_live(name: str) -> None:
    pytest.importorskip("torch", reason="torch isn't installed: the recorded numbers stand in for it")
    assert trunk_run(TRUNKS[name], Value) == pytest.approx(torch_trunk(TRUNKS[name]), rel=1e-14)


# --- the optimisers alone, on gradients given to them ---

GRADS = [[0.5, -2.0, 1e-9], [0.25, 3.0, 0.0], [-1.5, 1e4, -1e-9], [0.0, -1.0, 1.0]]


def torch_updates(kind: str, **settings: float) -> list[list[float]]:
    torch = pytest.importorskip("torch", reason="torch isn't installed")
    p = torch.tensor([1.0, -2.0, 3.0], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([p], **settings)
    out = []
    for grad in GRADS:
        p.grad = torch.tensor(grad, dtype=torch.float64)
        optimizer.step()
        out.append(p.detach().tolist())
    return out


def our_updates(kind: type[AdamW] | type[SGD], **settings: float) -> list[list[float]]:
    parameters = [Value(1.0), Value(-2.0), Value(3.0)]
    optimizer = kind(parameters, **settings)
    out = []
    for grad in GRADS:
        for p, g in zip(parameters, grad, strict=True):
            p.grad = g
        optimizer.step()
        out.append([p.data for p in parameters])
    return out


@pytest.mark.parametrize("weight_decay", [0.0, 1e-4, 0.5])
@pytest.mark.parametrize("betas", [(0.9, 0.95), (0.0, 0.999)])
def test_adamw_updates_as_torch_does(weight_decay: float, betas: tuple[float, float]) -> None:
    settings: dict[str, Any] = {"lr": 0.1, "betas": betas, "eps": 1e-8, "weight_decay": weight_decay}
    for ours, theirs in zip(our_updates(AdamW, **settings), torch_updates("AdamW", **settings), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-13)


@pytest.mark.parametrize(("momentum", "weight_decay"), [(0.9, 0.0), (0.0, 0.5), (0.0, 0.0)])
def test_sgd_updates_as_torch_does_unless_both_are_set(momentum: float, weight_decay: float) -> None:
    settings = {"lr": 0.1, "momentum": momentum, "weight_decay": weight_decay}
    for ours, theirs in zip(our_updates(SGD, **settings), torch_updates("SGD", **settings), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-13)


def test_sgd_with_both_decays_the_parameter_and_torch_decays_the_momentum() -> None:
    settings = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.5}
    ours, theirs = our_updates(SGD, **settings), torch_updates("SGD", **settings)
    assert ours[0] == pytest.approx(theirs[0], rel=1e-13)  # no momentum yet
    assert ours[1] != pytest.approx(theirs[1], rel=1e-3)
