"""The pictures of matplotlib show the numbers of the run."""

import builtins
from typing import Any

import pytest

from micrograd import Config, Session
from micrograd.plot import COLOURS, mixed, plot_boundary, plot_losses


def test_without_matplotlib_one_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"^micrograd.plot needs matplotlib: pip install matplotlib$"):
        plot_losses([1.0])


def test_a_certain_class_has_half_of_its_colour_on_white() -> None:
    for c, colour in enumerate(COLOURS):
        expected = [0.5 + int(colour[at : at + 2], 16) / 510 for at in (1, 3, 5)]
        assert mixed([float(i == c) for i in range(3)]) == pytest.approx(expected)
    assert max(mixed([1 / 3, 1 / 3, 1 / 3])) <= 1.0


@pytest.fixture
def new_axes() -> Any:
    """Axes that are drawn nowhere."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    return Figure().subplots


def test_the_losses_are_lines_from_step_1(new_axes: Any) -> None:
    session = Session(Config(n=20))
    losses = [session.step() for _ in range(5)]
    train, val = zip(*losses, strict=True)
    ax = plot_losses(train, val, new_axes(), log=True)
    assert [line.get_label() for line in ax.lines] == ["train", "val"]
    assert [list(line.get_xdata()) for line in ax.lines] == [[1, 2, 3, 4, 5]] * 2
    assert [tuple(line.get_ydata()) for line in ax.lines] == [train, val]
    assert ax.get_yscale() == "log"


def test_the_boundary_has_the_engines_probabilities_and_every_point_in_its_place(new_axes: Any) -> None:
    session = Session(Config(n=30))
    ax = plot_boundary(session, new_axes(), cells=20)
    image = ax.images[0]
    assert image.get_extent() == [-2.0, 2.0, -2.0, 2.0]
    rows = image.get_array()
    p = session.surface(20, 20)
    for row, column in ((0, 0), (3, 17), (19, 19)):
        at = 3 * (20 * row + column)
        assert tuple(rows[row][column]) == pytest.approx(mixed(p[at : at + 3]))
    places = {(x, y) for dots in ax.collections for x, y in dots.get_offsets().tolist()}
    assert places == {(point.x, point.y) for point in session.points}
