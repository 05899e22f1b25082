"""Runs the exercises' own checks on a learner's my_micrograd.py, and lets that file grow."""

import builtins
import math
import random
import sys
from contextlib import contextmanager

HOME = "/home/pyodide/course"  # where the worker has written the files of exercises/

sys.path.insert(0, HOME)

from exercises import course, runner  # noqa: E402

for exercise in course.EXERCISES:
    runner.checks(exercise)


def check(exercise, source):
    """ "" when the exercise is solved, else the sentence of the first check that does not pass."""
    with unchanged():
        return runner.check(exercise, source)


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
