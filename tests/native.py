"""The C twin from Python: the native program, and the exports of csrc/wasm/exports.c as a shared library.

`npm test` builds both and names them in the environment. `pytest` alone compiles them from csrc/ with the
system's own C compiler, so that it never tests a stale build.
"""

import ctypes
import functools
import os
import shutil
import subprocess
import tempfile
from array import array
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes import c_char_p, c_double, c_int
from pathlib import Path
from typing import Any

import pytest
from exports import EXPORTS, QUERIES

from micrograd import Graph, Point, Snapshot
from micrograd.config import RULES, Number, setting_text
from micrograd.data import SPLITS
from micrograd.engine import OPERATIONS
from micrograd.graph import ROLES
from micrograd.inside import Naive, Overwritten
from micrograd.optim import OPTIMIZERS
from micrograd.replay import Nudge

ROOT = Path(__file__).parent.parent
CSRC = ROOT / "csrc"
FLAGS = ["-std=c11", "-ffp-contract=off", "-fno-builtin-pow", "-O2"]  # as in build/c/native.js
OPS = list(OPERATIONS)


def find_compiler() -> str | None:
    """The C compiler: $CC, else cc, gcc or clang."""
    names = [os.environ["CC"]] if os.environ.get("CC") else ["cc", "gcc", "clang"]
    return next((name for name in names if shutil.which(name)), None)


needs_c = pytest.mark.skipif(find_compiler() is None, reason="there is no C compiler (cc, gcc or clang)")


@functools.cache
def build_folder() -> Path:
    """Where what is compiled goes; as the cache lives as long as the process, so does the folder."""
    folder = tempfile.TemporaryDirectory(prefix="micrograd-")
    build_folder.keep = folder  # type: ignore[attr-defined]
    return Path(folder.name)


@functools.cache
def compile_c(name: str, without: str, *flags: str) -> Path:
    """All of csrc/ but one file, compiled into a program or library of that name."""
    compiler = find_compiler()
    assert compiler, "no C compiler"
    out = build_folder() / f"{name}.built"
    sources = sorted(file for file in CSRC.rglob("*.c") if file.name != without)
    objects = [build_folder() / name / f"{file.parent.name}-{file.stem}.o" for file in sources]
    objects[0].parent.mkdir()

    def compile_one(source: Path, made: Path) -> None:
        subprocess.run([compiler, f"-I{CSRC}", *FLAGS, *flags, "-c", source, "-o", made], check=True)

    with ThreadPoolExecutor(
        os.cpu_count()
    ) as threads:  # a file per core and time: half of the wait on two cores
        list(threads.map(compile_one, sources, objects))
    subprocess.run([compiler, *flags, *objects, "-lm", "-o", out], check=True)
    return out


@functools.cache
def program() -> Path:
    """The native program, twin of `python -m micrograd`."""
    built = os.environ.get("MICROGRAD_PROGRAM")
    return ROOT / built if built else compile_c("micrograd", "exports.c")


@functools.cache
def library(name: str = "micrograd.so") -> ctypes.CDLL:
    """What the browser calls, with the types of EXPORTS. It holds one session; another name, another."""
    built = os.environ.get("MICROGRAD_LIBRARY")
    file = ROOT / built if built else compile_c("compiled.so", "main.c", "-shared", "-fPIC")
    # A library is loaded once per file, so that a session of its own needs a file of its own.
    c = ctypes.CDLL(str(shutil.copy(file, build_folder() / name)))
    for name, (result, arguments) in EXPORTS.items():
        function = getattr(c, name)
        function.restype, function.argtypes = result, arguments
    return c


def doubles(values: Sequence[float]) -> "ctypes.Array[c_double]":
    """An array that C can read."""
    return (c_double * len(values))(*values)


def ints(values: Sequence[int]) -> "ctypes.Array[c_int]":
    """An array that C can read."""
    return (c_int * len(values))(*values)


class CSession:
    """The one session of the library, with the verbs of micrograd.Session. A new one replaces it."""

    def __init__(self, **settings: object) -> None:
        self.c = self.library()
        self.check(self.c.open_session(*setting_lines(settings)))

    def library(self) -> ctypes.CDLL:
        """Where the session lives."""
        return library()

    def check(self, status: int) -> None:
        """ValueError with the refusal's sentence."""
        if status:
            raise ValueError(os.fsdecode(self.c.error_text()))

    def query(self, name: str, *arguments: object) -> dict[str, Any]:
        """The columns of a reply by their names, each as a list."""
        self.check(getattr(self.c, name)(*arguments))
        _, columns = QUERIES[name]
        assert self.c.answer_columns() == len(columns)
        return {column: self.column(i, kind) for i, (column, kind) in enumerate(columns.items())}

    def column(self, i: int, kind: Any) -> list[Any]:
        """The elements of a reply's i-th column."""
        address, length = self.c.answer_column(i), self.c.answer_length(i)
        if kind is not c_char_p:
            return list((kind * length).from_address(address)) if length else []
        texts = []
        for _ in range(length):
            text = ctypes.string_at(address)
            texts.append(text.decode())
            address += len(text) + 1
        return texts

    @property
    def points(self) -> list[Point]:
        columns = self.query("points")
        columns["split"] = [SPLITS[split] for split in columns["split"]]
        return [Point(*row) for row in zip(*columns.values(), strict=True)]

    def set_points(self, points: Sequence[Point]) -> None:
        splits = [SPLITS.index(p.split) if p.split in SPLITS else p.split for p in points]
        columns = (
            doubles([p.x for p in points]),
            doubles([p.y for p in points]),
            ints([p.label for p in points]),
        )
        self.check(self.c.set_points(len(points), *columns, ints(splits)))

    def set_hyper(self, **changes: object) -> None:
        self.check(self.c.set_hyper(*setting_lines(changes)))

    def step(self) -> tuple[float, float]:
        self.check(self.c.step())
        return self.c.train_loss(), self.c.val_loss()

    def snapshot(self) -> Snapshot:
        columns = [array("d", column) for column in self.query("snapshot").values()]
        step, train, val, optimizer, t = [column[0] for column in columns[:5]]
        return Snapshot(int(step), train, val, list(OPTIMIZERS)[int(optimizer)], int(t), *columns[5:])

    def restore(self, s: Snapshot) -> None:
        row = list(OPTIMIZERS).index(s.optimizer) if s.optimizer in OPTIMIZERS else len(OPTIMIZERS)
        numbers = [s.step, s.train, s.val, row, s.t, *s.data, *s.grad, *s.m, *s.v]
        self.check(self.c.restore(len(s.data), doubles(numbers)))

    def trace(self, x: float, y: float, label: int) -> Graph:
        columns = self.query("trace", x, y, label)
        columns["op"] = [OPS[op] for op in columns["op"]]
        columns["role"] = [ROLES[role] for role in columns["role"]]
        operands = [
            [j for j in (2 * i, 2 * i + 1) if columns["prev"][j] >= 0] for i in range(len(columns["op"]))
        ]
        for name in ("prev", "local", "contribution"):
            columns[name] = [[columns[name][j] for j in js] for js in operands]
        return Graph(**columns)

    def surface(self, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        return self.arrays("surface", columns, rows, extent)[0]

    def predict(self, x: float, y: float) -> list[float]:
        return self.query("predict", x, y)["probabilities"]

    # --- inside.py and replay.py, whose functions take the session as their first argument ---

    def set_variant(self, zero_grad: bool = True) -> None:
        self.c.set_variant(zero_grad)

    def arrays(self, verb: str, *args: object) -> "list[array[float]]":
        """The columns of a reply."""
        return [array("d", column) for column in self.query(verb, *args).values()]

    def learning_rate(self) -> float:
        return self.arrays("learning_rate")[0][0]

    def gradient(self) -> "array[float]":
        return self.arrays("gradient")[0]

    def contributions(self, parameter: int) -> "array[float]":
        return self.arrays("contributions", parameter)[0]

    def predictions(self) -> "array[float]":
        return self.arrays("predictions")[0]

    def point_losses(self) -> "array[float]":
        return self.arrays("point_losses")[0]

    def landscape(self, first: int, second: int, *window: float) -> "array[float]":
        return self.arrays("landscape", first, second, *window)[0]

    def naive(self, x: float, y: float, label: int, root: int = -1) -> Naive:
        return Naive(*self.arrays("naive", x, y, label, root))

    def overwritten(self, x: float, y: float, label: int) -> Overwritten:
        return Overwritten(*self.arrays("overwritten", x, y, label))

    def nudge(self, x: float, y: float, label: int, node: int, delta: float) -> Nudge:
        *numbers, data = self.query("nudge", x, y, label, node, delta).values()
        return Nudge(*(number for (number,) in numbers), array("d", data))

    def field(self, node: int, label: int, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        return self.arrays("field", node, label, columns, rows, extent)[0]


class BatchedSession(CSession):
    """The same by the third engine: C, batched. Fails where it would fall back to the scalar one."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        assert self.c.set_batched(1), "the session does not run batched"

    def library(self) -> ctypes.CDLL:
        """One of its own, so that the scalar engine may run beside it."""
        return library("micrograd-batched.so")


def setting_lines(settings: Mapping[str, object]) -> "tuple[bytes, ctypes.Array[c_double]]":
    """Settings as the exports take them: a line `name=value` each, and the values of the numbers."""
    lines = "\n".join(f"{name}={setting_text(value)}" for name, value in settings.items()).encode()
    numbers = [value for name, value in settings.items() if isinstance(RULES.get(name), Number)]
    return lines, doubles(numbers)  # type: ignore[arg-type]
