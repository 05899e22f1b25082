"""Every file, function, table row and landmark of micrograd/ has its twin in csrc/."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from exports import EXPORTS
from native import CSRC, FLAGS, library, needs_c

import micrograd
from micrograd.describe import QUERIES, describe
from micrograd.engine import OPERATIONS, Value

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
        "is_number": "C's types do that",
    },
    "nn": {"nonlin_name": "C's networks get a row of OPERATIONS"},
    "graph": {
        "trace": "graph_trace",
        "layer_names": "add_layer_name",
        "draw_dot": "graph_dot",
        "escape": "add_escaped",
    },
    "replay": {"operation": "operation_forward in engine.c"},
    "config": {
        "parse_setting": "config_set",
        "refusal": "refuse_value",
        "setting_text": "a Config in C is made from text",
    },
    "__main__": {
        "take_engine": "C can't run a file of Python",
        "write_out": "printf",
        "flush_out": "fflush",
        "discard": "C does not try again at exit",
        "program": "C's main is the process",
    },
    "data": {"with_noise": "add_noise"},
    "optim": {"shrink": "optimizer_shrink"},
    "schedule": {"epoch_order": "shuffle, which keeps it in an Epoch"},
    "session": {
        "make_optimizer": "configure_optimizer, which keeps the moments",
        "no_collector": "C has no garbage collector",
    },
}
# Python's files without a twin: notebooks and matplotlib are Python's.
ALONE = ("__init__", "notebook", "plot")
STEMS = sorted(file.stem for file in PACKAGE.glob("*.py") if file.stem not in ALONE)
C_FILE = {"__main__": "main"}
LANDMARK = re.compile(r"^ *(?:#|//) --- (.*) ---$", re.MULTILINE)


def sources(stem: str) -> tuple[str, str]:
    """The Python file and its twin."""
    return (PACKAGE / f"{stem}.py").read_text(), (CSRC / f"{C_FILE.get(stem, stem)}.c").read_text()


def must_have_twins(stem: str, kind: str, missing: list[str]) -> None:
    """Fails with a sentence for each name of a Python file that its C file lacks."""
    here, there = f"micrograd/{stem}.py", f"csrc/{C_FILE.get(stem, stem)}.c"
    sentences = [
        f"{there} has no {kind} '{name}', as {here} has: write its twin there, or say in NO_TWIN why not"
        for name in missing
    ]
    if sentences:
        pytest.fail("\n".join(sentences), pytrace=False)


@pytest.mark.parametrize("stem", STEMS)
def test_every_python_file_has_its_c_twin(stem: str) -> None:
    assert (CSRC / f"{C_FILE.get(stem, stem)}.c").is_file()


@pytest.mark.parametrize("stem", STEMS)
def test_landmarks_are_the_same_word_for_word(stem: str) -> None:
    python, c = sources(stem)
    ours = LANDMARK.findall(c)
    must_have_twins(stem, "section", [name for name in LANDMARK.findall(python) if name not in ours])


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
    must_have_twins(stem, "function", sorted(missing))
    assert all(f"def {name}" in python for name in without), "NO_TWIN names what isn't there any more"


METHODS = {
    "rng": {"RNG": ["random_u32", "random", "uniform"]},
    "engine": {
        "Value": ["__add__", "__mul__", "__pow__", "tanh", "relu", "exp", "log"]
        + ["__neg__", "__sub__", "__truediv__", "backward"]
    },
    "nn": {cls: ["__init__", "__call__"] for cls in ("Neuron", "Layer", "MLP")},
    "optim": {"Optimizer": ["step", "zero_grad"], "AdamW": ["step"], "SGD": ["step"]},
    "predict": {"Predictor": ["logits", "probabilities", "loss"]},
    "session": {
        "Session": ["step", "set_points", "set_hyper", "set_variant", "restore"]
        + ["snapshot", "trace", "surface", "predict", "learning_rate", "split_loss"]
        + ["batch", "training_loss", "point_graph"]
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


# Where each table of the description is written, without the ending.
WRITTEN_IN = {
    "operations": "engine",
    "nonlinearities": "engine",
    "datasets": "data",
    "losses": "losses",
    "optimizers": "optim",
    "schedules": "schedule",
    "parts": "graph",
    "roles": "graph",
    "splits": "data",
    "settings": "config",
    "hyper": "session",
    "commands": "describe",
    "queries": "describe",
}


def row_name(row: Any) -> str:
    """What a row of a table is called."""
    return row if isinstance(row, str) else row.get("name") or row.get("part", "")


def missing_twins(python: dict[str, Any], c: dict[str, Any]) -> list[str]:
    """A sentence for every row that only one of the two engines has."""
    sentences = []
    for table, stem in WRITTEN_IN.items():
        names = [row_name(row) for row in python[table]], [row_name(row) for row in c[table]]
        files = f"micrograd/{stem}.py", f"csrc/{stem}.c"
        for here, there in ((0, 1), (1, 0)):
            sentences += [
                f"{files[there]} has no '{name}' in its {table}, as {files[here]} has: write its twin there"
                for name in names[here]
                if name not in names[there]
            ]
    return sentences


@needs_c
def test_no_row_of_a_table_lacks_its_twin() -> None:
    c = json.loads(library().description())
    if sentences := missing_twins(json.loads(describe()), c):
        pytest.fail("\n".join(sentences), pytrace=False)
    assert set(WRITTEN_IN) | {"shrink", "functions"} == set(c)


@needs_c
def test_both_engines_describe_themselves_in_the_same_bytes_but_for_their_functions() -> None:
    python, c = describe(), library().description().decode()
    assert python.partition(',"functions":')[0] == c.partition(',"functions":')[0]
    for table, names in json.loads(c)["functions"].items():
        assert list(names) == list(json.loads(python)["functions"][table])


def test_a_row_without_its_twin_is_named_with_the_file_to_write_in() -> None:
    both = json.loads(describe())
    more = {**both, "datasets": [*both["datasets"], {"name": "planets", "title": "Planets"}]}
    assert missing_twins(more, both) == [
        "csrc/data.c has no 'planets' in its datasets, as micrograd/data.py has: write its twin there"
    ]
    assert missing_twins(both, more) == [
        "micrograd/data.py has no 'planets' in its datasets, as csrc/data.c has: write its twin there"
    ]


def test_every_operation_of_a_value_is_a_row_of_the_table() -> None:
    a, b = Value(2.0), Value(0.5)
    methods = [method for name, method in vars(Value).items() if callable(method) and name[0] != "_"]
    results = [a + b, a * b, a**2, *(method(a) for method in methods)]
    made = [result._op for result in results if isinstance(result, Value)]
    assert sorted(made) == sorted(set(OPERATIONS) - {""})


def test_the_exports_are_those_that_the_worker_and_these_tests_know() -> None:
    c = "".join(file.read_text() for file in sorted((CSRC / "wasm").glob("*.c")))
    exports = set(re.findall(r"^EXPORT .*?(\w+)\(", c, re.MULTILINE))
    described = {query.__name__ for query in QUERIES}
    verbs = (ROOT / "web" / "protocol" / "verbs.js").read_text().partition("export const QUERIES")[2]
    asked = set(re.findall(r"^  (\w+): \{", verbs.partition("\n});")[0], re.MULTILINE))
    lacking = {
        "csrc/wasm/exports.c exports no": (described | set(EXPORTS)) - exports,
        "tests/exports.py has no types of": (described | exports) - set(EXPORTS),
        "web/protocol/verbs.js has among its QUERIES no": described - asked,
        "micrograd/describe.py has among its QUERIES no": asked - described,
    }
    if sentences := [f"{what} '{name}'" for what, names in lacking.items() for name in sorted(names)]:
        pytest.fail("\n".join(sentences), pytrace=False)


def test_these_tests_compile_with_the_flags_of_the_build() -> None:
    build = (ROOT / "build" / "c" / "native.js").read_text()
    assert [flag for flag in FLAGS if f'"{flag}"' not in build] == []
    assert not re.search(r'"-(Ofast|ffast-math|march=native)"', build)
