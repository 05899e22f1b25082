"""A Python engine under the stopwatch: reads `step N` or `surface N` per line, answers with ms each.

`python tests/bench/engine.py micrograd` (or `textbook`); `npm run bench` starts it. Every line begins a new
default run, so that all engines are timed over the same steps.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from yardstick.textbook import Training  # noqa: E402  (found by the line above)

from micrograd import Config, Session  # noqa: E402

ENGINES: dict[str, Callable[[], Session | Training]] = {
    "micrograd": lambda: Session(Config()),
    "textbook": Training,
}


def main(name: str) -> None:
    """Answers until the input ends."""
    for line in sys.stdin:
        what, count = line.split()
        run = ENGINES[name]()
        act = run.step if what == "step" else lambda run=run: run.surface(50, 50)
        start = time.perf_counter()
        for _ in range(int(count)):
            act()
        print((time.perf_counter() - start) * 1e3 / int(count), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
