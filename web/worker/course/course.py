"""Runs the exercises' own checks on a learner's my_micrograd.py, and lets that file grow."""

import builtins
import math
import random
import sys
from contextlib import contextmanager
from itertools import count
from time import perf_counter

HOME = "/home/pyodide/course"  # where the worker has written the files of exercises/
PATIENCE = 1.0  # seconds for all checks of an exercise: they take less than one
OFTEN = 64  # how many loops and calls go by between two looks at the clock

sys.path.insert(0, HOME)

from exercises import course, runner  # noqa: E402

for exercise in course.EXERCISES:
    runner.checks(exercise)

monitoring = sys.monitoring
TOOL = monitoring.PROFILER_ID
EVENTS = monitoring.events.JUMP | monitoring.events.PY_START


def check(exercise, source, slack):
    """ "" when the exercise is solved, else the sentence of the first check that does not pass."""
    with unchanged(), interrupted_after(PATIENCE + slack):
        return runner.check(exercise, source)


@contextmanager
def interrupted_after(seconds):
    """KeyboardInterrupt in a loop or a call of the learner's file, once the time is up.

    A page can't interrupt a worker without shared memory. So the interpreter itself reports each jump back
    and each call of that file. A loop inside C reports nothing: then the page ends the worker.
    """
    end = perf_counter() + seconds
    turn = count(1).__next__

    def look(code, *_):
        if code.co_filename != runner.FILE:
            return monitoring.DISABLE
        if turn() % OFTEN == 0 and perf_counter() > end:
            raise KeyboardInterrupt
        return None

    monitoring.use_tool_id(TOOL, "micrograd")
    for event in (monitoring.events.JUMP, monitoring.events.PY_START):
        monitoring.register_callback(TOOL, event, look)
    monitoring.set_events(TOOL, EVENTS)
    try:
        yield
    finally:
        monitoring.set_events(TOOL, 0)
        monitoring.free_tool_id(TOOL)


@contextmanager
def unchanged():
    """What the learner's code puts into a module in place of something else is gone after the check."""
    names = [name for name in sys.modules if name.partition(".")[0] in ("exercises", "micrograd")]
    modules = [builtins, math, random, *(sys.modules[name] for name in names)]
    before = [(vars(module), dict(vars(module))) for module in modules]
    try:
        yield
    finally:
        for now, then in before:
            now.clear()
            now.update(then)


def merged(change):
    """The change of a file; None for a file that is not Python yet."""

    def call(source, *names):
        try:
            return change(source, *names)
        except SyntaxError:
            return None

    return call


grow = merged(course.grow)
solve = merged(course.solve)
again = merged(course.begin_again)
