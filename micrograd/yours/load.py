"""A user's engine.py: run, examined, and put into a copy of the package in place of its own.

>>> load_engine("class Value: pass", "my_engine.py")
Traceback (most recent call last):
ValueError: my_engine.py has no OPERATIONS: keep what the other files import from engine.py
"""

import importlib
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

# What the other files of the package import from engine.py.
NEEDED = ("OPERATIONS", "Value", "ieee_exp", "ieee_log", "ieee_pow", "topological_order")
ATTRIBUTES = ("data", "grad", "_prev", "_local", "_op", "_k")


class Package:
    """A copy of the package: its modules as attributes, such as `package.session`."""

    def __init__(self, file: str, source: str, modules: dict[str, ModuleType]) -> None:
        self.file = file
        self.source = source
        self.modules = modules

    def __getattr__(self, name: str) -> Any:
        """The module of that name."""
        try:
            return self.modules[f"micrograd.{name}"]
        except KeyError:
            raise AttributeError(name) from None


def load_engine(source: str, file: str) -> Package:
    """The package around the text of an engine.py; `file` is its name in messages and tracebacks.

    ValueError, in one sentence with the line, for a text that is not Python, raises an exception, or does
    not define what the package needs.
    """
    with one_sentence(file), fresh_modules() as modules:
        engine = ModuleType("micrograd.engine")
        engine.__file__ = file
        sys.modules[engine.__name__] = engine
        exec(compile(source, file, "exec"), vars(engine))
        examine(engine, file)
        for name in ("micrograd", "micrograd.describe", "micrograd.__main__"):
            importlib.import_module(name)
        modules.update({name: m for name, m in sys.modules.items() if is_ours(name)})
    return Package(file, source, modules)


def is_ours(name: str) -> bool:
    """Whether a module is of this package, but for this folder."""
    return name.partition(".")[0] == "micrograd" and not name.startswith("micrograd.yours")


@contextmanager
def fresh_modules() -> Iterator[dict[str, ModuleType]]:
    """Imports within begin anew, afterwards the package is what it was; the dict is for what to keep."""
    kept = {name: module for name, module in sys.modules.items() if is_ours(name)}
    for name in kept:
        del sys.modules[name]
    try:
        yield {}
    finally:
        for name in [name for name in sys.modules if is_ours(name)]:
            del sys.modules[name]
        sys.modules.update(kept)


# --- is it an engine? ---


def examine(engine: ModuleType, file: str) -> None:
    """ValueError when a name is missing, or an operation gives something that the package can't use."""
    for name in NEEDED:
        if not hasattr(engine, name):
            raise ValueError(f"{file} has no {name}: keep what the other files import from engine.py")
    value: Any = engine.Value
    if not isinstance(value, type):
        raise ValueError(f"{file}: Value must be a class, not {kind(value)}")
    if not isinstance(engine.OPERATIONS, dict):
        raise ValueError(f"{file}: OPERATIONS must be a dict, not {kind(engine.OPERATIONS)}")
    for name, row in engine.OPERATIONS.items():
        if name:
            examine_operation(value, name, row, file)
    out = value(0.5) * value(0.25)
    out.backward()
    for operand in out._prev:
        examine_number(f"{file}: after (a * b).backward() a grad", operand.grad)


def examine_operation(value: Any, name: str, row: Any, file: str) -> None:
    """ValueError when an operation's result is no node with one local derivative per operand."""
    function = getattr(value, row.function, None)
    if not callable(function):
        raise ValueError(f"{file}: OPERATIONS names the function {row.function!r}, which Value does not have")
    where = f"{file}, line {function.__code__.co_firstlineno}: {row.function}"
    operands = [value(0.5), value(0.25)][: len(row.derivatives)]
    out = function(*operands, 2.0) if name == "**" else function(*operands)
    if not isinstance(out, value):
        raise ValueError(f"{where} gave {kind(out)}, but it must give a Value")
    for attribute in ATTRIBUTES:
        if not hasattr(out, attribute):
            raise ValueError(f"{where} gave a Value without {attribute}, which the other files read")
    examine_number(f"{where} gave a Value whose data", out.data)
    if out._op != name:
        return  # made of other operations, each of which is examined itself
    if len(out._prev) != len(operands) or not all(isinstance(v, value) for v in out._prev):
        raise ValueError(f"{where} must remember its {len(operands)} operands in _prev")
    if len(out._local) != len(operands):
        raise ValueError(f"{where} gave {len(out._local)} local derivatives for {len(operands)} operands")
    for local in out._local:
        examine_number(f"{where} gave a local derivative that", local)


def examine_number(what: str, number: object) -> None:
    """ValueError for what is no float."""
    if not isinstance(number, float):
        raise ValueError(f"{what} is {kind(number)}, but it must be a float")


def kind(thing: object) -> str:
    """What a thing is, in a word or two.

    >>> kind(None), kind(3), kind(0.5)
    ('None', 'an int', 'a float')
    """
    name = type(thing).__name__
    return "None" if thing is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


# --- errors as one sentence ---


@contextmanager
def one_sentence(file: str) -> Iterator[None]:
    """Turns whatever the user's code raises within into a ValueError of one sentence with file and line."""
    try:
        yield
    except SyntaxError as error:
        raise ValueError(f"{file}, line {error.lineno}, is not Python: {error.msg}") from None
    except RecursionError as error:
        lines = Counter(lines_of(error, file)).most_common(1)
        where = f"{file}, line {lines[0][0]}" if lines else file
        raise ValueError(f"{where}: the calls go on for ever (RecursionError)") from None
    except (Exception, SystemExit) as error:
        frames = lines_of(error, file)
        if isinstance(error, MemoryError) or (isinstance(error, ValueError) and not frames):
            raise
        where = f"{file}, line {frames[-1]}" if frames else f"{file}, used in {outside(error)}"
        raise ValueError(f"{where}: {type(error).__name__}: {error}") from None


def lines_of(error: BaseException, file: str) -> list[int]:
    """The lines of a file that were running, the innermost call last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno or 0 for frame in frames if frame.filename == file]


def outside(error: BaseException) -> str:
    """The place of the innermost call in another file."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename.rpartition('/')[2]}, line {frame.lineno}"
