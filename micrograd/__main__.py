"""`python -m micrograd`: trains a network and prints the log. The native C program takes the same options."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from micrograd.config import DEFAULT_STEPS, RULES, Choice, Config, parse_setting
from micrograd.graph import graph_dot
from micrograd.session import Session

USAGE = """\
usage: micrograd [--option value]...
trains a small network on 2D points of three classes and prints the loss of every step

  --seed N           the random numbers, 1 to 18446744073709551615 (42)
  --dataset NAME     {dataset}
  --n N              number of points, 2 to 1000000 (100)
  --steps N          number of updates (100)
  --layers SIZES     hidden layers, such as 6,5, or none (8)
  --nonlin NAME      {nonlin}
  --optimizer NAME   {optimizer}
  --lr X             learning rate (0.1)
  --momentum X       momentum of sgd (0.9)
  --weight-decay X   decoupled weight decay (0.0001)
  --loss NAME        {loss}
  --graph FILE       writes the first train point's graph after the last step: .svg (by Graphviz), .dot or .gv
  --help             prints this
"""

OPTIONS = [f"--{name.replace('_', '-')}" for name in (*RULES, "graph")]


def main(args: list[str]) -> int:
    """Runs the program; returns its exit status: 0, 1 when a graph can't be written, 2 for a bad option."""
    if "--help" in args:
        print_usage()
        return 0
    try:
        settings = parse_options(args)
    except ValueError as error:
        return fail(str(error), 2)
    steps, graph = settings.pop("steps", DEFAULT_STEPS), settings.pop("graph", "")
    session = Session(Config(**settings))
    train(session, steps)
    return write_graph(session, graph) if graph else 0


def print_usage() -> None:
    """Prints USAGE with the names to choose from and the default in their places: tanh or relu (tanh)."""
    choices = {}
    for name, rule in RULES.items():
        if isinstance(rule, Choice):
            *others, last = rule.names
            choices[name] = f"{', '.join(others)} or {last} ({getattr(Config(), name)})"
    print(USAGE.format(**choices), end="")


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


def train(session: Session, steps: int) -> None:
    """Trains and prints the log: the val loss before every tenth step, the train loss of each."""
    for s in range(steps):
        train_loss, val_loss = session.step()
        if s % 10 == 0:
            print(f"step {s + 1}/{steps}, val loss {val_loss:.6f}")
        print(f"step {s + 1}/{steps}, train loss {train_loss!r}")


def write_graph(session: Session, file: str) -> int:
    """Writes the first train point's graph, through Graphviz's dot where a picture is asked for."""
    first = next(p for p in session.points if p.split == "train")
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
    done = subprocess.run(["dot", "-Tsvg", "-o", file], input=dot.encode(), check=False)
    return fail(f"dot can't write {file}", 1) if done.returncode else 0


def fail(message: str, status: int) -> int:
    """One line on stderr, byte for byte what came in, and the exit status."""
    sys.stdout.flush()
    sys.stderr.buffer.write(os.fsencode(f"micrograd: {message}\n"))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
