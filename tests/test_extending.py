"""docs/extending.md: the new operation is what it says, in Python as a user's engine and in C beside it."""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from my_engine import UserEngine
from native import CSRC, FLAGS, ROOT, find_compiler, needs_c

DOC = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
FEW = ["--n", "20", "--layers", "3", "--nonlin", "sin", "--steps", "5"]


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


@needs_c
def test_its_twin_in_c_prints_the_same_log(engine: UserEngine, tmp_path: Path) -> None:
    value, plain, row = blocks("An operation: `sin`", "c")
    folder = tmp_path / "csrc"
    shutil.copytree(CSRC, folder)
    source, header = folder / "engine.c", folder / "engine.h"
    changes = {
        "// e**x; its own derivative.": f"{value}\n",
        "// --- the table of operations ---": f"{plain}\n",
        "    [OP_EXP] = {": row,
    }
    source.write_text(placed(changes, source.read_text(encoding="utf-8")), encoding="utf-8")
    text = header.read_text(encoding="utf-8").replace("OP_RELU, OP_EXP", "OP_RELU, OP_SIN, OP_EXP")
    prototype = {"Value value_exp(": "Value value_sin(Arena *arena, Value x);"}
    header.write_text(placed(prototype, text), encoding="utf-8")

    status, out, err = engine.text(engine_with_sin(), *FEW)
    log = out.partition("sin is no operation of")[0]
    made = subprocess.run([build(folder), *FEW], capture_output=True, check=True, text=True)
    assert (status, err, made.stdout) == (0, "", log)


def build(folder: Path) -> Path:
    """The native program from a folder's C files, not optimised: that would take longer than it saves."""
    compiler = find_compiler()
    flags = [flag for flag in FLAGS if not flag.startswith("-O")]
    sources = sorted(file for file in folder.rglob("*.c") if file.name != "exports.c")

    def compile_one(source: Path) -> Path:
        made = source.with_suffix(".o")
        subprocess.run([str(compiler), f"-I{folder}", *flags, "-c", source, "-o", made], check=True)
        return made

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        objects = list(threads.map(compile_one, sources))
    out = folder / "micrograd"
    subprocess.run([str(compiler), *objects, "-lm", "-o", out], check=True)
    return out
