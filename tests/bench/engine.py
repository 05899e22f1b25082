"""A Python engine under the stopwatch: reads `step N` or `surface N` per line, answers with ms each.

`python tests/bench/engine.py micrograd` (or another of ENGINES); `npm run bench` starts it. Every line begins
a new default run, so that all engines are timed over the same steps.
"""

import importlib
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

# The module and the class with the methods `step` and `surface`; only the one asked for is imported.
ENGINES = {
    "micrograd": ("micrograd", "Session"),
    "textbook": ("yardstick.textbook", "Training"),
    "torch-per-point": ("bench.torch_peer", "PerPoint"),
    "torch-batched": ("bench.torch_peer", "Batched"),
}


def main(name: str) -> None:
    """Answers until the input ends."""
    module, kind = ENGINES[name]
    make = getattr(importlib.import_module(module), kind)
    settings = [importlib.import_module(module).Config()] if name == "micrograd" else []
    for line in sys.stdin:
        what, count = line.split()
        run = make(*settings)
        act = run.step if what == "step" else lambda run=run: run.surface(50, 50)
        start = time.perf_counter()
        for _ in range(int(count)):
            act()
        print((time.perf_counter() - start) * 1e3 / int(count), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
