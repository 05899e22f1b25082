"""A notebook shows values and networks: drawn by dot where it is installed, else as a table."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from micrograd import MLP, Config, Session, Value
from micrograd.notebook import MOST_NODES, MOST_ROWS, find_dot, network_html, value_html

needs_dot = pytest.mark.skipif(not find_dot(), reason="Graphviz's dot isn't installed")
SVG = "{http://www.w3.org/2000/svg}"


def picture(html: str) -> ElementTree.Element:
    """The drawing in a frame."""
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + len("</svg>")])


def texts(svg: ElementTree.Element) -> list[str]:
    """What can be read in a drawing."""
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


@needs_dot
def test_a_value_draws_its_graph_with_data_and_grad() -> None:
    a = Value(2.0)
    root = (a * -3.0 + a**2).tanh()
    root.backward()
    shown = texts(picture(root._repr_html_()))
    assert f"data {root.data:.4f}" in shown
    assert f"grad {a.grad:.4f}" in shown
    assert {"tanh", "*", "+", "**2"} <= set(shown)


@needs_dot
def test_a_network_draws_a_circle_per_neuron_and_a_line_per_weight() -> None:
    model = MLP(2, [8, 3])
    svg = picture(model._repr_html_())
    kinds = [group.get("class") for group in svg.iter(f"{SVG}g")]
    assert (kinds.count("node"), kinds.count("edge")) == (2 + 8 + 3, 2 * 8 + 8 * 3)
    assert texts(svg).count("tanh") == 8


def test_without_dot_a_value_is_a_table_that_says_what_would_draw_it() -> None:
    html = value_html(Value(2.0) * 0.5, "")
    assert re.findall(r"<td>(.*?)</td>", html)[:5] == ["v2", "*", "v0, v1", "1.0000", "0.0000"]
    assert "apt install graphviz" in html


def test_a_graph_too_large_to_be_drawn_is_a_table_of_its_last_nodes() -> None:
    root = Session(Config(n=40)).training_loss()
    html = value_html(root)
    assert html.count("<tr>") == 1 + MOST_ROWS
    count = re.search(rf"The last {MOST_ROWS} of (\d+) nodes", html)
    assert count
    assert int(count[1]) > MOST_NODES


def test_without_dot_a_network_is_a_table_with_a_row_per_layer() -> None:
    cells = re.findall(r"<td>(.*?)</td>", network_html(MLP(2, [8, 3], "relu"), ""))
    assert cells == ["1", "2", "8", "24", "relu", "2", "8", "3", "27", "linear"]


def test_a_dot_that_fails_leaves_the_table() -> None:
    assert "<table>" in value_html(Value(1.0) + 1.0, sys.executable)


def test_the_package_is_imported_without_what_only_notebooks_need() -> None:
    code = (
        "import sys, micrograd; print(*[m for m in sys.modules if m in ('micrograd.notebook', 'subprocess')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == []
