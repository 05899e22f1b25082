"""Both command lines print the same bytes: logs, drawings and refusals."""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from native import needs_c, program

from micrograd.__main__ import ENGINE_USAGE, main
from micrograd.data import DATASETS
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS


def run_c(*args: str) -> tuple[int, bytes, bytes]:
    """Exit status, stdout and stderr of the native program."""
    done = subprocess.run([program(), *args], capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def run_python(capfdbinary: pytest.CaptureFixture[bytes], *args: str) -> tuple[int, bytes, bytes]:
    """The same of the Python command line, in this process, which saves its start."""
    status = main(list(args))
    sys.stdout.flush()
    out, err = capfdbinary.readouterr()
    return status, out, err


@needs_c
def test_the_native_program_prints_the_reference_log(golden: Path) -> None:
    expected = (golden / "yinyang-seed42-glibc.txt").read_bytes()
    status, out, err = run_c()
    assert (status, err) == (0, b"")
    assert out.count(b"\n") == expected.count(b"\n") == 110
    if (
        sys.platform == "linux"
        and os.uname().machine == "x86_64"
        and "glibc" in os.confstr("CS_GNU_LIBC_VERSION")
    ):
        assert out == expected
    else:
        for ours, theirs in zip(out.split(b"\n"), expected.split(b"\n"), strict=True):
            assert ours.rpartition(b" ")[0] == theirs.rpartition(b" ")[0]
            if theirs:
                assert float(ours.split()[-1]) == pytest.approx(float(theirs.split()[-1]), rel=1e-6)


KINDS = list(itertools.product(LOSSES, OPTIMIZERS, NONLINS))
SHAPES = [("none", 10), ("5", 40), ("4,3", 30), ("3,1,4", 20)]
EVERY_KIND = [
    f"--loss {loss} --optimizer {optim} --nonlin {nonlin} --layers {layers} --n {n} --seed {seed} --steps 12"
    for seed, ((loss, optim, nonlin), (layers, n)) in enumerate(itertools.product(KINDS, SHAPES), 1)
]
OTHERS = [
    "--steps 0",
    "--n 2 --steps 30",
    "--n 60 --noise 0.5 --split 50,25,25 --init-scale 2.5 --steps 11",
    "--n 60 --batch-size 7 --schedule cosine --schedule-steps 9 --steps 12",
    "--n 60 --batch-size 100 --schedule step --schedule-steps 4 --steps 12 --l1 0.03",
    "--n 60 --beta1 0 --beta2=0.5 --eps 0.1 --steps 11 --split 100,0,0",
    "--n 3 --steps 11",
    "--n 1000 --steps 2",
    "--n 1000 --layers 6,5 --loss logsumexp --optimizer sgd --steps 1",
    *(f"--dataset {dataset} --n 60 --steps 11 --seed 7" for dataset in DATASETS),
    "--seed 18446744073709551615 --steps 3",
    "--seed=+0007 --n=+010 --steps=-0",
    "--lr 0 --steps 3",
    "--lr 1e-320 --weight-decay 0.0 --steps 3",
    "--optimizer sgd --momentum 0 --lr 1e-2 --weight-decay 1E+0 --steps 12",
    "--layers 64 --n 10 --steps 2",
    "--layers 1,1,1,1,1,1,1,1 --n 10 --steps 12",
    "--loss nll --loss logsumexp --steps 2",
]
NON_FINITE = [
    "--lr 1e6 --steps 30",
    "--lr 1e300 --loss logsumexp --n 10 --steps 12",
    "--optimizer sgd --lr 1000 --nonlin relu --n 20 --steps 20",
    "--optimizer sgd --lr 1e308 --weight-decay 1e10 --loss logsumexp --nonlin relu --n 20 --steps 12",
]


@needs_c
@pytest.mark.parametrize("options", [*EVERY_KIND, *OTHERS, *NON_FINITE])
def test_both_command_lines_print_the_same(
    options: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    python, c = tmp_path / "python.dot", tmp_path / "c.dot"
    expected = run_python(capfdbinary, *options.split(), "--graph", str(python))
    assert run_c(*options.split(), "--graph", str(c)) == expected
    assert expected[0] == 0
    assert expected[2] == b""
    assert c.read_bytes() == python.read_bytes()
    if options in NON_FINITE:
        assert re.search(rb"(nan|inf)$", expected[1])
    assert b"-nan" not in expected[1] + c.read_bytes()


@needs_c
def test_both_programs_print_the_same_help_but_for_engine(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, err = run_python(capfdbinary, "--help")
    assert out.endswith(ENGINE_USAGE.encode())  # only Python can run a file of Python
    expected = status, out.removesuffix(ENGINE_USAGE.encode()), err
    assert expected[0] == 0
    assert run_c("--help") == expected
    assert run_c("--lr", "--help", "--nonsense") == expected


REFUSED_VALUES = {
    "--seed": [
        "0",
        "-1",
        "18446744073709551616",
        "1_0",
        "0x10",
        "1.0",
        "",
        " 1",
        "1 ",
        "1\n",
        "٣",
        "9" * 400,
        "9" * 401,
    ],
    "--dataset": ["no such", "", "YinYang", "yin", "yinyang "],
    "--n": ["-2", "1000001", "1e3", "+", "--", "a"],
    "--steps": ["-1", "9223372036854775808", "1.5", "", "0" * 401],
    "--layers": ["", "0", "1025", "8,", ",8", "8,,8", "none,8", "8, 8", "None", "-8", "8.0", "1" * 30],
    "--nonlin": ["no such", "Tanh", "tanh,relu", ""],
    "--optimizer": ["no such", "SGD", ""],
    "--lr": [
        "nan",
        "inf",
        "-0.1",
        "1e999",
        ".1",
        "1.",
        "1e",
        "1e+",
        "0x1p3",
        "1_0.0",
        "",
        "1,5",
        " 1",
        "1 ",
        "é",
        "1e5f",
    ],
    "--momentum": ["-1e-300", "Infinity", "0.9.9"],
    "--weight-decay": ["-1", "1e309", "1e99999999999999999999", "--lr"],
    "--loss": ["no such", "", "NLL"],
    "--graph": ["", "out.png", "out", "out.SVG", "svg"],
}
REFUSED = [
    *([option, value] for option, values in REFUSED_VALUES.items() for value in values),
    *([f"{option}={values[0]}"] for option, values in REFUSED_VALUES.items()),
    *([option] for option in REFUSED_VALUES),
    ["--steps=3", "--lr"],
    ["--learning-rate", "1"],
    ["--weight_decay", "1"],
    ["--se", "1"],
    ["--l", "1"],
    ["-n", "10"],
    ["--"],
    ["-"],
    [""],
    ["=3"],
    ["--=3"],
    ["train"],
    ["--n=10", "out.svg"],
    ["--n==10"],
    ["--lr=0.1=0.2"],
    ["--nonsense=3"],
    ["é"],
    ["--seed\n", "3"],
    ["--n", "0"],
    ["--n", "1", "--steps", "0", "--graph", "none.dot"],
    ["--batch_size", "3"],
    ["--split", "80,10"],
    ["--eps", "0"],
    ["--beta1", "1"],
    ["--a-very-long-option-that-is-longer-than-any-of-ours-by-far", "3"],
]


@needs_c
@pytest.mark.parametrize("args", REFUSED, ids=" ".join)
def test_both_command_lines_refuse_with_the_same_line(
    args: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    expected = run_python(capfdbinary, *args)
    assert expected[:2] == (2, b"")
    assert expected[2].startswith(b"micrograd: ")
    assert run_c(*args) == expected


@needs_c
def test_both_command_lines_name_the_file_that_they_cannot_write(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "folder.dot").mkdir()
    for file in ("nowhere/graph.dot", "folder.dot"):
        args = ["--steps", "1", "--n", "5", "--graph", str(tmp_path / file)]
        expected = run_python(capfdbinary, *args)
        assert expected[0] == 1
        assert str(tmp_path / file).encode() in expected[2]
        assert run_c(*args) == expected


@needs_c
def test_both_command_lines_say_how_to_get_dot(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    program()
    monkeypatch.setenv("PATH", str(tmp_path))
    args = ["--steps", "1", "--graph", str(tmp_path / "graph.svg")]
    expected = run_python(capfdbinary, *args)
    assert expected[0] == 1
    assert b"apt install graphviz" in expected[2]
    assert run_c(*args) == expected


@needs_c
def test_both_command_lines_draw_through_dot(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    program()
    dot = tmp_path / "dot"  # a stand-in that writes what it was asked to draw, so that no Graphviz is needed
    dot.write_text('#!/bin/sh\ncase "$3" in *fails*) exit 1;; esac\n{ echo "$1 $2"; cat; } > "$3"\n')
    dot.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    options = ["--steps", "1", "--n", "10"]
    drawn = []
    for run, name in ((run_c, "c"), (lambda *args: run_python(capfdbinary, *args), "python")):
        file = tmp_path / f"{name} it's.svg"
        assert run(*options, "--graph", str(file))[0] == 0
        drawn.append(file.read_bytes())
    assert drawn[0] == drawn[1]
    assert drawn[0].startswith(b"-Tsvg -o\ndigraph micrograd {\n")
    fails = ["--steps", "1", "--n", "10", "--graph", str(tmp_path / "fails.svg")]
    expected = run_python(capfdbinary, *fails)
    assert expected[0] == 1
    assert run_c(*fails) == expected
