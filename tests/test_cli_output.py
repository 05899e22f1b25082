"""Both command lines when their output can't be written, or memory runs out: one line and no traceback."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from native import find_compiler, program

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full and ulimit -v are Linux's")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
FEW = "--n 10 --layers 2 --steps 2"
MANY = "--n 10 --layers 2 --steps 3000"  # more than a pipe holds, and more than a buffer

Command = Callable[[], str]
needs_c = pytest.mark.skipif(find_compiler() is None, reason="there is no C compiler (cc, gcc or clang)")
both = pytest.mark.parametrize(
    "command",
    [
        pytest.param(lambda: f"'{sys.executable}' -m micrograd", id="python"),
        pytest.param(lambda: f"'{program()}'", id="c", marks=needs_c),
    ],
)


def run(command: str) -> tuple[int, bytes, bytes]:
    """Exit status, stdout and stderr of a line of shell."""
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@LINUX
@both
@pytest.mark.parametrize("options", [FEW, MANY, "--help", f"{FEW} --graph $GRAPH"])
def test_a_full_disk_gives_the_reason_in_one_line_and_status_1(
    command: Command, options: str, tmp_path: Path
) -> None:
    refusal = b"micrograd: can't write to standard output: No space left on device\n"
    assert run(f"GRAPH='{tmp_path}/never.dot'; {command()} {options} > /dev/full") == (1, b"", refusal)
    assert not (tmp_path / "never.dot").exists()


@POSIX
@both
@pytest.mark.parametrize("options", [FEW, "--help"])
def test_a_closed_standard_output_gives_one_line_and_status_1(command: Command, options: str) -> None:
    refusal = b"micrograd: can't write to standard output: Bad file descriptor\n"
    assert run(f"{command()} {options} >&-") == (1, b"", refusal)


@POSIX
@both
@pytest.mark.parametrize("trap", ["", "trap '' PIPE; "])
def test_a_closed_pipe_ends_the_program_quietly_by_sigpipe(command: Command, trap: str) -> None:
    status, out, err = run(f"{trap}{command()} {MANY} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (status, err) == (128 + signal.SIGPIPE, b"")
    assert out.startswith(b"step 1/3000, val loss ")


@LINUX
@both
def test_stderr_that_is_full_or_closed_leaves_the_status_alone(command: Command) -> None:
    for redirection in ("2> /dev/full", "2>&-"):
        assert run(f"{command()} --nonsense {redirection}")[:2] == (2, b"")
        status, out, _ = run(f"{command()} {FEW} {redirection}")
        assert (status, out.count(b"\n")) == (0, 3)


@LINUX
@both
def test_a_graph_that_does_not_fit_on_the_disk_is_named_with_the_reason(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "full.dot"
    file.symlink_to("/dev/full")
    status, out, err = run(f"{command()} {FEW} --graph '{file}'")
    assert (status, out.count(b"\n")) == (1, 3)
    assert err == f"micrograd: can't write {file}: No space left on device\n".encode()


@POSIX
@both
def test_a_dot_that_ends_before_it_has_read_the_graph_is_reported(command: Command, tmp_path: Path) -> None:
    dot = tmp_path / "dot"
    dot.write_text("#!/bin/sh\nexec 0<&-\nexit 1\n")
    dot.chmod(0o755)
    options = f"--n 10 --layers 40,40 --steps 1 --graph '{tmp_path}/graph.svg'"
    status, _, err = run(f"PATH='{tmp_path}':$PATH; {command()} {options}")
    assert (status, err) == (1, f"micrograd: dot can't write {tmp_path}/graph.svg\n".encode())


@POSIX
@both
def test_an_interrupt_ends_the_program_quietly_by_sigint(command: Command) -> None:
    running = f"exec {command()} --n 10 --layers 2 --steps 99999999"
    with subprocess.Popen(["sh", "-c", running], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.read(10) == b"step 1/999"
        child.send_signal(signal.SIGINT)
        child.stdout.read()
        assert child.stderr is not None
        assert child.stderr.read() == b""
    assert child.returncode == -signal.SIGINT


@LINUX
@both
@pytest.mark.parametrize("options", ["--layers 1024,1024,1024,1024,1024,1024", "--n 1000000"])
def test_without_memory_the_program_ends_with_one_line_and_status_1(command: Command, options: str) -> None:
    kilobytes = 100_000 if "python" in command() else 30_000
    limited = f"ulimit -v {kilobytes} && {command()} {options}"
    assert run(limited) == (1, b"", b"micrograd: out of memory\n")
