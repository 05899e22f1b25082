"""The C files include each other without a circle; each stage of the batched engine has a header."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from native import CSRC

FILES = sorted(file for file in CSRC.rglob("*") if file.suffix in (".c", ".h"))
STAGES = ["record", "plan", "program", "compile", "rows", "run", "reduce", "optim", "batch"]


def name(file: Path) -> str:
    """A file as an include names it."""
    return file.relative_to(CSRC).as_posix()


def includes(file: Path) -> list[str]:
    """The files of csrc/ that this one includes."""
    return re.findall(r'^#include "(.+)"', file.read_text(), re.MULTILINE)


def test_no_header_includes_itself_by_way_of_others() -> None:
    headers = {name(file): includes(file) for file in FILES if file.suffix == ".h"}
    TopologicalSorter(headers).prepare()  # raises CycleError, which names the circle


def test_no_two_folders_include_each_other() -> None:
    folders: dict[str, set[str]] = {}
    for file in FILES:
        here = Path(name(file)).parent.as_posix()
        folders.setdefault(here, set()).update(Path(other).parent.as_posix() for other in includes(file))
    TopologicalSorter({here: there - {here} for here, there in folders.items()}).prepare()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_header_and_its_file_includes_it_first(stage: str) -> None:
    assert includes(CSRC / "batch" / f"{stage}.c")[0] == f"batch/{stage}.h"
