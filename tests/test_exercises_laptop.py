"""The course on a laptop: `python -m exercises` and `pytest exercises/` in a fresh checkout."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from exercises.course import EXERCISES, index, solution, start, words
from exercises.runner import check

ROOT = Path(__file__).parent.parent


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A fresh checkout, as far as the exercises go."""
    unwanted = shutil.ignore_patterns("my_micrograd.py", "__pycache__")
    for folder in ("exercises", "micrograd"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(folder: Path, *args: str) -> tuple[int, str]:
    """Status and output of `python -m …` in a folder."""
    command = [sys.executable, "-X", "utf8", "-m", *args]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, check=False, encoding="utf-8", timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def test_pytest_on_a_fresh_checkout_fails_with_the_sentence_of_the_first_exercise(laptop: Path) -> None:
    status, out = run(laptop, "pytest", "exercises/", "-p", "no:xdist")
    assert status == 1
    assert words("ex01_add")["first"] in out
    assert "1 failed, 9 skipped" in out
    assert "Traceback" not in out
    assert (laptop / "exercises/my_micrograd.py").read_text() == start("ex01_add")


def test_pytest_passes_a_file_in_which_all_is_solved(laptop: Path) -> None:
    (laptop / "exercises/my_micrograd.py").write_text(solution(EXERCISES[-1]))
    status, out = run(laptop, "pytest", "exercises/", "-p", "no:xdist")
    assert (status, "10 passed" in out) == (0, True)


def test_the_command_adds_the_next_exercise_once_one_is_solved(laptop: Path) -> None:
    mine = laptop / "exercises/my_micrograd.py"
    status, out = run(laptop, "exercises")
    assert (status, "Exercise 1: Add" in out, words("ex01_add")["first"] in out) == (1, True, True)
    assert mine.read_text() == start("ex01_add")
    for number, (exercise, following) in enumerate(pairwise(EXERCISES), 2):
        mine.write_text(solution(exercise))
        status, out = run(laptop, "exercises")
        assert (status, f"{words(exercise)['title']}: solved" in out) == (1, True)
        assert f"Exercise {number}: {words(following)['title']}" in out
        assert mine.read_text() == start(following)
    mine.write_text(solution(EXERCISES[-1]))
    status, out = run(laptop, "exercises")
    assert (status, "All 10 are solved" in out) == (0, True)


def test_hints_and_the_solution_are_those_of_the_exercise_that_is_open(laptop: Path) -> None:
    mine = laptop / "exercises/my_micrograd.py"
    mine.write_text(start("ex02_mul").replace('"""micrograd, built by me."""', '"""Mine."""'))
    assert run(laptop, "exercises", "--hint") == (0, "\n".join(words("ex02_mul")["hints"]) + "\n")
    status, out = run(laptop, "exercises", "--solution")
    assert (status, check("ex02_mul", out), out.startswith('"""Mine."""')) == (0, "", True)
    mine.write_text("def f(:")
    assert run(laptop, "exercises", "--solution") == (
        1,
        "exercises: line 1 of your file is not Python yet\n",
    )
    status, out = run(laptop, "exercises")
    assert (status, out) == (1, "exercise 1, Add: Line 1 is not Python yet: invalid syntax.\n")
    assert mine.read_text() == "def f(:"


def test_the_command_prints_the_index_and_refuses_what_it_does_not_know(laptop: Path) -> None:
    status, out = run(laptop, "exercises", "--index")
    assert (status, json.loads(out)) == (0, json.loads(index()))
    assert run(laptop, "exercises", "--nonsense") == (
        2,
        "exercises: there is no option '--nonsense'; --help lists them\n",
    )
    assert run(laptop, "exercises", "--help")[1].startswith("usage: python -m exercises ")


def test_the_projects_own_suite_does_not_collect_the_learners_file() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert options["testpaths"] == ["tests"]
