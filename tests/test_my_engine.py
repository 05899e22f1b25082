"""`python -m micrograd --engine FILE`: a changed engine.py trains, and its first difference is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from my_engine import UserEngine, line_with
from native import needs_c, program

import micrograd
from micrograd.__main__ import main
from micrograd.nn import NONLINS
from micrograd.yours import command

FEW = ["--n", "10", "--layers", "2", "--steps", "2"]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The native program is built."""
    monkeypatch.setattr(command, "find_program", program)


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The native program is not built."""
    monkeypatch.setattr(command, "find_program", lambda: None)


def log(*args: str) -> str:
    """What the package itself prints."""
    run = [sys.executable, "-m", "micrograd", *args]
    root = Path(micrograd.__file__).parent.parent
    return subprocess.run(run, capture_output=True, check=True, text=True, cwd=root).stdout


# --- equal ---


@needs_c
@pytest.mark.usefixtures("built")
def test_an_unchanged_copy_prints_the_same_log_and_is_equal_to_the_last_bit(engine: UserEngine) -> None:
    status, out, err = engine({}, "--steps", "12")
    assert (status, err) == (0, "")
    assert out == log("--steps", "12") + (
        "Equal to the last bit for 12 steps, node by node, with micrograd/engine.py.\n"
        "The twin in C prints the same train loss at all 12 steps.\n"
    )


@pytest.mark.usefixtures("unbuilt")
def test_without_the_twin_in_c_it_says_so_and_compares_with_the_package(engine: UserEngine) -> None:
    _, out, _ = engine({}, "--steps", "1")
    assert out.endswith(
        "Equal to the last bit for 1 step, node by node, with micrograd/engine.py.\n"
        "The twin in C is not built, so its log is not compared: `npm run build` makes dist/micrograd.\n"
    )


@pytest.mark.parametrize(
    "args",
    ["--optimizer sgd --loss logsumexp", "--nonlin relu --layers 3,2", "--layers none", "--lr 1e300"],
)
def test_every_kind_of_run_is_equal(engine: UserEngine, args: str) -> None:
    _, out, _ = engine({}, "--n", "10", "--steps", "3", *args.split())
    assert "\nEqual to the last bit for 3 steps, " in out


@pytest.mark.usefixtures("unbuilt")
def test_comments_and_other_words_make_no_difference(engine: UserEngine) -> None:
    _, out, _ = engine({"The natural logarithm; d/dx = 1/x.": "Mine."}, *FEW)
    assert "\nEqual to the last bit for 2 steps, " in out


def test_without_a_step_nothing_is_compared(engine: UserEngine) -> None:
    assert engine({}, "--steps", "0") == (0, "No step was made, so nothing was compared.\n", "")


def test_the_graph_that_is_drawn_is_that_of_the_users_engine(engine: UserEngine) -> None:
    engine({"self.grad += 1.0": "self.grad += 2.0"}, *FEW, "--graph", "mine.dot")
    [loss] = re.findall(r"\{loss\|data \S+\|grad (\S+)\}", Path("mine.dot").read_text())
    assert loss == "2.0000"


def test_the_native_program_is_the_named_one_or_that_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.delenv("MICROGRAD_PROGRAM", raising=False)
    assert command.find_program() is None
    for place in ("dist/micrograd", "elsewhere/named"):
        (tmp_path / place).parent.mkdir()
        (tmp_path / place).touch()
    assert command.find_program() == tmp_path / "dist/micrograd"
    monkeypatch.setenv("MICROGRAD_PROGRAM", "elsewhere/named")
    assert command.find_program() == tmp_path / "elsewhere/named"


# --- different ---

BACKWARD = "operand.grad += local[i] * grad"
TANH = "(1.0 - ieee_pow(out, 2.0),)"
ORDER = """        order = topological_order(self)
"""
NAIVE = """        order: list[Value] = []

        def visit(v: Value) -> None:
            order.append(v)
            for operand in v._prev:
                visit(operand)

        visit(self)
        order.reverse()
"""


@needs_c
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("old", "new", "first", "line"),
    [
        pytest.param(
            BACKWARD,
            BACKWARD.replace("+=", "="),
            "grad of e2 (exp), an operand of denom.sum1 and p2, for the train point at (-0.170, -1.868)",
            f"line {line_with(BACKWARD)}: operand.grad = local[i] * grad",
            id="= for +=",
        ),
        pytest.param(
            ORDER,
            NAIVE,
            "grad of z2 (+), an operand of e2, for the train point at (-0.170, -1.868)",
            f"line {line_with(ORDER)}: order: list[Value] = []",
            id="no topological order",
        ),
        pytest.param(
            TANH,
            "(1.0 - out,)",
            "local derivative of h1 (tanh) with respect to h1.sum2, for the train point at (-0.644, 1.129)",
            f'line {line_with(TANH)}: return Value(out, (self,), (1.0 - out,), "tanh")',
            id="wrong derivative of tanh",
        ),
        pytest.param(
            "        return Value(out, (self,), (1.0 - ieee_pow(out, 2.0),)",
            "        return Value(out + 1e-16, (self,), (1.0 - ieee_pow(out, 2.0),)",
            "data of h1 (tanh), for the train point at (-0.644, 1.129)",
            f"line {line_with(TANH)}: return Value(out + 1e-16, ",
            id="a value one bit off",
        ),
        pytest.param(
            "self.grad += 1.0",
            "self.grad += 2.0",
            "grad of the train loss (*)",
            f"line {line_with('self.grad += 1.0')}: self.grad += 2.0",
            id="another root",
        ),
        pytest.param(
            """        out = math.tanh(self.data)
        return Value(out, (self,), (1.0 - ieee_pow(out, 2.0),), "tanh")""",
            """        e = (self * 2.0).exp()
        return (e - 1.0) / (e + 1.0)""",
            "operation of h1 (tanh), for the train point at (-0.644, 1.129)",
            f"line {line_with('out = math.tanh(self.data)')}: e = (self * 2.0).exp()",
            id="other operations",
        ),
        pytest.param(
            'math.tanh, "tanh({a})"',
            'lambda x: math.tanh(x) + 1e-9, "tanh({a})"',
            "val loss",
            f'line {line_with("math.tanh, ")}: "tanh": Operation(',
            id="another forward in the table",
        ),
    ],
)
def test_the_first_difference_is_named_with_its_line(
    engine: UserEngine, old: str, new: str, first: str, line: str
) -> None:
    status, out, err = engine({old: new}, "--steps", "3")
    assert (status, err) == (0, "")
    assert re.findall(r"^The engines differ at step 1, first in the (.*):$", out, re.MULTILINE) == [first]
    assert f"  mine.py, {line}" in out
    yours, theirs = re.findall(r"^  (?:mine\.py|micrograd/engine\.py): (.+)$", out, re.MULTILINE)
    assert yours != theirs


@needs_c
@pytest.mark.usefixtures("built")
def test_the_log_says_from_which_step_on_the_twin_in_c_prints_another_loss(engine: UserEngine) -> None:
    _, out, _ = engine({BACKWARD: BACKWARD.replace("+=", "=")}, "--steps", "2")
    theirs, mine = re.findall(r"from step 2 on: (\S+), where mine.py has (\S+)\.\n", out)[0]
    assert f"step 2/2, train loss {mine}\n" in out
    assert f"step 2/2, train loss {theirs}\n" in log("--steps", "2")


def test_a_difference_that_comes_later_has_its_own_step(engine: UserEngine) -> None:
    # relu of a negative number: at lr 0.1 it takes a few steps until a neuron's sum is beyond 1
    change = {"        out = math.tanh(self.data)\n": "        out = math.tanh(min(self.data, 2.5))\n"}
    _, out, _ = engine(change, "--steps", "30")
    step = int(re.findall(r"differ at step (\d+), first in the data of h\d+ \(tanh\)", out)[0])
    assert step > 1


# --- a new operation ---

SIGMOID = {
    "    def relu(self)": '''    def sigmoid(self) -> "Value":
        """1 / (1 + e**-x); d/dx = out * (1 - out)."""
        out = plain_sigmoid(self.data)
        return Value(out, (self,), (out * (1.0 - out),), "sigmoid")

    def relu(self)''',
    "def plain_relu(": '''def plain_sigmoid(x: float) -> float:
    """The same on plain numbers."""
    return 1.0 / (1.0 + ieee_exp(-x))


def plain_relu(''',
    '    "exp": Operation(': """    "sigmoid": Operation(
        "sigmoid", "sigmoid", "sigmoid", plain_sigmoid, "s({a})", ("{out}·(1 − {out})",), nonlinearity=True
    ),
    "exp": Operation(""",
}


def test_a_new_operation_that_is_not_used_changes_nothing(engine: UserEngine) -> None:
    assert "\nEqual to the last bit for 2 steps, " in engine(SIGMOID, *FEW)[1]


def test_a_network_of_a_new_operation_trains_and_its_gradients_are_measured(engine: UserEngine) -> None:
    status, out, err = engine(SIGMOID, "--nonlin", "sigmoid", "--steps", "30")
    assert (status, err) == (0, "")
    losses = [float(loss) for loss in re.findall(r"train loss (\S+)", out)]
    assert losses[-1] < losses[0]
    assert out.endswith(
        "sigmoid is no operation of micrograd/engine.py, so each gradient is measured.\n"
        "Central differences agree with the gradients of all 151 nodes.\n"
    )


def test_a_wrong_derivative_of_a_new_operation_is_found_by_measuring(engine: UserEngine) -> None:
    first, *others = SIGMOID.items()
    wrong = first[0], first[1].replace("out * (1.0 - out)", "out * out")
    _, out, _ = engine(dict([wrong, *others]), "--nonlin", "sigmoid", "--steps", "3")
    assert "disagree first in the grad of h8.sum2, an operand of h8 (sigmoid)" in out
    assert out.rstrip().endswith('return Value(out, (self,), (out * out,), "sigmoid")')


def test_help_and_refusals_know_the_option(engine: UserEngine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--engine"]) == 2
    assert capsys.readouterr().err == "micrograd: --engine needs a value\n"
    status, _, err = engine({}, "--nonlin", "sigmoid")
    assert (status, err) == (2, f"micrograd: --nonlin must be one of {', '.join(NONLINS)}, not 'sigmoid'\n")
