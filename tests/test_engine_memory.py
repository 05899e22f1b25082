"""Big graphs, and what is left of them: none is too deep, and all are freed."""

import gc
import subprocess
import sys
from collections.abc import Callable

import pytest
from yardstick import textbook

from micrograd.engine import Value


def test_a_sum_of_5000_terms_goes_backward() -> None:
    terms = [Value(float(i)) for i in range(5000)]
    total = Value(0.0)
    for term in terms:
        total = total + term * 2.0
    total.backward()
    assert total.data == 4999.0 * 5000.0
    assert {term.grad for term in terms} == {2.0}
    with pytest.raises(RecursionError):  # the textbook's recursion does not get there
        textbook.Value.backward(sum((textbook.Value(1.0) for _ in range(5000)), textbook.Value(0.0)))


def test_a_chain_of_100000_nodes_goes_backward_and_away_without_a_crash() -> None:
    code = (
        "from micrograd.engine import Value\n"
        "a = Value(1.0)\nv = a\n"
        "for _ in range(100_000): v = v + 1.0\n"
        "v.backward()\nprint(v.data, a.grad)\ndel v\nprint('gone')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "100001.0 1.0\ngone\n"), done.stderr


def test_a_graph_has_no_reference_cycles() -> None:
    def garbage_of(value: type) -> int:
        gc.collect()
        a = value(0.5)
        ((a * a + 2.0).tanh() / a.exp() + a.log() * 3.0 - a**2).backward()
        del a
        return gc.collect()

    gc.disable()
    try:
        assert garbage_of(Value) == 0
        textbook.Value.__sub__ = lambda a, b: a + -b
        assert garbage_of(textbook.Value) > 0, "the check can't see cycles"
    finally:
        del textbook.Value.__sub__
        gc.enable()


@pytest.mark.parametrize(
    ("build", "depth"), [(lambda x: x + 1.0, 10**6), (Value.tanh, 10**5)], ids=["sum", "tanh"]
)
@pytest.mark.parametrize("backward", [True, False])
def test_a_graph_of_any_depth_is_freed(build: Callable[[Value], Value], depth: int, backward: bool) -> None:
    kept = Value(0.0)
    root = kept
    for _ in range(depth):
        root = build(root)
    if backward:
        root.backward()
    users = sys.getrefcount(kept)
    del root
    assert sys.getrefcount(kept) < users


def test_backward_leaves_no_reference_cycle() -> None:
    gc.collect()
    gc.disable()
    try:
        a = Value(2.0)
        (a.tanh() + a * a).backward()
        assert gc.collect() == 0
    finally:
        gc.enable()
