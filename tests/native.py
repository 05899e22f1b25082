"""The C twin from Python: the native program, and the exports of csrc/wasm/exports.c as a shared library.

Both are compiled from csrc/ by the system's own C compiler, so that `pytest` alone never tests a stale build.
"""

import ctypes
import functools
import os
import shutil
import subprocess
import tempfile
from array import array
from collections.abc import Mapping, Sequence
from ctypes import POINTER, c_char_p, c_double, c_int, c_ubyte, c_void_p
from pathlib import Path

import pytest

from micrograd import Graph, Point, Snapshot
from micrograd.config import setting_text
from micrograd.data import SPLITS
from micrograd.inside import Naive
from micrograd.replay import Nudge

CSRC = Path(__file__).parent.parent / "csrc"
FLAGS = ["-std=c11", "-ffp-contract=off", "-fno-builtin-pow", "-O2"]  # as in build/native.js
OPS = ["", "+", "*", "**", "relu", "tanh", "exp", "log"]
ROLES = ["param", "input", "const", "result"]

Doubles, Ints, Bytes = POINTER(c_double), POINTER(c_int), POINTER(c_ubyte)

EXPORTS: dict[str, tuple[object, list[object]]] = {
    "buffer_alloc": (c_void_p, [c_int]),
    "buffer_free": (None, [c_void_p]),
    "error_text": (c_char_p, []),
    "set_batched": (c_int, [c_int]),
    "set_order_anew": (None, [c_int]),
    "open_session": (c_int, [c_char_p]),
    "set_hyper": (c_int, [c_char_p]),
    "set_variant": (None, [c_int]),
    "points_count": (c_int, []),
    "get_points": (None, [Doubles, Doubles, Ints, Ints]),
    "set_points": (c_int, [c_int, Doubles, Doubles, Ints, Ints]),
    "parameters_count": (c_int, []),
    "step": (c_int, []),
    "train_loss": (c_double, []),
    "val_loss": (c_double, []),
    "get_snapshot": (None, [Doubles]),
    "restore": (c_int, [Doubles]),
    "trace": (c_int, [c_double, c_double, c_int]),
    "graph_size": (c_int, []),
    "graph_op": (Bytes, []),
    "graph_role": (Bytes, []),
    "graph_k": (Doubles, []),
    "graph_data": (Doubles, []),
    "graph_grad": (Doubles, []),
    "graph_prev": (Ints, []),
    "graph_local": (Doubles, []),
    "graph_share": (Doubles, []),
    "graph_name": (c_char_p, [c_int]),
    "surface": (Doubles, [c_int, c_int, c_double]),
    "predict": (Doubles, [c_double, c_double]),
    "answer_numbers": (Doubles, []),
    "answer_count": (c_int, []),
    "gradient": (c_int, []),
    "shares": (c_int, [c_int]),
    "naive": (c_int, [c_double, c_double, c_int, c_int]),
    "nudge": (c_int, [c_double, c_double, c_int, c_int, c_double]),
    "field": (c_int, [c_int, c_int, c_int, c_int, c_double]),
}


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


def compile_c(name: str, without: str, *flags: str) -> Path:
    """All of csrc/ but one file, compiled into a program or library of that name."""
    compiler = find_compiler()
    assert compiler, "no C compiler"
    out = build_folder() / name
    sources = sorted(str(file) for file in CSRC.rglob("*.c") if file.name != without)
    subprocess.run([compiler, f"-I{CSRC}", *FLAGS, *flags, *sources, "-lm", "-o", str(out)], check=True)
    return out


@functools.cache
def program() -> Path:
    """The native program, twin of `python -m micrograd`."""
    return compile_c("micrograd", "exports.c")


@functools.cache
def library(name: str = "micrograd.so") -> ctypes.CDLL:
    """What the browser calls, with the types of EXPORTS. It holds one session; another name, another."""
    c = ctypes.CDLL(str(compile_c(name, "main.c", "-shared", "-fPIC")))
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
        self.check(self.c.open_session(setting_lines(settings)))

    def library(self) -> ctypes.CDLL:
        """Where the session lives."""
        return library()

    def check(self, status: int) -> None:
        """ValueError with the refusal's sentence."""
        if status:
            raise ValueError(os.fsdecode(self.c.error_text()))

    @property
    def points(self) -> list[Point]:
        n = self.c.points_count()
        x, y, label, split = doubles([0.0] * n), doubles([0.0] * n), ints([0] * n), ints([0] * n)
        self.c.get_points(x, y, label, split)
        return [Point(x[i], y[i], label[i], SPLITS[split[i]]) for i in range(n)]

    def set_points(self, points: Sequence[Point]) -> None:
        splits = [SPLITS.index(p.split) if p.split in SPLITS else p.split for p in points]
        columns = (
            doubles([p.x for p in points]),
            doubles([p.y for p in points]),
            ints([p.label for p in points]),
        )
        self.check(self.c.set_points(len(points), *columns, ints(splits)))

    def set_hyper(self, **changes: object) -> None:
        self.check(self.c.set_hyper(setting_lines(changes)))

    def step(self) -> tuple[float, float]:
        self.check(self.c.step())
        return self.c.train_loss(), self.c.val_loss()

    def snapshot(self) -> Snapshot:
        count = self.c.parameters_count()
        out = doubles([0.0] * (3 + 4 * count))
        self.c.get_snapshot(out)
        columns = [array("d", out[3 + i * count : 3 + (i + 1) * count]) for i in range(4)]
        return Snapshot(int(out[0]), out[1], out[2], *columns)

    def restore(self, s: Snapshot) -> None:
        self.check(self.c.restore(doubles([s.step, s.train, s.val, *s.data, *s.grad, *s.m, *s.v])))

    def trace(self, x: float, y: float, label: int) -> Graph:
        self.check(self.c.trace(x, y, label))
        n = self.c.graph_size()
        prev, local, share = self.c.graph_prev(), self.c.graph_local(), self.c.graph_share()
        operands = [[j for j in (2 * i, 2 * i + 1) if prev[j] >= 0] for i in range(n)]
        return Graph(
            op=[OPS[op] for op in self.c.graph_op()[:n]],
            k=self.c.graph_k()[:n],
            data=self.c.graph_data()[:n],
            grad=self.c.graph_grad()[:n],
            name=[self.c.graph_name(i).decode() for i in range(n)],
            role=[ROLES[role] for role in self.c.graph_role()[:n]],
            prev=[[prev[j] for j in js] for js in operands],
            local=[[local[j] for j in js] for js in operands],
            share=[[share[j] for j in js] for js in operands],
        )

    def surface(self, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        return array("d", self.c.surface(columns, rows, extent)[: 3 * columns * rows])

    def predict(self, x: float, y: float) -> list[float]:
        return self.c.predict(x, y)[:3]

    # --- inside.py and replay.py, whose functions take the session as their first argument ---

    def set_variant(self, zero_grad: bool = True) -> None:
        self.c.set_variant(zero_grad)

    def answer(self, status: int) -> "array[float]":
        """The numbers of the answer to a question that is not refused."""
        self.check(status)
        return array("d", self.c.answer_numbers()[: self.c.answer_count()])

    def gradient(self) -> "array[float]":
        return self.answer(self.c.gradient())

    def shares(self, parameter: int) -> "array[float]":
        return self.answer(self.c.shares(parameter))

    def naive(self, x: float, y: float, label: int, root: int = -1) -> Naive:
        all_three = self.answer(self.c.naive(x, y, label, root))
        n = len(all_three) // 3
        return Naive(*(all_three[i * n : (i + 1) * n] for i in range(3)))

    def nudge(self, x: float, y: float, label: int, node: int, delta: float) -> Nudge:
        answer = self.answer(self.c.nudge(x, y, label, node, delta))
        return Nudge(*answer[:4], answer[4:])

    def field(self, node: int, label: int, columns: int, rows: int, extent: float = 2.0) -> "array[float]":
        return self.answer(self.c.field(node, label, columns, rows, extent))


class BatchedSession(CSession):
    """The same by the third engine: C, batched. Fails where it would fall back to the scalar one."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        assert self.c.set_batched(1), "the session does not run batched"

    def library(self) -> ctypes.CDLL:
        """One of its own, so that the scalar engine may run beside it."""
        return library("micrograd-batched.so")


def setting_lines(settings: Mapping[str, object]) -> bytes:
    """Settings as the exports take them: a line `name=value` each."""
    return "\n".join(f"{name}={setting_text(value)}" for name, value in settings.items()).encode()
