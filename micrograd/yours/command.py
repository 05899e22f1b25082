"""`python -m micrograd --engine FILE`: trains with the classes of a file, and says where it first differs."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import micrograd.engine
from micrograd.config import Config
from micrograd.session import Session, no_collector
from micrograd.yours.compare import Watched
from micrograd.yours.load import Package, load_engine, one_sentence
from micrograd.yours.measure import measured_words
from micrograd.yours.words import verdict

ROOT = Path(__file__).parent.parent.parent


def run(file: str, args: list[str]) -> int:
    """Trains, prints the log, then the comparison; returns the exit status.

    ValueError, in one sentence with file and line, for a file that is no engine or raises something.
    """
    package = load_engine(read(file), file)
    with one_sentence(file):
        return train(package, args)


def train(package: Package, args: list[str]) -> int:
    """The same with the package around the file."""
    main = package.modules["micrograd.__main__"]
    settings = main.parse_options(args)
    for name in ("experiment", "save"):
        if name in settings:
            raise ValueError(f"--{name} can't go with --engine")
    steps, graph = settings.pop("steps", package.config.DEFAULT_STEPS), settings.pop("graph", "")
    yours = package.session.Session(package.config.Config(**settings))
    watched = Watched(package, yours, twin_session(settings))
    with no_collector():
        status: int = main.train(watched, steps)
    if status == 0:
        words = tell(watched, args)
        try:
            main.write_out(words)
            main.flush_out()
        except OSError as error:
            status = main.fail_to_print(error)
    try:
        if status == 0 and graph:
            package.modules["micrograd.files"].write_graph(yours, graph)
    except OSError as error:
        status = main.fail(str(error), 1)
    return status


def read(file: str) -> str:
    """The text of a file. ValueError when it can't be read."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"can't read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"can't read {file}: it is not text in UTF-8") from None


def twin_session(settings: dict[str, Any]) -> Session | None:
    """The same run by the package's engine; None for an operation that only the user's file has."""
    try:
        return Session(Config(**settings))
    except ValueError:
        return None


def tell(watched: Watched, args: list[str]) -> str:
    """The lines after the log."""
    original = Path(micrograd.engine.__file__).read_text(encoding="utf-8")
    if not watched.theirs:
        return measured_words(watched.package, watched.yours, original)
    return verdict(watched, original, c_losses(args))


# --- the twin in C ---


def find_program() -> Path | None:
    """The native program: $MICROGRAD_PROGRAM, or dist/micrograd of this checkout; None if it is not built."""
    named = os.environ.get("MICROGRAD_PROGRAM")
    places = [ROOT / named] if named else [ROOT / "dist" / name for name in ("micrograd", "micrograd.exe")]
    return next((place for place in places if place.is_file()), None)


def c_losses(args: list[str]) -> list[str] | None:
    """The train losses that the native program prints for the same options; None when it is not built."""
    program = find_program()
    if not program:
        return None
    try:
        done = subprocess.run([program, *without_graph(args)], capture_output=True, check=False, text=True)
    except OSError:
        return None
    return re.findall(r"train loss (\S+)", done.stdout) if done.returncode == 0 else None


def without_graph(args: list[str]) -> list[str]:
    """The options without --graph, whose file is ours to write."""
    kept: list[str] = []
    words = iter(args)
    for word in words:
        option, equals, _ = word.partition("=")
        value = [] if equals else [next(words, "")]
        if option != "--graph":
            kept += [word, *value]
    return kept
