"""Files that are no engine: one sentence with the line, status 2, and a package that is left alone."""

import ast
import doctest
import importlib
import sys
from pathlib import Path

import pytest
from my_engine import ORIGINAL, UserEngine, line_with

import micrograd
import micrograd.yours.load
from micrograd.__main__ import main

PACKAGE = Path(micrograd.__file__).parent
ENDLESS = ": the calls go on for ever (RecursionError)"
FEW = ["--n", "10", "--layers", "2", "--steps", "2"]


# --- files that are no engine ---


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a, b = self.data", "a, b = (self.data", ", is not Python: '(' was never closed"),
        ("out = math.tanh(self.data)", "out = mth.tanh(self.data)", ": NameError: name 'mth' is not defined"),
        ("a, b = self.data", "return self * other\n        a, b = self.data", ENDLESS),
        ("a, b = self.data", "exit(3)\n        a, b = self.data", ": SystemExit: 3"),
        ("OPERATIONS = {", "1 / 0\nOPERATIONS = {", ": ZeroDivisionError: division by zero"),
        ("self.grad += 1.0", "self.gard += 1.0", ": AttributeError: 'Value' object has no attribute 'gard'"),
    ],
)
def test_a_file_that_fails_ends_in_one_sentence_with_its_line(
    engine: UserEngine, old: str, new: str, said: str
) -> None:
    assert engine({old: new}, *FEW) == (2, "", f"micrograd: mine.py, line {line_with(old)}{said}\n")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'return Value(a * b, (self, other), (b, a), "*")',
            "Value(a * b)",
            "__mul__ gave None, but it must give a Value",
        ),
        (
            'return Value(a * b, (self, other), (b, a), "*")',
            "return a * b",
            "__mul__ gave a float, but it must give a Value",
        ),
        (
            'return Value(a * b, (self, other), (b, a), "*")',
            'return Value(a * b, (self, other), (b,), "*")',
            "__mul__ gave 1 local derivative for 2 operands",
        ),
        (
            'return Value(a * b, (self, other), (b, a), "*")',
            'return Value(a * b, (self, other), (other, self), "*")',
            "__mul__ gave a local derivative that is a Value, but it must be a float",
        ),
    ],
)
def test_an_operation_that_gives_something_else_is_named(
    engine: UserEngine, old: str, new: str, sentence: str
) -> None:
    line = line_with("    def __mul__")
    assert engine({old: new}, *FEW) == (2, "", f"micrograd: mine.py, line {line}: {sentence}\n")


EXP = '    "exp": Operation("exp", "exponential", "exp", ieee_exp, "exp({a})", ("{out}",)),'


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ('"exp": "exp",', "must be a name with an Operation, not a str"),
        (
            '"exp": Operation("exp", "exponential", "exp", ieee_exp, "exp({a})", ("{out}")),',
            "must have a tuple of texts as its derivatives, such as ('1 / {a}',), not a str",
        ),
        (
            '"exp": Operation("exp", None, "exp", ieee_exp, "exp({a})", ("{out}",)),',
            "must have a text as its word, not None",
        ),
        (
            '"exp": Operation("exp", "exponential", "exp", ieee_exp, "exp({x})", ("{out}",)),',
            "has {x} in a text, but what is filled in are {a}, {b}, {k}, {k-1}, {out}",
        ),
        (
            '"exp": Operation("exp", "exponential", "exp", ieee_exp, "exp({a})", ()),',
            "must have one derivative for each of one or two operands, not 0",
        ),
        (
            '"exp": Operation("exp", "exponential", "exp", "exp", "exp({a})", ("{out}",)),',
            "must have a function as its forward, not a str",
        ),
        (
            '"exp": Operation("exp", "exponential", "exq", ieee_exp, "exp({a})", ("{out}",)),',
            "names the function 'exq', which Value does not have",
        ),
        (
            '"exp": Operation("exp", "e", "exp", ieee_exp, "{a}", ("1", "2"), nonlinearity=True),',
            "is a nonlinearity, so it must have one operand, and a name of letters, digits and _",
        ),
    ],
)
def test_a_row_of_operations_that_cant_be_used_is_named_with_its_line(
    engine: UserEngine, row: str, fault: str
) -> None:
    sentence = f"mine.py, line {line_with(EXP)}: the row 'exp' of OPERATIONS {fault}"
    assert engine({EXP: f"    {row}"}, *FEW) == (2, "", f"micrograd: {sentence}\n")


def test_a_row_that_is_added_later_is_found_too(engine: UserEngine) -> None:
    line = len(ORIGINAL.splitlines()) + 1
    name = "'a name of 24 characters!'"
    added = f"OPERATIONS[{name}] = OPERATIONS['exp']\n"
    status, _, err = engine.text(ORIGINAL + added, *FEW)
    fault = "has a name of 24 characters; at most 20 can be drawn"
    assert (status, err) == (2, f"micrograd: mine.py, line {line}: the row {name} of OPERATIONS {fault}\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "mine.py has no OPERATIONS: keep what the other files import from engine.py"),
        (ORIGINAL + "\ndel Value\n", "mine.py has no Value: keep what the other files import from engine.py"),
        (ORIGINAL + "\nValue = 3\n", "mine.py: Value must be a class, not an int"),
        (ORIGINAL + "\nOPERATIONS = []\n", "mine.py: OPERATIONS must be a dict, not a list"),
    ],
)
def test_a_file_without_what_the_package_needs_is_told_so(
    engine: UserEngine, text: str, sentence: str
) -> None:
    assert engine.text(text, *FEW) == (2, "", f"micrograd: {sentence}\n")


def test_a_file_that_is_not_there_or_no_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bytes.py").write_bytes(b"\xff\xfe")
    for file, reason in (("none.py", "No such file or directory"), (".", "Is a directory")):
        assert main(["--engine", file]) == 2
        assert capsys.readouterr().err == f"micrograd: can't read {file}: {reason}\n"
    assert main(["--engine=bytes.py"]) == 2
    assert capsys.readouterr().err == "micrograd: can't read bytes.py: it is not text in UTF-8\n"


def test_an_exception_in_a_later_step_keeps_the_log_so_far(engine: UserEngine) -> None:
    change = "        self.grad += 1.0\n"
    count = "        Value.steps = getattr(Value, 'steps', 0) + 1\n"
    late = f"{change}{count}        assert Value.steps < 4, 'enough'\n"
    status, out, err = engine({change: late}, "--n", "10", "--layers", "2", "--steps", "9")
    assert (status, out.count("train loss")) == (2, 2)
    assert err == f"micrograd: mine.py, line {line_with(change) + 2}: AssertionError: enough\n"


# --- the copy of the package ---


def test_the_package_itself_stays_what_it_was(engine: UserEngine) -> None:
    before = {name: id(module) for name, module in sys.modules.items() if name.startswith("micrograd")}
    engine({"(1.0 - out**2.0,)": "(0.0,)"}, *FEW)
    engine.text("1 / 0")
    after = {name: id(module) for name, module in sys.modules.items() if name.startswith("micrograd")}
    assert {name: after.get(name) for name in before} == before
    assert micrograd.Value(0.0).tanh()._local == (1.0,)


def test_what_a_file_needs_is_what_the_others_import_from_engine() -> None:
    imported = {
        alias.name
        for file in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "micrograd.engine"
        for alias in node.names
    }
    assert sorted(imported) == sorted(micrograd.yours.load.NEEDED)


@pytest.mark.parametrize("name", ["compare", "lines", "load"])
def test_examples_print_what_they_say(name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"micrograd.yours.{name}"))
    assert (failed, attempted > 0) == (0, True)
