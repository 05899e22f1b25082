"""The course in exercises/: starts, solutions and wrong answers get the sentence that they must get."""

import ast
import doctest
import importlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from native import needs_c, program

from exercises import course
from exercises.course import EXERCISES, begin_again, grow, has_begun, index, solution, solve, start, words
from exercises.runner import check, load
from micrograd import engine, losses, nn, optim
from micrograd.data import make_dataset
from micrograd.rng import RNG

ROOT = Path(__file__).parent.parent
COURSE: dict[str, dict[str, Any]] = {row["id"]: row for row in json.loads(index())}
WRONG = [(exercise, i) for exercise in EXERCISES for i in range(len(COURSE[exercise]["wrong"]))]


# --- what each exercise says ---


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_passes(exercise: str) -> None:
    assert check(exercise, solution(exercise)) == ""


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_start_fails_with_the_first_sentence(exercise: str) -> None:
    assert check(exercise, start(exercise)) == words(exercise)["first"] != ""


@pytest.mark.parametrize(("exercise", "i"), WRONG)
def test_a_typical_wrong_answer_gets_its_sentence(exercise: str, i: int) -> None:
    answer = COURSE[exercise]["wrong"][i]
    assert check(exercise, answer["answer"]) == answer["says"] != ""


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_wrong_answers_of_an_exercise_get_different_sentences(exercise: str) -> None:
    said = [answer["says"] for answer in COURSE[exercise]["wrong"]]
    assert len(said) == len({*said, words(exercise)["first"]}) - 1 == 3


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_also_passes_all_earlier_exercises(exercise: str) -> None:
    source, earlier = solution(exercise), EXERCISES[: EXERCISES.index(exercise)]
    assert [check(e, source) for e in earlier] == [""] * len(earlier)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_begun_again_in_a_finished_file_asks_only_for_itself(exercise: str) -> None:
    finished = solution(EXERCISES[-1])
    again = begin_again(finished, exercise)
    assert check(exercise, again) == words(exercise)["first"]
    assert solve(again, exercise, EXERCISES[-1]) == finished
    assert begin_again(solution(exercise), exercise) == start(exercise)
    assert solve(start(exercise), exercise) == solution(exercise)


def test_a_solution_leaves_what_belongs_to_other_exercises() -> None:
    mine = start("ex02_mul").replace("(1.0, 1.0)", "(1, 1)")
    solved = solve(mine, "ex02_mul")
    assert solved == solution("ex02_mul").replace("(1.0, 1.0)", "(1, 1)")
    assert begin_again(solved, "ex02_mul") == mine


def sentences(text: str) -> list[str]:
    """The prose of a text without its examples, sentence by sentence."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [
        s for paragraph in prose.split("\n\n") for s in re.split(r"(?<=[.?!])\s+", paragraph) if s.strip()
    ]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_sentence_has_more_than_25_words(exercise: str) -> None:
    row = COURSE[exercise]
    said = [row["text"], row["teaches"], row["first"], *row["hints"], *(a["says"] for a in row["wrong"])]
    long = [s for text in said for s in sentences(text) if len(s.split()) > 25]
    assert long == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_row_of_the_index_has_what_a_page_needs(exercise: str) -> None:
    row = COURSE[exercise]
    fields = re.findall(r"^    (\w+)  +\S", course.__doc__ or "", re.MULTILINE)
    assert set(row) == set(fields)
    assert all(row[field] for field in fields)
    assert len(row["hints"]) == 2
    assert "```" in row["text"]  # the worked example
    assert row["start"].count("YOUR CODE") >= (exercise != "ex06_reuse")


def test_the_index_has_the_exercises_in_order() -> None:
    assert [row["number"] for row in COURSE.values()] == list(range(1, len(EXERCISES) + 1))


@pytest.mark.parametrize("name", ["course", "expect", "runner"])
def test_examples_print_what_they_say(name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"exercises.{name}"))
    assert (failed, attempted > 0) == (0, True)


# --- other right answers, and almost right ones ---

REAL_ORDER = course.changed(solution(EXERCISES[-1]), "def topological_order(root):", "def real_order(root):")
RECURSIVE = """

def topological_order(root):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for operand in node._prev:
            visit(operand)
        order.append(node)

    visit(root)
    return order
"""


def test_a_recursive_topological_order_is_as_good_to_the_last_bit() -> None:
    assert [check(exercise, REAL_ORDER + RECURSIVE) for exercise in EXERCISES] == [""] * len(EXERCISES)


def test_visiting_the_second_operand_first_is_another_order() -> None:
    backwards = RECURSIVE.replace("in node._prev", "in reversed(node._prev)")
    assert check("ex04_backward", REAL_ORDER + backwards) == (
        "The order is f, c, b, a, d, e, loss, but with the first operand first it is a, b, d, c, e, f, loss."
    )


def test_what_only_rounds_in_another_way_is_told_so() -> None:
    line = "p.data -= self.lr * (m_hat / (v_hat**0.5 + self.eps) + self.weight_decay * p.data)"
    share = "p.data -= self.lr * self.weight_decay * p.data + self.lr * m_hat / (v_hat**0.5 + self.eps)"
    said = check(EXERCISES[-1], course.changed(solution(EXERCISES[-1]), line, share))
    assert re.fullmatch(
        r"h\d\.\w+\.data after step \d is \S+, but the engine has \S+\. Only rounding differs: .*", said
    )


# --- code that does not end, or does not run ---

BODY = """return Value(self.data + other.data, (self, other), (1.0, 1.0), "+")"""
LINE = solution("ex01_add").split(BODY)[0].count("\n") + 1


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "while True: pass",
            f"Line {LINE} was still running when the time was up: a loop there may never end.",
        ),
        (
            "return self + other",
            f"Line {LINE} calls itself forever: it needs a case that returns without calling itself.",
        ),
        ("return 1 / 0", f"Line {LINE} raises ZeroDivisionError: division by zero."),
        ("return self.date", f"Line {LINE} raises AttributeError: 'Value' object has no attribute 'date'."),
        ("raise SystemExit(3)", f"Line {LINE} raises SystemExit: 3."),
        ("return Value(", f'Line {LINE} is not Python yet: "(" was never closed.'),
        ("return Value('two')", "Line 13 raises ValueError: could not convert string to float: 'two'."),
    ],
)
def test_code_that_fails_is_a_sentence_with_its_line(code: str, sentence: str) -> None:
    assert check("ex01_add", course.changed(solution("ex01_add"), BODY, code), limit=0.2) == sentence


def test_a_file_without_the_class_is_told_so() -> None:
    assert check("ex01_add", "") == "Your file has no Value: write it, or begin with the start again."
    source = solution("ex07_neuron").replace("class Layer", "class Leyer")
    assert check("ex07_neuron", source) == "Your file has no Layer: write it, or begin with the start again."


# --- the solutions are the real files ---

# What the solutions have line for line, but for annotations, docstrings and IEEE arithmetic. Not
# topological_order, which remembers in a dict the nodes that the package marks.
SAME = {
    engine: ["Value.__add__", "Value.__mul__", "Value.tanh", "Value.exp", "Value.log"]
    + [f"Value.__{name}__" for name in ("neg", "sub", "truediv", "radd", "rmul")],
    nn: ["Neuron.parameters", "Layer.parameters", "MLP.parameters"],
    losses: ["nll"],
    optim: ["AdamW.step"],
}


class Plain(ast.NodeTransformer):
    """Writes a function of the package as the exercises do."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "ieee_pow":
            return ast.BinOp(node.args[0], ast.Pow(), node.args[1])
        if name == "ieee_reciprocal":
            return ast.BinOp(ast.Constant(1.0), ast.Div(), node.args[0])
        if name in ("ieee_exp", "ieee_log"):
            node.func = ast.Attribute(ast.Name("math", ast.Load()), name.removeprefix("ieee_"), ast.Load())
        if name == "as_value":
            node.args = node.args[:1]
        if name == "float":
            return node.args[0]  # float(self.t), for the typed ieee_pow
        return node

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        return node.body if ast.unparse(node.test) == "type(other) is not Value" else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        for argument in node.args.args:
            argument.annotation = None
        if ast.get_docstring(node):
            del node.body[0]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value
        return ast.Assign([node.target], node.value, lineno=node.lineno)


def plain(source: str, path: str) -> str:
    """One function of a file, in the words of the exercises."""
    found = course.find(source, *path.split("."))
    assert found, path
    return ast.unparse(ast.fix_missing_locations(Plain().visit(found)))


@pytest.mark.parametrize(("module", "path"), [(module, path) for module in SAME for path in SAME[module]])
def test_the_solution_is_the_code_of_the_package(module: Any, path: str) -> None:
    assert plain(solution(EXERCISES[-1]), path) == plain(Path(module.__file__).read_text(), path)


@needs_c
def test_the_last_solution_trains_a_hundred_steps_with_the_losses_of_the_c_twin() -> None:
    mine = load(solution(EXERCISES[-1]))
    rng = RNG(42)
    points = [p for p in make_dataset("yinyang", 100, rng) if p.split == "train"]
    model = mine.MLP(2, [8, 3], rng)
    optimizer = mine.AdamW(model.parameters())
    ours = [repr(mine.train_step(model, optimizer, points)) for _ in range(100)]
    log = subprocess.run([program()], capture_output=True, check=True, text=True).stdout
    assert ours == re.findall(r"train loss (\S+)", log)


# --- a learner's file grows ---


def test_growing_keeps_what_the_learner_wrote() -> None:
    mine = solution("ex01_add").replace("other = as_value(other)", "other = as_value(other)  # mine")
    grown = grow(mine + "\n\ndef of_my_own():\n    ...\n", "ex02_mul")
    assert "# mine" in grown
    assert grown.index("def __mul__") < grown.index("def of_my_own")
    assert grow(grown, "ex02_mul") == grown
    assert (has_begun(mine, "ex02_mul"), has_begun(grown, "ex02_mul")) == (False, True)


def test_a_function_that_is_written_early_is_kept() -> None:
    early = solution("ex02_mul") + "\n\ndef chain_rule(a, b, c, f):\n    return 1\n"
    assert grow(early, "ex03_chain_rule") == early


def test_a_solved_file_grows_into_the_next_start_from_the_first_to_the_last() -> None:
    source = start(EXERCISES[0])
    for exercise in EXERCISES:
        source = grow(source, exercise)
        assert source == start(exercise)
        source = solution(exercise)


def test_the_table_for_teachers_is_that_of_the_course() -> None:
    rows = [f"| {r['number']} | {r['title']} | {r['minutes']} | {r['teaches']} |\n" for r in COURSE.values()]
    assert "".join(rows) in (ROOT / "docs" / "exercises.md").read_text(encoding="utf-8")
