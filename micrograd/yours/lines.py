"""Which line of a changed engine.py a difference comes from: the first changed one of the function at work.

>>> mine = "def f(x):\\n    return x + 1\\n"
>>> changed_lines(mine, mine.replace("+ 1", "+ 2"))
{2}
"""

import ast
import difflib
from typing import Any

from micrograd.yours.compare import Difference
from micrograd.yours.load import Package

Function = ast.FunctionDef | ast.AsyncFunctionDef


def line_of(difference: Difference, package: Package, original: str) -> int:
    """The line of the user's file, or 0 if nothing of it was changed.

    A gradient is the work of backward and topological_order, data and local derivatives are that of their
    operation. Where nothing in these was changed, it is the first changed line of the file.
    """
    return line_at_work(functions_at_work(difference, package), package, original)


def line_at_work(functions: list[str], package: Package, original: str) -> int:
    """The first changed line of these functions, or else of the file; 0 if nothing was changed.

    Of a new function it is the last line, where its node is made.
    """
    changed = changed_lines(original, package.source)
    for function in functions:
        found = span(package.source, function)
        here = [line for line in sorted(changed) if line in found]
        if here:
            return here[-1] if here[0] == found.start else here[0]
    return min(changed, default=0)


def line_words(package: Package, line: int) -> list[str]:
    """The line of the user's file as an indented line of a report; none for line 0."""
    if not line:
        return []
    return [f"  {package.file}, line {line}: {package.source.splitlines()[line - 1].strip()}"]


def functions_at_work(difference: Difference, package: Package) -> list[str]:
    """The functions that compute what differs, the likeliest first."""
    if difference.part == "grad":
        return ["backward", "topological_order", "__init__"]
    row: Any = package.engine.OPERATIONS.get(difference.op)
    return [row.function, "__init__"] if row else ["__init__"]


def changed_lines(original: str, source: str) -> set[int]:
    """The lines of code that are not in the original; where some of it is missing, the line that follows."""
    code = code_lines(source)
    matcher = difflib.SequenceMatcher(None, original.splitlines(), source.splitlines(), autojunk=False)
    changed: set[int] = set()
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag == "delete":
            changed.update([line for line in sorted(code) if line > start][:1])
        elif tag != "equal":
            changed.update(code & set(range(start + 1, end + 1)))
    return changed


def code_lines(source: str) -> set[int]:
    """The lines on which statements stand: no comments, no docstrings."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            lines.add(node.lineno)
        elif isinstance(node, ast.For | ast.While | ast.If | ast.With | ast.Try):
            lines.update(range(node.lineno, node.body[0].lineno))
        elif isinstance(node, ast.stmt):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def span(source: str, function: str) -> range:
    """The lines of the last function of that name."""
    found = [n for n in ast.walk(ast.parse(source)) if isinstance(n, Function) and n.name == function]
    last = max(found, key=lambda node: node.lineno, default=None)
    return range(last.lineno, (last.end_lineno or last.lineno) + 1) if last else range(0)
