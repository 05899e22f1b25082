"""The command line: the reference log, every option and every refusal."""

import math
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from micrograd.__main__ import OPTIONS, main
from micrograd.config import RULES, Config
from micrograd.data import DATASETS
from micrograd.graph import graph_dot
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS
from micrograd.session import Session

STEP = re.compile(r"step (\d+)/(\d+), (train|val) loss (\S+)")
FEW = ["--n", "10", "--layers", "2", "--steps", "2"]


def run(args: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(args)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rounds_like_the_reference() -> bool:
    """Whether this is glibc on x86-64 with FMA, where the last bit of the log is the reference's."""
    cpu = Path("/proc/cpuinfo")
    fma = cpu.exists() and " fma " in cpu.read_text()
    return platform.libc_ver()[0] == "glibc" and platform.machine() == "x86_64" and fma


# --- the log ---


def test_the_defaults_print_the_reference_log(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = (golden / "yinyang-seed42-glibc.txt").read_text()
    status, out, err = run([], capsys)
    assert (status, err) == (0, "")
    if rounds_like_the_reference():
        assert out == expected
    ours, theirs = STEP.findall(out), STEP.findall(expected)
    assert len(ours) == len(theirs) == 110
    for line, wanted in zip(ours, theirs, strict=True):
        assert line[:3] == wanted[:3]
        tolerance = 1e-9 if line[2] == "train" else 2e-6
        assert float(line[3]) == pytest.approx(float(wanted[3]), rel=tolerance)


def test_python_m_micrograd_is_this_program(capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "micrograd", *FEW], capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode().replace("\r", ""), done.stderr) == (
        *run(FEW, capsys)[:2],
        b"",
    )


def test_a_val_loss_of_six_decimals_comes_before_every_tenth_step(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(["--n", "10", "--layers", "none", "--steps", "21"], capsys)[1]
    lines = STEP.findall(out)
    assert [(int(s), kind) for s, _, kind, _ in lines if kind == "val"] == [
        (1, "val"),
        (11, "val"),
        (21, "val"),
    ]
    assert [int(s) for s, _, kind, _ in lines if kind == "train"] == list(range(1, 22))
    assert lines[0][2] == "val"
    assert {n for _, n, _, _ in lines} == {"21"}
    assert all(re.fullmatch(r"\d\.\d{6}", x) for _, _, kind, x in lines if kind == "val")
    assert all(repr(float(x)) == x for _, _, kind, x in lines if kind == "train")


def test_no_steps_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--steps", "0"], capsys) == (0, "", "")


def test_losses_that_are_not_finite_print_as_nan_and_inf(capsys: pytest.CaptureFixture[str]) -> None:
    for options, expected in (("--lr 1e300", {"nan"}), ("--layers 4 --lr 300", {"inf", "nan"})):
        status, out, err = run(["--n", "10", "--steps", "12", *options.split()], capsys)
        assert (status, err) == (0, "")
        losses = [x for _, _, kind, x in STEP.findall(out) if kind == "train"]
        assert math.isfinite(float(losses[0]))
        assert {x for x in losses if not math.isfinite(float(x))} == expected


# --- options ---

OTHER = {
    "--seed": "43",
    "--dataset": "rings",
    "--n": "12",
    "--steps": "3",
    "--layers": "3",
    "--nonlin": "relu",
    "--optimizer": "sgd",
    "--lr": "0.2",
    "--weight-decay": "0.5",
    "--loss": "logsumexp",
}


@pytest.mark.parametrize("option", OTHER)
def test_every_option_changes_the_log(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--n", "10", "--steps", "6"]
    assert run([*small, option, OTHER[option]], capsys)[1] != run(small, capsys)[1]


def test_momentum_changes_the_log_of_sgd_only(capsys: pytest.CaptureFixture[str]) -> None:
    sgd = [*FEW, "--steps", "4", "--optimizer", "sgd"]
    assert run([*sgd, "--momentum", "0"], capsys) != run(sgd, capsys)
    assert run([*FEW, "--momentum", "0"], capsys) == run(FEW, capsys)


def test_the_defaults_written_out_are_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    usage = run(["--help"], capsys)[1]
    shown = dict(re.findall(r"^  (--[a-z0-9-]+) [A-Z,]+ .*\((\S+?)\)$", usage, re.M))
    assert list(shown) == [option for option in OPTIONS if option != "--graph"]
    config = Config()
    for option, text in shown.items():
        name = option[2:].replace("-", "_")
        assert RULES[name].parse(text) == getattr(config, name, 100)
    few = {**shown, "--n": "10", "--steps": "2"}
    written_out = [word for pair in few.items() for word in pair]
    assert run(written_out, capsys) == run(["--n", "10", "--steps", "2"], capsys)


def test_an_equals_sign_does_as_well_and_the_last_of_two_wins(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--n=10", "--layers=2", "--steps=2"], capsys) == run(FEW, capsys)
    assert run([*FEW, "--steps", "1"], capsys) == run(["--n", "10", "--layers", "2", "--steps", "1"], capsys)


def test_help_prints_the_usage_whatever_else_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, usage, errors = run(["--nonsense", "--help"], capsys)
    assert (status, errors) == (0, "")
    assert all(f"  {option} " in usage for option in [*OPTIONS, "--help"])
    assert all(name in usage for table in (DATASETS, NONLINS, LOSSES, OPTIMIZERS) for name in table)


@pytest.mark.parametrize(
    ("args", "refusal"),
    [
        (["--seed", "0"], "--seed must be a whole number from 1 to 18446744073709551615, not '0'"),
        (["--dataset", "no such"], f"--dataset must be one of {', '.join(DATASETS)}, not 'no such'"),
        (["--n", "-1"], "--n must be a whole number from 0 to 1000000, not '-1'"),
        (["--steps=-1"], "--steps must be a whole number from 0 to 9223372036854775807, not '-1'"),
        (
            ["--layers", "8,"],
            "--layers must be none or sizes from 1 to 1024 with commas, such as 8 or 6,5, not '8,'",
        ),
        (["--nonlin", "no such"], f"--nonlin must be one of {', '.join(NONLINS)}, not 'no such'"),
        (["--optimizer", ""], f"--optimizer must be one of {', '.join(OPTIMIZERS)}, not ''"),
        (["--lr", "nan"], "--lr must be a finite number >= 0, not 'nan'"),
        (["--momentum", "-0.5"], "--momentum must be a finite number >= 0, not '-0.5'"),
        (["--weight-decay", "1_0"], "--weight-decay must be a finite number >= 0, not '1_0'"),
        (["--loss", "no such"], f"--loss must be one of {', '.join(LOSSES)}, not 'no such'"),
        (["--graph", "graph.png"], "--graph must be a file that ends in .svg, .dot or .gv, not 'graph.png'"),
        (["--lr"], "--lr needs a value"),
        (["--n", "10", "--lr"], "--lr needs a value"),
        (["--weight_decay", "1"], "there is no option '--weight_decay'; --help lists them"),
        (["--weight", "1"], "there is no option '--weight'; --help lists them"),
        (["-n", "10"], "there is no option '-n'; --help lists them"),
        (["10"], "there is no option '10'; --help lists them"),
        (["--"], "there is no option '--'; --help lists them"),
        ([""], "there is no option ''; --help lists them"),
    ],
)
def test_a_bad_option_is_refused_in_one_line_with_status_2(
    args: list[str], refusal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args, capsys) == (2, "", f"micrograd: {refusal}\n")


def test_bytes_that_are_no_text_are_refused_byte_for_byte() -> None:
    if os.name == "nt" or sys.platform == "darwin":
        pytest.skip("arguments there are always text")
    command = [sys.executable.encode(), b"-m", b"micrograd", b"--lr", b"\xff"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr == b"micrograd: --lr must be a finite number >= 0, not '\xff'\n"


# --- --graph ---


@pytest.mark.parametrize("name", ["graph.dot", "graph.gv"])
def test_a_dot_file_holds_the_first_train_points_graph_after_the_last_step(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    for steps in (0, 3):
        session = Session(Config())
        for _ in range(steps):
            session.step()
        assert run(["--steps", str(steps), "--graph", str(file)], capsys)[0] == 0
        first = session.points[0]
        assert file.read_text() == graph_dot(session.trace(first.x, first.y, first.label))
        assert "{x|data -0.6437|" in file.read_text()


def test_an_svg_is_drawn_by_graphviz(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not shutil.which("dot"):
        pytest.skip("Graphviz's dot isn't installed")
    file = tmp_path / "graph.svg"
    assert run([*FEW, "--graph", str(file)], capsys)[0] == 0
    assert "</svg>" in file.read_text()
    assert "loss" in file.read_text()


def test_without_graphviz_one_line_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "graph.svg"
    status, out, err = run([*FEW, "--graph", str(file)], capsys)
    assert status == 1
    assert len(STEP.findall(out)) == 3
    assert err.startswith("micrograd: an .svg needs Graphviz's dot: `apt install graphviz`, ")
    assert err.count("\n") == 1
    assert not file.exists()


def test_a_file_that_cant_be_written_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "missing" / "graph.dot"
    status, _, err = run([*FEW, "--graph", str(file)], capsys)
    assert (status, err) == (1, f"micrograd: can't write {file}: No such file or directory\n")
