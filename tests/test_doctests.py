"""The examples in the docstrings print what they say; nothing public lacks its sentence."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import micrograd.yours

MODULES = [f"micrograd.{m.name}" for m in pkgutil.iter_modules(micrograd.__path__) if m.name != "__main__"]
YOURS = [f"micrograd.yours.{m.name}" for m in pkgutil.iter_modules(micrograd.yours.__path__)]
WITH_EXAMPLES = [
    "check",
    "config",
    "data",
    "describe",
    "engine",
    "graph",
    "inside",
    "losses",
    "nn",
    "optim",
    "predict",
    "replay",
    "rng",
    "schedule",
    "session",
    "yours",
]


@pytest.mark.parametrize("name", [*MODULES, "yardstick.textbook", "bits"])
def test_examples_print_what_they_say(name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(name))
    assert failed == 0
    assert attempted > 0


def test_every_module_has_examples() -> None:
    assert [name.split(".")[1] for name in MODULES] == WITH_EXAMPLES


@pytest.mark.parametrize("name", [*MODULES, *YOURS, "micrograd", "micrograd.__main__"])
def test_every_public_function_and_class_says_what_it_is(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    members = [o for o in vars(module).values() if getattr(o, "__module__", None) == name]
    silent = [
        o.__name__
        for o in members
        if (inspect.isclass(o) or inspect.isfunction(o)) and not (o.__doc__ or "").strip()
    ]
    assert silent == []


def test_the_public_names_are_there() -> None:
    assert [name for name in micrograd.__all__ if not hasattr(micrograd, name)] == []
