"""micrograd: the only piece of code you need to train neural networks. Everything else is just efficiency."""

from micrograd.config import Config
from micrograd.data import DATASETS, Point, make_dataset
from micrograd.engine import Value
from micrograd.graph import Graph, draw_dot, trace
from micrograd.losses import LOSSES, logsumexp, mean, nll
from micrograd.nn import MLP, Layer, Module, Neuron
from micrograd.optim import SGD, AdamW
from micrograd.rng import RNG
from micrograd.session import Session, Snapshot

__version__ = "1.0.0"

__all__ = [
    "DATASETS",
    "LOSSES",
    "MLP",
    "RNG",
    "SGD",
    "AdamW",
    "Config",
    "Graph",
    "Layer",
    "Module",
    "Neuron",
    "Point",
    "Session",
    "Snapshot",
    "Value",
    "draw_dot",
    "logsumexp",
    "make_dataset",
    "mean",
    "nll",
    "trace",
]
