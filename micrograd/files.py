"""The files of the command line: it writes a graph, and reads and writes experiments.

What can't be read or written raises OSError, with a whole sentence.

>>> load_experiment("missing/run.json")
Traceback (most recent call last):
OSError: can't read missing/run.json: No such file or directory
"""

import shutil
import signal
import subprocess
from pathlib import Path

from micrograd.experiment import Experiment, Losses, experiment_text
from micrograd.graph import graph_dot
from micrograd.read_experiment import read_experiment
from micrograd.session import Session

# --- experiments ---


def load_experiment(file: str) -> Experiment:
    """The experiment of a file. ValueError with the file's name for one that can't be used."""
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise OSError(f"can't read {file}: {error.strerror}") from None
    try:
        return read_experiment(data)
    except ValueError as error:
        raise ValueError(f"{file} can't be used: {error}") from None


def write_experiment(session: Session, losses: Losses, file: str) -> None:
    """Writes the session as it is now."""
    write_file(file, experiment_text(session, losses))


# --- the graph ---


def graph_file(text: str) -> str:
    """The name of the file for the graph. ValueError when its ending says nothing."""
    if not text.endswith((".svg", ".dot", ".gv")):
        raise ValueError(f"--graph must be a file that ends in .svg, .dot or .gv, not '{text}'")
    return text


def write_graph(session: Session, file: str) -> None:
    """Writes the first train point's graph, through Graphviz's dot where a picture is asked for."""
    first = next((p for p in session.points if p.split == "train"), None)
    if not first:
        raise ValueError("--graph needs a train point")
    dot = graph_dot(session.trace(first.x, first.y, first.label))
    if not file.endswith(".svg"):
        return write_file(file, dot)
    if not shutil.which("dot"):
        raise OSError(
            "an .svg needs Graphviz's dot: `apt install graphviz`, `brew install graphviz` or graphviz.org;"
            " a .dot file needs nothing"
        )
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a dot that ends early says so by its status
    try:
        subprocess.run(["dot", "-Tsvg", "-o", file], input=dot.encode(), check=True)
    except (OSError, subprocess.CalledProcessError):
        raise OSError(f"dot can't write {file}") from None
    return None


def write_file(file: str, text: str) -> None:
    """Writes a text in UTF-8."""
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OSError(f"can't write {file}: {error.strerror}") from None
