"""PyTorch on the same run: the same points, first parameters, loss and optimiser, in doubles.

Per point, it gets its points one after the other, as micrograd does: what its tape costs when the numbers are
small. Batched, it gets all of them as one tensor, as anyone would write it. The losses are the textbook's to
about 12 digits.
"""

import torch
from yardstick.textbook import Training

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # every engine has one; for 80 points more of them only wait for each other


class PerPoint:
    """The default run: yin-yang, 2-8-3, AdamW."""

    def __init__(self) -> None:
        training = Training()
        self.points = torch.tensor([[p.x, p.y] for p in training.train])
        self.labels = torch.tensor([p.label for p in training.train])
        layers: list[torch.nn.Module] = []
        for neurons in training.model.layers:
            linear = torch.nn.Linear(len(neurons[0].w), len(neurons))
            with torch.no_grad():
                linear.weight.copy_(torch.tensor([[w.data for w in neuron.w] for neuron in neurons]))
                linear.bias.copy_(torch.tensor([neuron.b.data for neuron in neurons]))
            layers += [linear, torch.nn.Tanh()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=0.1, betas=(0.9, 0.95), eps=1e-8, weight_decay=1e-4
        )

    def step(self) -> float:
        """One update from all train points; returns the train loss before it."""
        self.optimizer.zero_grad()
        loss = self.loss()
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def loss(self) -> torch.Tensor:
        """The mean of the points' losses, each from a forward pass of its own."""
        losses = [
            torch.nn.functional.cross_entropy(self.model(point), label)
            for point, label in zip(self.points, self.labels, strict=True)
        ]
        return torch.stack(losses).mean()

    @torch.no_grad()
    def surface(self, columns: int, rows: int) -> torch.Tensor:
        """The probabilities of the classes at the centres of the cells, one cell at a time."""
        return torch.stack([self.model(cell).softmax(-1) for cell in cells(columns, rows)])


class Batched(PerPoint):
    """The same, all points at a time."""

    def loss(self) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(self.model(self.points), self.labels)

    @torch.no_grad()
    def surface(self, columns: int, rows: int) -> torch.Tensor:
        return self.model(cells(columns, rows)).softmax(-1)


def cells(columns: int, rows: int, extent: float = 2.0) -> torch.Tensor:
    """The centres of columns x rows cells, row by row from the top."""
    x = ((torch.arange(columns) + 0.5) / columns * 2 - 1) * extent
    y = (1 - (torch.arange(rows) + 0.5) / rows * 2) * extent
    return torch.cartesian_prod(y, x).flip(-1)
