"""`python -m micrograd`: trains a network and prints the log. The native C program takes the same options."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from micrograd.config import DEFAULT_STEPS, RULES, Choice, Config, parse_setting
from micrograd.graph import graph_dot
from micrograd.session import Session

USAGE = """\
usage: micrograd [--option value]...
trains a small network on 2D points of three classes and prints the loss of every step

  --seed N           the random numbers, 1 to 18446744073709551615 (42)
  --dataset NAME     {dataset}
  --n N              number of points, 0 to 1000000 (100)
  --noise X          each coordinate of a point moves by up to this much (0.0)
  --split P,P,P      percentages of train, val and test points (80,10,10)
  --steps N          number of updates (100)
  --layers SIZES     hidden layers, such as 6,5, or none (8)
  --nonlin NAME      {nonlin}
  --init-scale X     factor of the initial parameters (1.0)
  --batch-size N     train points per step, 0 for all (0)
  --loss NAME        {loss}
  --optimizer NAME   {optimizer}
  --lr X             learning rate (0.1)
  --schedule NAME    of the learning rate: {schedule}
  --schedule-steps N cosine: steps from lr to 0; step: steps until a tenth (100)
  --momentum X       momentum of sgd (0.9)
  --beta1 X          decay of adamw's mean gradient (0.9)
  --beta2 X          decay of adamw's mean square (0.95)
  --eps X            added to adamw's root of the mean square (1e-08)
  --weight-decay X   decoupled weight decay (0.0001)
  --l1 X             L1 penalty, decoupled: gives exact zeros (0.0)
  --graph FILE       writes the first train point's graph after the last step: .svg (by Graphviz), .dot or .gv
  --help             prints this
"""
ENGINE_USAGE = """\
  --engine FILE      trains with a changed copy of engine.py, compared with the original to the last bit
"""

OPTIONS = [f"--{name.replace('_', '-')}" for name in (*RULES, "graph")]


def main(args: list[str]) -> int:
    """Runs the program; returns its exit status: 0, 1 if something can't be written, 2 for a bad option."""
    try:
        if "--help" in args:
            return print_usage()
        engine, args = take_engine(args)
        if engine is not None:
            from micrograd.yours import command  # only here: it imports the package a second time

            return command.run(engine, args)
        settings = parse_options(args)
        steps, graph = settings.pop("steps", DEFAULT_STEPS), settings.pop("graph", "")
        session = Session(Config(**settings))
        status = train(session, steps)
        return write_graph(session, graph) if graph and status == 0 else status
    except ValueError as error:
        return fail(str(error), 2)
    except MemoryError:
        return fail("out of memory", 1)


def print_usage() -> int:
    """Prints USAGE with the names to choose from and the default in their places: tanh or relu (tanh)."""
    choices = {}
    for name, rule in RULES.items():
        if isinstance(rule, Choice):
            *others, last = rule.names
            choices[name] = f"{', '.join(others)} or {last} ({getattr(Config(), name)})"
    try:
        write_out(USAGE.format(**choices) + ENGINE_USAGE)
        flush_out()
    except OSError as error:
        return fail_to_print(error)
    return 0


def take_engine(args: list[str]) -> tuple[str | None, list[str]]:
    """The file of --engine, or None, and the other words. ValueError when the file is missing."""
    file, others = None, []
    words = iter(args)
    for word in words:
        option, equals, value = word.partition("=")
        text = [] if equals else list(islice(words, 1))
        if option != "--engine":
            others += [word, *text]
        elif not equals and not text:
            raise ValueError("--engine needs a value")
        else:
            file = value if equals else text[0]
    return file, others


def parse_options(args: list[str]) -> dict[str, Any]:
    """Settings by name from `--name value` or `--name=value`; the last of two wins.

    Written out, rather than left to argparse, so that C refuses the same words with the same line.
    """
    settings: dict[str, Any] = {}
    words = iter(args)
    for word in words:
        option, equals, value = word.partition("=")
        if option not in OPTIONS:
            raise ValueError(f"there is no option '{option}'; --help lists them")
        text = value if equals else next(words, None)
        if text is None:
            raise ValueError(f"{option} needs a value")
        name = option[2:].replace("-", "_")
        settings[name] = graph_file(text) if name == "graph" else parse_setting(name, text, option)
    return settings


def graph_file(text: str) -> str:
    """The name of the file for the graph. ValueError when its ending says nothing."""
    if not text.endswith((".svg", ".dot", ".gv")):
        raise ValueError(f"--graph must be a file that ends in .svg, .dot or .gv, not '{text}'")
    return text


def train(session: Session, steps: int) -> int:
    """Trains and prints the log: the val loss before every tenth step, the train loss of each.

    Returns the exit status.
    """
    try:
        for s in range(steps):
            train_loss, val_loss = session.step()
            if s % 10 == 0:
                write_out(f"step {s + 1}/{steps}, val loss {val_loss:.6f}\n")
            write_out(f"step {s + 1}/{steps}, train loss {train_loss!r}\n")
        flush_out()
    except OSError as error:
        return fail_to_print(error)
    return 0


def write_graph(session: Session, file: str) -> int:
    """Writes the first train point's graph, through Graphviz's dot where a picture is asked for."""
    first = next((p for p in session.points if p.split == "train"), None)
    if first is None:
        return fail("--graph needs a train point", 2)
    dot = graph_dot(session.trace(first.x, first.y, first.label))
    if not file.endswith(".svg"):
        try:
            Path(file).write_text(dot)
        except OSError as error:
            return fail(f"can't write {file}: {error.strerror}", 1)
        return 0
    if not shutil.which("dot"):
        return fail(
            "an .svg needs Graphviz's dot: `apt install graphviz`, `brew install graphviz` or graphviz.org;"
            " a .dot file needs nothing",
            1,
        )
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a dot that ends early says so by its status
    try:
        done = subprocess.run(["dot", "-Tsvg", "-o", file], input=dot.encode(), check=False)
    except OSError:
        return fail(f"dot can't write {file}", 1)
    return fail(f"dot can't write {file}", 1) if done.returncode else 0


# --- output ---


def write_out(text: str) -> None:
    """Writes to standard output. OSError when that is not possible, also when it is closed."""
    if sys.stdout is None:  # what Python makes of `>&-`
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    sys.stdout.write(text)


def flush_out() -> None:
    """Empties the buffer of standard output, while an error can still be told."""
    if sys.stdout is not None:
        sys.stdout.flush()


def fail(message: str, status: int) -> int:
    """One line on stderr, byte for byte what came in, and the exit status."""
    for stream, line in ((sys.stdout, b""), (sys.stderr, os.fsencode(f"micrograd: {message}\n"))):
        if stream is None:
            continue
        try:
            stream.flush()
            stream.buffer.write(line)
            stream.flush()
        except OSError:
            discard(stream)
    return status


def fail_to_print(error: OSError) -> int:
    """The line for standard output that can't be written."""
    return fail(f"can't write to standard output: {error.strerror}", 1)


def discard(stream: TextIO) -> None:
    """Sends the rest of a stream's buffer nowhere, or Python would try again at exit, with a traceback."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def program() -> int:
    """The command line as a process.

    Ends like the C program, without a traceback: a closed pipe (`| head -1`) by SIGPIPE, without a word and
    with status 141 in a shell, as it ends cat or grep; Ctrl-C by SIGINT.
    """
    for name in ("SIGPIPE", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(program())
