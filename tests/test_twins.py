"""Every file, function, table row and landmark of micrograd/ has its twin in csrc/."""

import re
from pathlib import Path

import pytest
from native import CSRC, EXPORTS, FLAGS, OPS, ROLES

import micrograd
from micrograd.__main__ import OPTIONS
from micrograd.config import RULES
from micrograd.data import DATASETS, SPLITS
from micrograd.graph import FILL
from micrograd.nn import LOSSES, NONLINS
from micrograd.optim import OPTIMIZERS
from micrograd.session import HYPER

PACKAGE = Path(micrograd.__file__).parent
ROOT = PACKAGE.parent


# Python's functions without a namesake in C, and why.
NO_TWIN = {
    "engine": {
        "ieee_exp": "C's exp answers as the hardware does",
        "ieee_log": "as above",
        "ieee_pow": "as above",
        "ieee_reciprocal": "as above",
        "as_number": "C's types do that",
        "as_value": "C's types do that",
    },
    "nn": {"nonlin_name": "C's networks get a row of NONLINS"},
    "graph": {
        "trace": "graph_trace",
        "layer_names": "add_layer_name",
        "draw_dot": "graph_dot",
        "escape": "add_escaped",
    },
    "config": {"parse_setting": "config_set", "setting_text": "a Config in C is made from text"},
    "session": {
        "make_optimizer": "configure_optimizer, which keeps the moments",
        "no_collector": "C has no garbage collector",
    },
}
STEMS = sorted(file.stem for file in PACKAGE.glob("*.py") if file.stem != "__init__")
C_FILE = {"__main__": "main"}
LANDMARK = re.compile(r"^ *(?:#|//) --- (.*) ---$", re.MULTILINE)


def sources(stem: str) -> tuple[str, str]:
    """The Python file and its twin."""
    return (PACKAGE / f"{stem}.py").read_text(), (CSRC / f"{C_FILE.get(stem, stem)}.c").read_text()


@pytest.mark.parametrize("stem", STEMS)
def test_every_python_file_has_its_c_twin(stem: str) -> None:
    assert (CSRC / f"{C_FILE.get(stem, stem)}.c").is_file()


@pytest.mark.parametrize("stem", STEMS)
def test_landmarks_are_the_same_word_for_word(stem: str) -> None:
    python, c = sources(stem)
    ours = LANDMARK.findall(c)
    missing = [landmark for landmark in LANDMARK.findall(python) if landmark not in ours]
    assert not missing


def c_name(cls: str, method: str) -> str:
    """What a method is called in C: Value.__add__ is value_add, MLP.__call__ is mlp_call."""
    method = {"__truediv__": "div", "__init__": "new"}.get(method, method.strip("_"))
    return f"{cls.lower()}_{method}"


@pytest.mark.parametrize("stem", STEMS)
def test_every_public_function_has_its_twin(stem: str) -> None:
    python, c = sources(stem)
    without = NO_TWIN.get(stem, {})
    names = {name for name in re.findall(r"^def (\w+)", python, re.MULTILINE) if name not in without}
    missing = {name for name in names if not re.search(rf"\b(value_|plain_|session_)?{name}\(", c)}
    assert not missing
    assert all(f"def {name}" in python for name in without), "NO_TWIN names what isn't there any more"


METHODS = {
    "rng": {"RNG": ["random_u32", "random", "uniform"]},
    "engine": {
        "Value": ["__add__", "__mul__", "__pow__", "relu", "tanh", "exp", "log"]
        + ["__neg__", "__sub__", "__truediv__", "backward"]
    },
    "nn": {cls: ["__init__", "__call__"] for cls in ("Neuron", "Layer", "MLP")},
    "optim": {"Optimizer": ["step", "zero_grad"], "AdamW": ["step"], "SGD": ["step"]},
    "predict": {"Predictor": ["logits", "probabilities", "loss"]},
    "session": {
        "Session": ["step", "set_points", "set_hyper", "set_variant", "restore"]
        + ["snapshot", "trace", "surface", "predict", "split_loss", "training_loss", "point_loss"]
    },
}


@pytest.mark.parametrize(
    ("stem", "cls", "methods"),
    [(stem, cls, ms) for stem, classes in METHODS.items() for cls, ms in classes.items()],
)
def test_every_method_has_its_twin_in_the_same_order(stem: str, cls: str, methods: list[str]) -> None:
    python, c = sources(stem)
    body = python[python.index(f"class {cls}") :]
    in_python = [body.index(f"def {method}(") for method in methods]
    assert in_python == sorted(in_python)
    definitions = [re.search(rf"^[\w *]*\b{c_name(cls, m)}\([^;]*?\) \{{", c, re.MULTILINE) for m in methods]
    assert None not in definitions
    starts = [definition.start() for definition in definitions if definition]
    assert starts == sorted(starts)


@pytest.mark.parametrize("stem", STEMS)
def test_functions_stand_in_the_same_order(stem: str) -> None:
    python, c = sources(stem)
    names = re.findall(r"^def (\w+)", python, re.MULTILINE)
    found = [
        (name, match.start())
        for name in names
        if (match := re.search(rf"^[\w *]*\b(value_|plain_|session_)?{name}\([^;{{]*\) \{{", c, re.MULTILINE))
    ]
    assert [name for name, _ in found] == [name for name, _ in sorted(found, key=lambda pair: pair[1])]


def rows(c: str, table: str) -> list[str]:
    """The names in the first column of a table of csrc, but for the row of NULLs that ends some."""
    body = re.search(rf"\b{table}\[\w*\] = \{{(.*?)\}};", c, re.DOTALL)
    assert body, f"no table {table}"
    return [name for name in re.findall(r'[{(]"?(\w+)"?[,)]', body[1]) if name != "NULL"]


@pytest.mark.parametrize(
    ("file", "table", "python"),
    [
        ("data", "DATASETS", DATASETS),
        ("nn", "LOSSES", LOSSES),
        ("nn", "NONLINS", NONLINS),
        ("optim", "OPTIMIZERS", OPTIMIZERS),
        ("config", "RULES", RULES),
    ],
)
def test_every_row_of_a_table_has_its_twin(file: str, table: str, python: dict[str, object]) -> None:
    assert rows((CSRC / f"{file}.c").read_text(), table) == list(python)


def test_operations_roles_splits_and_options_are_the_same_lists() -> None:
    def strings(file: str, table: str) -> list[str]:
        body = re.search(rf"\b{table}\[\w*\] = \{{(.*?)\}};", (CSRC / file).read_text(), re.DOTALL)
        assert body
        return re.findall(r'"([^"]*)"', body[1])

    assert strings("engine.c", "OPS") == OPS
    assert strings("data.c", "SPLITS") == list(SPLITS)
    assert strings("main.c", "OPTIONS") == list(OPTIONS)
    assert strings("session.c", "HYPER") == list(HYPER)
    assert strings("graph.c", "FILL") == [FILL[role] for role in ROLES]
    assert list(FILL) == ROLES
    operations = re.findall(r'"(\S*)"(?:, k)?\)$', (PACKAGE / "engine.py").read_text(), re.MULTILINE)
    assert {op for op in operations if op in OPS} == set(OPS) - {""}


def test_the_exports_are_those_that_the_worker_and_these_tests_know() -> None:
    c = (CSRC / "wasm" / "exports.c").read_text()
    assert set(re.findall(r"^EXPORT .*?(\w+)\(", c, re.MULTILINE)) == set(EXPORTS)


def test_these_tests_compile_with_the_flags_of_the_build() -> None:
    build = (ROOT / "build" / "native.js").read_text()
    assert [flag for flag in FLAGS if f'"{flag}"' not in build] == []
    assert not re.search(r'"-(Ofast|ffast-math|march=native)"', build)
