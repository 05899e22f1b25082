"""PyTorch as the outside judge: the same networks, losses and steps in torch, in doubles.

`python tests/golden/record_torch.py` writes torch.json again. It needs `pip install torch==2.13.0` (the
CPU build) in a throwaway venv; the tests that compare with the file need nothing, those that ask torch
live are skipped where it isn't installed.

Both frameworks start from the same numbers: the data and initial parameters are micrograd's, everything
after that is torch's own.
"""

import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "torch.json"
sys.path.insert(0, str(FILE.parents[2]))

from micrograd import Config, Session  # noqa: E402  (found by the line above when run as a script)

STEPS = 20

# Backwards one after the other on one trunk, h = tanh(w): from its results, itself, a leaf; in every order.
TRUNK_ROOTS = ("h*2", "h*3+b*h", "h", "w")
TRUNKS = {" ".join(roots): roots for n in (2, 3, 4) for roots in itertools.permutations(TRUNK_ROOTS, n)} | {
    "h*2 h*2": ("h*2", "h*2"),
    "w w": ("w", "w"),
}

CASES: dict[str, Config] = {
    "default": Config(),
    "relu": Config(nonlin="relu", seed=7),
    "two hidden layers": Config(layers=(6, 5), seed=3, n=40),
    "no hidden layer": Config(layers=(), dataset="blobs", n=30),
    "logsumexp": Config(loss="logsumexp", dataset="spiral", n=60, seed=5),
    "adamw with much decay": Config(lr=0.03, weight_decay=0.2, n=30),
    "sgd with momentum": Config(optimizer="sgd", weight_decay=0.0, n=50),
    "sgd with weight decay": Config(optimizer="sgd", momentum=0.0, weight_decay=0.1, n=50),
}
# Another optimiser takes over halfway, as a new one does in torch.
HANDOVERS: dict[str, tuple[Config, str]] = {
    "adamw after sgd": (Config(optimizer="sgd", weight_decay=0.0, n=50), "adamw"),
    "sgd after adamw": (Config(weight_decay=0.0, lr=0.05, n=50), "sgd"),
}


def torch_run(config: Config, then: str = "", steps: int = STEPS) -> dict[str, Any]:
    """What torch computes: loss and gradient of the first step, every loss, and the parameters at the end.

    Halfway the optimiser `then` takes over, if there is one.
    """
    import torch

    def double(x: object) -> torch.Tensor:
        return torch.tensor(x, dtype=torch.float64)

    session = Session(config)
    tensors = []  # weight and bias of each layer
    for layer in session.model.layers:
        tensors.append(double([[w.data for w in n.w] for n in layer.neurons]).requires_grad_())
        tensors.append(double([n.b.data for n in layer.neurons]).requires_grad_())
    train = [p for p in session.points if p.split == "train"]
    x, labels = double([(p.x, p.y) for p in train]), torch.tensor([p.label for p in train])

    def forward() -> torch.Tensor:
        h = x
        for i in range(0, len(tensors), 2):
            h = h @ tensors[i].T + tensors[i + 1]
            if i < len(tensors) - 2:
                h = torch.tanh(h) if config.nonlin == "tanh" else torch.relu(h)
        return torch.nn.functional.cross_entropy(h, labels)

    def flat(of: list[torch.Tensor]) -> list[float]:
        """In micrograd's order: the weights and the bias of each neuron in turn."""
        pairs = zip(of[::2], of[1::2], strict=True)
        return [v for w, b in pairs for wi, bi in zip(w.tolist(), b.tolist(), strict=True) for v in [*wi, bi]]

    def make_optimizer(name: str) -> torch.optim.Optimizer:
        if name == "sgd":
            return torch.optim.SGD(
                tensors, config.lr, momentum=config.momentum, weight_decay=config.weight_decay
            )
        return torch.optim.AdamW(
            tensors, config.lr, betas=(0.9, 0.95), eps=1e-8, weight_decay=config.weight_decay
        )

    optimizer = make_optimizer(config.optimizer)
    losses, first_grad = [], []
    for step in range(steps):
        if then and step == steps // 2:
            optimizer = make_optimizer(then)
        optimizer.zero_grad()
        loss = forward()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            first_grad = flat([t.grad for t in tensors])
        optimizer.step()
    return {"losses": losses, "first_grad": first_grad, "parameters": flat([t.detach() for t in tensors])}


def trunk_run(roots: tuple[str, ...], leaf: Callable[[float], Any], **again: bool) -> list[float]:
    """The gradients of w and b after a backward from each root; torch must be told to keep the graph."""
    w, b = leaf(0.5), leaf(-0.25)
    h = w.tanh()
    nodes = dict(zip(TRUNK_ROOTS, (h * 2.0, h * 3.0 + b * h, h, w), strict=True))
    for root in roots:
        nodes[root].backward(**again)
    return [float(w.grad or 0.0), float(b.grad or 0.0)]


def torch_trunk(roots: tuple[str, ...]) -> list[float]:
    """The same by torch."""
    import torch

    return trunk_run(
        roots, lambda x: torch.tensor(x, dtype=torch.float64, requires_grad=True), retain_graph=True
    )


def torch_rates(name: str) -> list[float]:
    """The learning rates of 50 steps: CosineAnnealingLR up to its T_max of 20, or StepLR."""
    import torch

    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], 0.1)
    schedulers = torch.optim.lr_scheduler
    scheduler: torch.optim.lr_scheduler.LRScheduler = (
        schedulers.CosineAnnealingLR(optimizer, T_max=20)
        if name == "cosine"
        else schedulers.StepLR(optimizer, step_size=20, gamma=0.1)
    )
    rates = []
    for _ in range(21 if name == "cosine" else 50):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return rates


def main() -> None:
    import torch

    recorded = {
        "torch": torch.__version__,
        "cases": {name: torch_run(config) for name, config in CASES.items()},
        "handovers": {name: torch_run(config, then) for name, (config, then) in HANDOVERS.items()},
        "trunks": {name: torch_trunk(roots) for name, roots in TRUNKS.items()},
        "schedules": {name: torch_rates(name) for name in ("cosine", "step")},
    }
    FILE.write_text(json.dumps(recorded, indent=0) + "\n")
    print(f"{FILE.name}: {len(CASES)} cases of {STEPS} steps")


if __name__ == "__main__":
    main()
