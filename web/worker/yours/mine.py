"""Trains with a learner's my_micrograd.py: its MLP, its loss, its backward, its optimiser and its train_step.

The package's session stays the one that the page asks: it holds the points, and draws graphs and pictures.
A step is the learner's, on objects that get the session's numbers first; its results become the session's.
"""

from importlib import import_module
from types import ModuleType

PACKAGE, MINE = "micrograd", "my_micrograd.py"
CAN = {"loss": "nll", "nonlin": "tanh"}  # of the settings, what the file of the course can train
OPTIMIZERS = {"adamw": "AdamW", "sgd": "SGD"}  # its classes by the settings' names
STATE = ("t", "m", "v")  # of an optimiser, where it has them


def train_with(files):
    """From here on a session of the package makes its steps with the learner's file."""
    mine = ModuleType("my_micrograd")
    exec(compile(files[MINE], MINE, "exec"), vars(mine))
    home = import_module(f"{PACKAGE}.session")
    make_points, rng = home.make_dataset, import_module(f"{PACKAGE}.rng").RNG

    class Session(home.Session):
        def __init__(self, config):
            super().__init__(config)
            numbers = rng(config.seed)
            make_points(
                config.dataset, config.n, numbers
            )  # the data are drawn first; the noise, last, has been drawn
            self.mine = mine.MLP(2, [*config.layers, home.CLASSES], numbers)
            copy_numbers(self.mine.parameters(), self.parameters)
            for p in self.parameters:
                p.data *= config.init_scale

        def step(self):
            must_be_trainable(self.config, self.zero_grad)
            train = [p for p in self.points if p.split == "train"]
            if not train:
                home.mean([])  # its ValueError
            points = [train[i] for i in self.batch()]
            self.optimizer.lr = self.learning_rate()
            val = self.split_loss("val")
            parameters = self.mine.parameters()
            copy_numbers(self.parameters, parameters)
            optimizer = getattr(mine, OPTIMIZERS[self.config.optimizer])(parameters)
            for name in vars(self.optimizer):
                if name != "parameters" and hasattr(optimizer, name):
                    setattr(optimizer, name, copied(getattr(self.optimizer, name)))
            self.train, self.val = float(mine.train_step(self.mine, optimizer, points)), val
            copy_numbers(parameters, self.parameters)
            for name in STATE:
                if hasattr(optimizer, name):
                    setattr(self.optimizer, name, copied(getattr(optimizer, name)))
            if not hasattr(optimizer, "t"):
                self.optimizer.t += 1
            if self.config.l1 > 0.0:
                home.shrink(self.parameters, self.optimizer.lr * self.config.l1)
            self.steps += 1
            return self.train, self.val

    home.Session = import_module(PACKAGE).Session = Session


def copied(numbers):
    return list(numbers) if isinstance(numbers, list) else numbers


def copy_numbers(source, target):
    """The data and gradients of one list of parameters into another."""
    if len(source) != len(target):
        raise ValueError(f"the network must have {len(target)} parameters, not {len(source)}")
    for p, q in zip(source, target, strict=True):
        q.data, q.grad = float(p.data), float(p.grad)


def must_be_trainable(config, zero_grad):
    """ValueError for settings that the file of the course has no code for."""
    for name, value in CAN.items():
        if getattr(config, name) != value:
            raise ValueError(f"{name} must be {value} for {MINE}, not {getattr(config, name)}")
    if not zero_grad:
        raise ValueError(f"zero_grad can't be left out for {MINE}: its train_step calls it")
