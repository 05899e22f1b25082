"""Runs the checks of an exercise on a learner's file; needs no pytest, and so works in a page too.

>>> from exercises.course import solution, start
>>> check("ex01_add", solution("ex01_add"))
''
>>> check("ex01_add", start("ex01_add"))
'a + b gives None, but it must give a Value: return Value(…).'
>>> check("ex01_add", "class Value")
'Line 1 is not Python yet: expected ":".'
"""

import _thread
import importlib
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

from exercises.expect import CheckError

SECONDS = 4.0  # of the processor, for all checks of an exercise; they take less than one
FILE = "my_micrograd.py"
# Calls inside of each other. In Pyodide, some 260 calls of operators exhaust the stack, and it dies, before
# Python's own limit. The deepest that an exercise needs is a recursive topological_order of 80 losses, 120.
DEEPEST = 180 if sys.platform == "emscripten" else 400


def check(exercise: str, source: str, limit: float = SECONDS) -> str:
    """ "" when all checks of an exercise pass, else the sentence of the first that does not.

    What the learner's code raises becomes a sentence with the line. So does an endless loop: where there
    are threads, it is interrupted; in a page, whoever runs this raises KeyboardInterrupt in it.
    """
    try:
        with interrupted_after(limit), shallow_calls():
            mine = load(source)
            for examine in checks(exercise):
                examine(mine)
    except CheckError as error:
        return str(error)
    except SyntaxError as error:
        return f"Line {error.lineno} is not Python yet: {str(error.msg).replace(chr(39), chr(34))}."
    except KeyboardInterrupt as error:
        return f"{place(error)} was still running when the time was up: a loop there may never end."
    except RecursionError as error:
        return f"{circle(error)} calls itself forever: it needs a case that returns without calling itself."
    except (Exception, SystemExit) as error:
        if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
            return f"Your file has no {error.name}: write it, or begin with the start again."
        return f"{place(error)} raises {type(error).__name__}: {error}."
    return ""


def load(source: str) -> ModuleType:
    """A learner's file as a module."""
    module = ModuleType("my_micrograd")
    exec(compile(source, FILE, "exec"), vars(module))
    return module


def checks(exercise: str) -> list[Callable[[ModuleType], None]]:
    """The checks of an exercise in the order of their file: functions that raise CheckError."""
    module = importlib.import_module(f"exercises.{exercise}.checks")
    return [function for name, function in vars(module).items() if name.startswith("check_")]


def place(error: BaseException) -> str:
    """The line of the learner's file that was running, as the start of a sentence."""
    lines = lines_of(error)
    return f"Line {lines[-1]}" if lines else "The check of your code"


def circle(error: BaseException) -> str:
    """The line of the learner's file that most of the calls come from."""
    [(line, _)] = Counter(lines_of(error)).most_common(1) or [(0, 0)]
    return f"Line {line}" if line else "The check of your code"


def lines_of(error: BaseException) -> list[int]:
    """The lines of the learner's file that were running, the innermost call last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno or 0 for frame in frames if frame.filename == FILE]


@contextmanager
def shallow_calls() -> Iterator[None]:
    """Calls within may go DEEPEST deep."""
    before, depth = sys.getrecursionlimit(), sum(1 for _ in traceback.walk_stack(None))
    sys.setrecursionlimit(depth + DEEPEST)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """KeyboardInterrupt in what runs longer on the processor; a busy machine counts no time.

    Without threads, as in a page, and outside of the main thread, nothing is interrupted.
    """
    lock, done = threading.Lock(), threading.Event()
    start = time.process_time()

    def watch() -> None:
        while not done.wait(0.05):
            with lock:
                if not done.is_set() and time.process_time() - start > seconds:
                    _thread.interrupt_main()
                    return

    try:
        if threading.current_thread() is threading.main_thread():
            threading.Thread(target=watch, daemon=True).start()
    except RuntimeError:
        pass
    try:
        yield
    finally:
        with lock:
            done.set()
