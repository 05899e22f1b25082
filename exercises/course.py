"""The course: what each exercise consists of, as one JSON text for a page, and how a learner's file grows.

Each exercise is a folder. `exercise.toml` has the words, `start.py` what is given, `solution.py` what the
learner writes, and `checks.py` the checks. One file grows: `start.py` is merged into what the learner has.

`index()` is a JSON list with one object per exercise:

    id         the folder, such as "ex02_mul"
    number     1 to 10
    title      such as "Multiply"
    minutes    how long it takes
    teaches    one sentence for a teacher
    text       paragraphs, parted by empty lines; code in backticks, examples between lines of ```
    hints      two of them
    start      the whole file: the solutions so far, and what is given and missing in this exercise
    first      the sentence that this start gets
    solution   the whole file with this exercise solved
    wrong      typical wrong answers: {"answer": the whole file, "says": the sentence that it gets}

A page shows `start` of the first exercise, and runs `runner.check("ex01_add", source)` on what was typed:
"" or the sentence. Then `grow(source, "ex02_mul")` is the same file with the gaps of the second.

>>> json.loads(index())[1]["title"]
'Multiply'
>>> grow(solution("ex01_add"), "ex02_mul") == start("ex02_mul")
True
"""

import ast
import functools
import json
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
EXERCISES = sorted(folder.name for folder in FOLDER.glob("ex[0-9][0-9]_*") if folder.is_dir())


def index() -> str:
    """The course as JSON text; see above for the fields."""
    return json.dumps([row(exercise) for exercise in EXERCISES], ensure_ascii=False)


def row(exercise: str) -> dict[str, Any]:
    """One exercise of the index."""
    said = words(exercise)
    solved = solution(exercise)
    wrong = [
        {"answer": changed(solved, edit["old"], edit["new"]), "says": edit["says"]} for edit in said["wrong"]
    ]
    return {
        "id": exercise,
        "number": EXERCISES.index(exercise) + 1,
        **said,
        "text": said["text"].strip(),
        "start": start(exercise),
        "solution": solved,
        "wrong": wrong,
    }


@functools.cache
def words(exercise: str) -> dict[str, Any]:
    """What `exercise.toml` says."""
    return tomllib.loads((FOLDER / exercise / "exercise.toml").read_text(encoding="utf-8"))


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage replaced. ValueError unless it is there exactly once.

    >>> changed("a + b", "+", "-")
    'a - b'
    """
    if text.count(old) != 1:
        raise ValueError(f"{old!r} must be in the solution once, not {text.count(old)} times")
    return text.replace(old, new)


@functools.cache
def start(exercise: str) -> str:
    """The whole file at the beginning of an exercise."""
    before = EXERCISES.index(exercise) - 1
    return grow(solution(EXERCISES[before]) if before >= 0 else "", exercise)


@functools.cache
def solution(exercise: str) -> str:
    """The whole file at the end of an exercise."""
    return merge(start(exercise), piece(exercise, "solution.py"), replace=True)


def grow(source: str, exercise: str) -> str:
    """A learner's file with the gaps of an exercise added; what is there already is kept.

    SyntaxError for a file that is not Python.
    """
    return merge(source, piece(exercise, "start.py"), replace=False)


def solve(source: str, exercise: str, solved: str = "") -> str:
    """A learner's file with an exercise solved; what belongs to others is kept.

    Where `solved`, a later exercise, has changed the same function, it is taken as that one needs it.
    SyntaxError for a file that is not Python.
    """
    merged = merge(grow(source, exercise), piece(exercise, "solution.py"), replace=True)
    return taken(merged, exercise, solution(max(exercise, solved)))


def begin_again(source: str, exercise: str) -> str:
    """A learner's file with what an exercise asks for as it was given; what belongs to others is kept.

    SyntaxError for a file that is not Python.
    """
    return grow(taken(source, exercise, start(exercise)), exercise)


def taken(source: str, exercise: str, other: str) -> str:
    """A file with what an exercise asks for as another file has it."""
    lines = other.splitlines()
    for path in definitions(piece(exercise, "solution.py")):
        if there := find(other, *path):
            source = put(source, text_of(lines, there), path, replace=True)
    return source


def definitions(text: str) -> list[tuple[str, ...]]:
    """The functions of a file, and those of its classes, each with the name of its class.

    >>> definitions("class A:\\n    def f(self): ...\\n\\n\\ndef g(): ...\\n")
    [('A', 'f'), ('g',)]
    """
    found: list[tuple[str, ...]] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            found += [(node.name, method.name) for method in node.body if isinstance(method, ast.FunctionDef)]
        elif isinstance(node, ast.FunctionDef):
            found.append((node.name,))
    return found


def has_begun(source: str, exercise: str) -> bool:
    """Whether all that an exercise starts from is in the file. SyntaxError for a file that is not Python."""
    return all(grow(source, e) == source for e in EXERCISES[: EXERCISES.index(exercise) + 1])


def piece(exercise: str, name: str) -> str:
    """The text of one of an exercise's files, "" if it has none."""
    file = FOLDER / exercise / name
    return file.read_text(encoding="utf-8") if file.exists() else ""


# --- merging: what a piece of code adds to a file ---


def merge(source: str, addition: str, replace: bool) -> str:
    """The file with the definitions of another one added, those of a class that both have into that class.

    A definition that is there already is kept, or replaced. Imports come to the top.

    >>> print(merge("class A:\\n    x = 1\\n", "class A:\\n    def f(self): ...\\n", replace=False), end="")
    class A:
        x = 1
    <BLANKLINE>
        def f(self): ...
    """
    if not source:
        return addition
    lines = addition.splitlines()
    for node in ast.parse(addition).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = add_import(source, lines[node.lineno - 1])
        elif isinstance(node, ast.ClassDef) and find(source, node.name):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    source = put(source, text_of(lines, method), (node.name, method.name), replace)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            source = put(source, text_of(lines, node), (node.name,), replace)
    return source


Definition = ast.ClassDef | ast.FunctionDef


def find(source: str, *path: str) -> Definition | None:
    """The last definition of a name in a file, or of a name in a class of it."""
    node: ast.AST | None = ast.parse(source)
    for name in path:
        inside = [n for n in getattr(node, "body", []) if isinstance(n, ast.ClassDef | ast.FunctionDef)]
        node = next((n for n in reversed(inside) if n.name == name), None)
    return node if isinstance(node, ast.ClassDef | ast.FunctionDef) else None


def end_of(lines: list[str], node: Definition) -> int:
    """The number of a definition's last line, with the comments that stand at its end."""
    end = last = node.end_lineno or node.lineno
    for i in range(end, len(lines)):
        text = lines[i].lstrip()
        if text and len(lines[i]) - len(text) <= node.col_offset:
            break
        last = i + 1 if text else last
    return last


def text_of(lines: list[str], node: Definition) -> list[str]:
    """The lines of a definition."""
    return lines[node.lineno - 1 : end_of(lines, node)]


def put(source: str, text: list[str], path: tuple[str, ...], replace: bool) -> str:
    """The file with a definition at the end of its class or of the file, or in place of its namesake."""
    lines = source.splitlines()
    there = find(source, *path)
    if there:
        if replace:
            lines[there.lineno - 1 : end_of(lines, there)] = text
        return "\n".join(lines) + "\n"
    home = find(source, *path[:-1]) if path[:-1] else None
    if home:
        at = end_of(lines, home)
        lines[at:at] = ["", *text]
    else:
        lines += ["", "", *text]
    return "\n".join(lines) + "\n"


def add_import(source: str, line: str) -> str:
    """The file with an import below its others, or below the docstring."""
    lines = source.splitlines()
    if line in lines:
        return source
    body = ast.parse(source).body
    at = 0
    for i, node in enumerate(body):
        docstring = i == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring or isinstance(node, ast.Import | ast.ImportFrom):
            at = node.end_lineno or 0
    imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in body)
    lines[at:at] = [line] if imports else ["", line]
    return "\n".join(lines) + "\n"
