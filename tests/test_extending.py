"""docs/extending.md: its lines, each in its place, make what it says, with one log in Python and in C."""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from my_engine import UserEngine
from native import CSRC, FLAGS, ROOT, find_compiler, needs_c

DOC = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
FEW = ["--n", "20", "--layers", "3", "--nonlin", "sin", "--steps", "5"]
ALL = [*FEW, "--dataset", "waves", "--loss", "hinge", "--optimizer", "signsgd"]
NORM = """
from micrograd import Config, Session
from micrograd.inside import gradient, gradient_norm
session = Session(Config(n=20))
print(gradient_norm(session) / sum(g * g for g in gradient(session)) ** 0.5)
"""


def blocks(section: str, language: str) -> list[str]:
    """The pieces of a section's code in a language: what empty lines divide."""
    text = DOC.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"{section} has no {language}"
    return found[1].rstrip("\n").split("\n\n")


def placed(changes: dict[str, str], text: str) -> str:
    """The text with each piece in front of the line that begins so, which is there once."""
    for begins, piece in changes.items():
        assert text.count(f"\n{begins}") == 1, begins
        text = text.replace(f"\n{begins}", f"\n{piece}\n{begins}")
    return text


def engine_with_sin() -> str:
    """engine.py with the method, the function and the row of the section."""
    method, function, row = blocks("An operation: `sin`", "python")
    original = (ROOT / "micrograd" / "engine.py").read_text(encoding="utf-8")
    changes = {
        "    def exp(self)": f"{method}\n",
        "def plain_relu(": f"{function}\n\n",
        '    "exp": Operation(': row,
    }
    return placed(changes, original)


def test_the_operation_trains_as_nonlinearity_and_its_gradients_are_right(engine: UserEngine) -> None:
    status, out, err = engine.text(engine_with_sin(), *FEW)
    assert (status, err) == (0, "")
    assert re.search(r"\nCentral differences agree with the gradients of all \d+ nodes\.\n$", out)


def test_a_wrong_derivative_in_its_place_is_found(engine: UserEngine) -> None:
    wrong = engine_with_sin().replace("local = math.cos(self.data)", "local = math.sin(self.data)")
    _, out, _ = engine.text(wrong, *FEW)
    assert re.search(r"disagree first in the grad of h\d\.sum2, an operand of h\d \(sin\)", out)


def lines_of(section: str, language: str) -> tuple[str, str, str]:
    """A section's imports, if it shows any, its functions, and the row at its end."""
    first, *others = blocks(section, language)
    imports = first if re.match(r"import|from", first) else ""
    *functions, row = others if imports else [first, *others]
    return imports, "\n\n".join(functions), row


def change(file: Path, changes: dict[str, str], imports: str = "") -> None:
    """Puts each piece in its place in a file. An import of names replaces that from the same module."""
    text = placed(changes, file.read_text(encoding="utf-8"))
    if imports.startswith("from"):
        old = re.compile(rf"^{re.escape(imports.partition(' import ')[0])} import .*$", re.MULTILINE)
        assert len(old.findall(text)) == 1, imports
        text = old.sub(imports, text)
    elif imports:
        text = placed({"from collections.abc": imports}, text)
    file.write_text(text, encoding="utf-8")


def extended_python(folder: Path) -> None:
    """The package in a folder, with the Python of all sections."""
    package = folder / "micrograd"
    shutil.copytree(ROOT / "micrograd", package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "engine.py").write_text(engine_with_sin(), encoding="utf-8")
    imports, functions, row = lines_of("A data set: `waves`", "python")
    change(package / "data.py", {"class Dataset(": f"{functions}\n\n", '    "linear": ': row}, imports)
    imports, functions, row = lines_of("A loss: `hinge`", "python")
    places = {"# --- what both have in common": f"{functions}\n\n", '    "logsumexp": ': row}
    change(package / "losses.py", places, imports)
    imports, functions, row = lines_of("An optimiser: `signsgd`", "python")
    change(package / "optim.py", {"OPTIMIZERS: ": f"{functions}\n\n"}, imports)
    table = (package / "optim.py").read_text(encoding="utf-8").replace('{"adamw"', f'{{{row} "adamw"')
    (package / "optim.py").write_text(table, encoding="utf-8")
    imports, function = blocks("A verb: the query `gradient_norm`", "python")
    change(package / "inside.py", {"# --- point by point": f"{function}\n\n"}, imports)


def extended_c(folder: Path) -> None:
    """The C files in a folder, with the C of all sections."""
    shutil.copytree(CSRC, folder)
    value, plain, row = blocks("An operation: `sin`", "c")
    places = {"// e**x; its": f"{value}\n", "// --- the table": f"{plain}\n", "    [OP_EXP] = {": row}
    change(folder / "engine.c", places)
    header = folder / "engine.h"
    change(header, {"Value value_exp(": "Value value_sin(Arena *arena, Value x);"})
    codes = header.read_text(encoding="utf-8").replace("OP_RELU, OP_EXP", "OP_RELU, OP_SIN, OP_EXP")
    header.write_text(codes, encoding="utf-8")
    for section, file, table in (
        ("A data set: `waves`", "data.c", "const Dataset DATASETS[]"),
        ("A loss: `hinge`", "losses.c", "const Loss LOSSES[]"),
        ("An optimiser: `signsgd`", "optim.c", "const OptimizerKind OPTIMIZERS[]"),
    ):
        _, functions, row = lines_of(section, "c")
        change(folder / file, {table: f"{functions}\n", "    {.name = NULL},": row})
    function, export = blocks("A verb: the query `gradient_norm`", "c")
    prototype = function.partition("\n")[2].partition(" {")[0] + ";"
    change(folder / "inside.c", {"// --- point by point": f"{function}\n"})
    change(folder / "inside.h", {"bool session_contributions(": prototype})
    change(folder / "wasm" / "exports.c", {"// rate: a double": f"{export}\n"})


@needs_c
def test_the_twins_in_c_print_the_same_logs(engine: UserEngine, tmp_path: Path) -> None:
    extended_c(tmp_path / "csrc")
    made = build(tmp_path / "csrc")
    status, out, err = engine.text(engine_with_sin(), *FEW)
    assert (status, err) == (0, "")
    assert output(made, *FEW) == out.partition("sin is no operation of")[0]
    extended_python(tmp_path)
    log = output(sys.executable, "-m", "micrograd", *ALL, cwd=tmp_path)
    assert log.count("train loss") == 5
    assert output(made, *ALL) == log
    assert abs(float(output(sys.executable, "-c", NORM, cwd=tmp_path)) - 1.0) < 1e-12


def output(*command: str | Path, cwd: Path | None = None) -> str:
    """What a program prints."""
    return subprocess.run(command, capture_output=True, check=True, text=True, cwd=cwd).stdout


def build(folder: Path) -> Path:
    """The native program from a folder's C files, not optimised: that would take longer than it saves."""
    compiler = find_compiler()
    flags = [flag for flag in FLAGS if not flag.startswith("-O")]
    sources = sorted(folder.rglob("*.c"))

    def compile_one(source: Path) -> Path:
        made = source.with_suffix(".o")
        subprocess.run([str(compiler), f"-I{folder}", *flags, "-c", source, "-o", made], check=True)
        return made

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        objects = list(threads.map(compile_one, sources))
    linked = [made for made in objects if made.stem != "exports"]
    out = folder / "program"
    subprocess.run([str(compiler), *linked, "-lm", "-o", out], check=True)
    return out
