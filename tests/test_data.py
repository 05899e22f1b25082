"""The data sets: the specified points, their classes by geometry, their splits."""

import math

import pytest

from micrograd.data import CLASSES, DATASETS, SPLITS, Point, make_dataset, split_of, yinyang_label
from micrograd.rng import RNG


def test_the_first_train_points_of_seed_42_are_the_specified_ones() -> None:
    points = make_dataset("yinyang", 100, RNG(42))
    assert points[:3] == [
        Point(-0.6436591148376465, 1.1290233135223389, 0, "train"),
        Point(1.502126693725586, -1.2461860179901123, 1, "train"),
        Point(1.0598013401031494, 0.09119725227355957, 2, "train"),
    ]


def kriener(x: float, y: float) -> int | None:
    """The class by the picture: the circle of radius 2 holds two eyes at (+-1, 0), radius 0.4; what is left
    is cut by the curve of the half circle above the left eye's lobe and below the right one's.

    Yin is the upper half, with the left lobe (a circle of radius 1 around (-1, 0)) added below the axis and
    the right lobe taken away above it; the right eye's own rim belongs to it. None near an edge, where the
    last bit decides.
    """
    left, right, centre = math.hypot(x + 1, y), math.hypot(x - 1, y), math.hypot(x, y)
    edges = [left - 0.4, right - 0.4, left - 1, right - 1, centre - 2, y]
    if min(map(abs, edges)) < 1e-9 or centre > 2:
        return None
    if left < 0.4 or right < 0.4:
        return 2
    in_left_lobe, in_right_lobe = left < 1, right < 1
    return 0 if in_left_lobe or (y > 0 and not in_right_lobe) else 1


@pytest.mark.parametrize("seed", [1, 42, 2**64 - 1])
def test_every_yinyang_point_has_the_class_that_the_picture_shows(seed: int) -> None:
    points = make_dataset("yinyang", 600, RNG(seed))
    by_geometry = [kriener(p.x, p.y) for p in points]
    assert by_geometry.count(None) <= 2
    assert all(label in (None, p.label) for label, p in zip(by_geometry, points, strict=True))
    assert {0, 1, 2} <= set(by_geometry)


def test_yin_and_yang_turn_into_each_other_by_half_a_turn() -> None:
    other = {0: 1, 1: 0, 2: 2}
    for p in make_dataset("yinyang", 300, RNG(5)):
        label = kriener(-p.x, -p.y)
        assert label in (None, other[p.label])


def test_the_rim_of_the_right_eye_is_yin_and_that_of_the_left_is_yang() -> None:
    # exactly r_small away: 0.75 + 0.125 with an eye of 0.125, so that no distance rounds
    assert yinyang_label(0.875, 0.5, 0.125, 0.5) == 0
    assert yinyang_label(0.125, 0.5, 0.125, 0.5) == 1


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("seed", [1, 42])
def test_every_dataset_stays_within_the_square_and_takes_the_classes_in_turn(dataset: str, seed: int) -> None:
    points = make_dataset(dataset, 999, RNG(seed))
    assert [p.label for p in points] == [i % CLASSES for i in range(999)]
    assert all(-2.0 <= p.x <= 2.0 and -2.0 <= p.y <= 2.0 for p in points)
    assert max(p.x for p in points) - min(p.x for p in points) > 2.5
    assert len({(p.x, p.y) for p in points}) > 990


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_begins_the_same_for_every_n(dataset: str) -> None:
    few, many = make_dataset(dataset, 10, RNG(3)), make_dataset(dataset, 20, RNG(3))
    assert [(p.x, p.y) for p in few] == [(p.x, p.y) for p in many[:10]]


def test_the_rings_of_three_classes_do_not_touch() -> None:
    for p in make_dataset("rings", 300, RNG(9)):
        radius = math.hypot(p.x, p.y)
        assert 0.7 * p.label - 1e-12 <= radius <= 0.7 * p.label + 0.5


def test_an_arm_of_the_spiral_is_where_its_formula_says() -> None:
    for p in make_dataset("spiral", 300, RNG(9)):
        t = (math.hypot(p.x, p.y) - 0.1) / 1.8
        angle = p.label * 2 * math.pi / 3 + 4 * t
        off = (math.atan2(p.x, p.y) - angle + math.pi) % (2 * math.pi) - math.pi
        assert 0.0 <= t < 1.0
        assert abs(off) <= 0.2 + 1e-9


def test_the_blobs_lie_around_the_corners_of_a_triangle() -> None:
    points = make_dataset("blobs", 300, RNG(9))
    for label in range(CLASSES):
        of = [p for p in points if p.label == label]
        x, y = sum(p.x for p in of) / len(of), sum(p.y for p in of) / len(of)
        angle = label * 2 * math.pi / 3
        assert math.hypot(x - 1.1 * math.sin(angle), y - 1.1 * math.cos(angle)) < 0.1
        assert all(abs(p.x - 1.1 * math.sin(angle)) <= 0.8 for p in of)


def test_the_moons_keep_to_their_half_circles_and_the_rest_keeps_away() -> None:
    centres = ((-0.5, -0.25, 1.0), (0.5, 0.25, -1.0))
    for p in make_dataset("moons", 600, RNG(9)):
        off = [abs(math.hypot(p.x - cx, p.y - cy) - 1.0) for cx, cy, _ in centres]
        beyond = [up * (p.y - cy) for _, cy, up in centres]
        if p.label == 2:
            assert all(o >= 0.3 or b <= -0.3 for o, b in zip(off, beyond, strict=True))
        else:
            assert off[p.label] < 0.15
            assert beyond[p.label] >= -0.1


def test_neighbouring_squares_of_the_checkerboard_differ() -> None:
    labels: dict[tuple[int, int], int] = {}
    for p in make_dataset("checkerboard", 900, RNG(9)):
        square = math.floor(p.x), math.floor(p.y)
        assert labels.setdefault(square, p.label) == p.label
    assert len(labels) == 16
    for (column, row), label in labels.items():
        assert label != labels.get((column + 1, row))
        assert label != labels.get((column, row + 1))


def test_opposite_sectors_of_xor_have_one_class_and_neighbours_another() -> None:
    seen = set()
    for p in make_dataset("xor", 300, RNG(9)):
        sector = round(math.atan2(p.x, p.y) / (math.pi / 3.0)) % 6
        assert sector % 3 == p.label
        assert 0.3 <= math.hypot(p.x, p.y) < 1.9
        seen.add(sector)
    assert len(seen) == 6


def test_straight_lines_part_the_classes_of_the_linear_data_set() -> None:
    for p in make_dataset("linear", 300, RNG(9)):
        towards = [
            p.x * math.sin(a) + p.y * math.cos(a) for a in (k * 2 * math.pi / 3 for k in range(CLASSES))
        ]
        assert max(range(CLASSES), key=towards.__getitem__) == p.label


@pytest.mark.parametrize(
    ("n", "counts"),
    [(100, (80, 10, 10)), (10, (8, 1, 1)), (2, (1, 0, 1)), (7, (5, 1, 1)), (1000, (800, 100, 100))],
)
def test_splits_are_80_10_10_percent_in_order(n: int, counts: tuple[int, int, int]) -> None:
    splits = [split_of(i, n) for i in range(n)]
    assert tuple(splits.count(split) for split in SPLITS) == counts
    assert splits == sorted(splits, key=SPLITS.index)
    assert [p.split for p in make_dataset("blobs", n, RNG(1))] == splits


def test_an_unknown_dataset_is_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match=r"dataset must be one of yinyang, .*, not 'no such'"):
        make_dataset("no such", 10, RNG(1))
