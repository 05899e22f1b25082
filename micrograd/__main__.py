"""`python -m micrograd`: trains a network and prints the log. The native C program takes the same options."""

import errno
import os
import signal
import sys
from itertools import islice
from typing import Any, TextIO

from micrograd.config import DEFAULT_STEPS, RULES, Choice, Config, parse_setting
from micrograd.experiment import Experiment, Losses, open_experiment
from micrograd.files import graph_file, load_experiment, write_experiment, write_graph
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
  --experiment FILE  goes on from a saved experiment: one of --save, or of Files on the page
  --save FILE        writes the experiment after the last step, as JSON
  --help             prints this
"""
ENGINE_USAGE = """\
  --engine FILE      trains with a changed copy of engine.py, compared with the original to the last bit
"""

FILES = ("graph", "experiment", "save")
OPTIONS = [f"--{name.replace('_', '-')}" for name in (*RULES, *FILES)]


def main(args: list[str]) -> int:
    """Runs the program; returns its exit status: 0, 1 if something can't be written, 2 for a bad option."""
    try:
        if "--help" in args:
            return print_usage()
        engine, args = take_engine(args)
        if engine is not None:
            from micrograd.yours import command  # only here: it imports the package a second time

            return command.run(engine, args)
        return run(parse_options(args))
    except OSError as error:
        return fail(str(error), 1)
    except ValueError as error:
        return fail(str(error), 2)
    except MemoryError:
        return fail("out of memory", 1)


def run(settings: dict[str, Any]) -> int:
    """Does what the options say; returns the exit status."""
    files = {name: settings.pop(name, "") for name in FILES}
    steps = settings.pop("steps", DEFAULT_STEPS)
    named = files["experiment"]
    experiment = load_experiment(named) if named else Experiment(Config(**settings))
    session = open_experiment(experiment)
    status = train(session, steps, session.steps, experiment.losses)
    if status == 0 and files["graph"]:
        write_graph(session, files["graph"])
    if status == 0 and files["save"]:
        write_experiment(session, experiment.losses, files["save"])
    return status


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
        if name in FILES:
            settings[name] = graph_file(text) if name == "graph" else text
        else:
            settings[name] = parse_setting(name, text, option)
    for name in settings:
        if settings.get("experiment") and name not in (*FILES, "steps"):
            option = f"--{name.replace('_', '-')}"
            raise ValueError(f"{option} can't go with --experiment, whose file has all the settings")
    return settings


def train(session: Session, steps: int, first: int = 0, losses: Losses | None = None) -> int:
    """Trains and prints the log: the val loss before every tenth step, the train loss of each.

    So many steps were made before, whose losses are known or not. Returns the exit status.
    """
    last = first + steps
    try:
        for s in range(first, last):
            train_loss, val_loss = session.step()
            if losses is not None:
                losses.train.append(train_loss)
                losses.val.append(val_loss)
            if s % 10 == 0:
                write_out(f"step {s + 1}/{last}, val loss {val_loss:.6f}\n")
            write_out(f"step {s + 1}/{last}, train loss {train_loss!r}\n")
        flush_out()
    except OSError as error:
        return fail_to_print(error)
    return 0


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
