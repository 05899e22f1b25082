"""A user's engine.py: run, examined, and put into a copy of the package in place of its own.

>>> load_engine("class Value: pass", "mine.py")
Traceback (most recent call last):
micrograd.yours.load.EngineError: mine.py has no OPERATIONS: keep what the other files import from engine.py
"""

import ast
import importlib
import re
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
# What it reads of a row of OPERATIONS: what must be a text, and the rest.
TEXTS = ("title", "word", "function", "formula")
OTHERS = ("forward", "derivatives", "nonlinearity")
MOST_LETTERS = 20
PLACES = ("{a}", "{b}", "{k}", "{k-1}", "{out}")  # what a page fills in


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
        examine(engine, file, source)
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


class EngineError(ValueError):
    """Why a file is no engine, in one sentence; `line` is where that is, 0 for no line in particular."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


def examine(engine: ModuleType, file: str, source: str) -> None:
    """EngineError when a name is missing, or an operation gives something that the package can't use."""
    for name in NEEDED:
        if not hasattr(engine, name):
            raise EngineError(f"{file} has no {name}: keep what the other files import from engine.py")
    value: Any = engine.Value
    if not isinstance(value, type):
        raise EngineError(f"{file}: Value must be a class, not {kind(value)}")
    if not isinstance(engine.OPERATIONS, dict):
        raise EngineError(f"{file}: OPERATIONS must be a dict, not {kind(engine.OPERATIONS)}")
    for name, row in engine.OPERATIONS.items():
        if name != "":
            fault = fault_of_row(value, name, row)
            if fault:
                line = line_of_row(source, name)
                where = f"{file}, line {line}: " if line else f"{file}: "
                raise EngineError(f"{where}the row {name!r} of OPERATIONS {fault}", line)
            examine_operation(value, name, row, file)
    out = value(0.5) * value(0.25)
    out.backward()
    for operand in out._prev:
        examine_number(f"{file}: after (a * b).backward() a grad", operand.grad, 0)


def fault_of_row(value: Any, name: object, row: Any) -> str:
    """What is wrong with a row of OPERATIONS, as the end of a sentence; "" for a row that can be used."""
    if not isinstance(name, str) or not all(hasattr(row, part) for part in (*TEXTS, *OTHERS)):
        return f"must be a name with an Operation, not {kind(row)}"
    if len(name) > MOST_LETTERS:
        return f"has a name of {len(name)} characters; at most {MOST_LETTERS} can be drawn"
    for part in TEXTS:
        if not isinstance(getattr(row, part), str):
            return f"must have a text as its {part}, not {kind(getattr(row, part))}"
    texts = row.derivatives
    if not isinstance(texts, tuple | list) or not all(isinstance(text, str) for text in texts):
        return f"must have a tuple of texts as its derivatives, such as ('1 / {{a}}',), not {kind(texts)}"
    if not 1 <= len(texts) <= 2:
        return f"must have one derivative for each of one or two operands, not {len(texts)}"
    strange = [place for place in re.findall(r"\{.*?\}", row.formula + "".join(texts)) if place not in PLACES]
    if strange:
        return f"has {strange[0]} in a text, but what is filled in are {', '.join(PLACES)}"
    if not callable(row.forward):
        return f"must have a function as its forward, not {kind(row.forward)}"
    if not callable(getattr(value, row.function, None)):
        return f"names the function {row.function!r}, which Value does not have"
    if row.nonlinearity and (len(texts) != 1 or not name.isidentifier() or not name.isascii()):
        return "is a nonlinearity, so it must have one operand, and a name of letters, digits and _"
    return ""


def line_of_row(source: str, name: object) -> int:
    """The line on which a dict has the key `name`, or gets it, as in OPERATIONS[name] = ...; 0 if none."""
    keys = [key for node in ast.walk(ast.parse(source)) for key in keys_in(node)]
    return max((key.lineno for key in keys if isinstance(key, ast.Constant) and key.value == name), default=0)


def keys_in(node: ast.AST) -> list[ast.expr | None]:
    """The keys that a part of a program writes to a dict."""
    if isinstance(node, ast.Dict):
        return list(node.keys)
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.slice for target in targets if isinstance(target, ast.Subscript)]


def examine_operation(value: Any, name: str, row: Any, file: str) -> None:
    """EngineError when an operation's result is no node with one local derivative per operand."""
    function = getattr(value, row.function)
    line = getattr(getattr(function, "__code__", None), "co_firstlineno", 0)
    where = f"{file}, line {line}: {row.function}"
    operands = [value(0.5), value(0.25)][: len(row.derivatives)]
    out = function(*operands, 2.0) if name == "**" else function(*operands)
    if not isinstance(out, value):
        raise EngineError(f"{where} gave {kind(out)}, but it must give a Value", line)
    for attribute in ATTRIBUTES:
        if not hasattr(out, attribute):
            raise EngineError(f"{where} gave a Value without {attribute}, which the other files read", line)
    examine_number(f"{where} gave a Value whose data", out.data, line)
    if out._op != name:
        return  # made of other operations, each of which is examined itself
    if len(out._prev) != len(operands) or not all(isinstance(v, value) for v in out._prev):
        raise EngineError(f"{where} must remember its {counted(len(operands), 'operand')} in _prev", line)
    if len(out._local) != len(operands):
        raise EngineError(
            f"{where} gave {counted(len(out._local), 'local derivative')} for "
            f"{counted(len(operands), 'operand')}",
            line,
        )
    for local in out._local:
        examine_number(f"{where} gave a local derivative that", local, line)


def examine_number(what: str, number: object, line: int) -> None:
    """EngineError for what is no float."""
    if not isinstance(number, float):
        raise EngineError(f"{what} is {kind(number)}, but it must be a float", line)


def counted(n: int, noun: str) -> str:
    """So many of a thing.

    >>> counted(1, "operand"), counted(0, "operand")
    ('1 operand', '0 operands')
    """
    return f"{n} {noun}{'' if n == 1 else 's'}"


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
