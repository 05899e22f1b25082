"""An experiment as a file: both command lines write the same bytes, go on alike, refuse alike."""

import json
import random
from pathlib import Path

import pytest
from bits import all_bits
from native import needs_c
from pair import point_bits, snapshot_bits
from test_parity_cli import run_c, run_python

from micrograd import Config, Point, Session
from micrograd.experiment import Losses, experiment_text, open_experiment
from micrograd.losses import LOSSES
from micrograd.optim import OPTIMIZERS
from micrograd.read_experiment import read_experiment

Capture = pytest.CaptureFixture[bytes]
SETTINGS = [
    "",
    "--optimizer sgd --momentum 0.5 --layers 6,5 --nonlin relu --loss logsumexp --seed 18446744073709551615",
    "--layers none --dataset moons --n 40 --lr 1e-05 --weight-decay 0",
    "--noise 0.1 --split 50,25,25 --batch-size 7 --schedule cosine --schedule-steps 20 --l1 0.001 --beta1 0.5"
    " --eps 1e-06 --init-scale 2",
    "--optimizer sgd --lr 1e300 --n 20 --loss logsumexp",  # nan and inf in the snapshot
]


def both(capfdbinary: Capture, tmp_path: Path, *args: str) -> tuple[bytes, bytes]:
    """The log and the saved file, which are the same of both programs."""
    results = []
    for name, run in (("c", run_c), ("python", lambda *args: run_python(capfdbinary, *args))):
        file = tmp_path / f"{name}.json"
        status, out, err = run(*args, "--save", str(file))  # type: ignore[operator]
        assert (status, err) == (0, b"")
        results.append((out, file.read_bytes()))
    assert results[0] == results[1]
    return results[0]


@needs_c
@pytest.mark.parametrize("settings", SETTINGS)
def test_a_run_goes_on_from_its_file_as_if_it_had_never_stopped(
    settings: str, tmp_path: Path, capfdbinary: Capture
) -> None:
    whole_log, whole = both(capfdbinary, tmp_path, *settings.split(), "--steps", "25")
    first_log, first = both(capfdbinary, tmp_path, *settings.split(), "--steps", "12")
    file = tmp_path / "first.json"
    file.write_bytes(first)
    second_log, second = both(capfdbinary, tmp_path, "--experiment", str(file), "--steps", "13")
    assert second == whole
    assert first_log.replace(b"/12,", b"/25,") + second_log == whole_log


@needs_c
@pytest.mark.parametrize("settings", SETTINGS)
def test_reading_and_writing_changes_no_byte(settings: str, tmp_path: Path, capfdbinary: Capture) -> None:
    _, saved = both(capfdbinary, tmp_path, *settings.split(), "--steps", "11")
    file = tmp_path / "saved.json"
    file.write_bytes(saved)
    assert both(capfdbinary, tmp_path, "--experiment", str(file), "--steps", "0") == (b"", saved)
    experiment = read_experiment(saved)
    assert experiment_text(open_experiment(experiment), experiment.losses).encode() == saved
    assert json.loads(saved)["snapshot"]["step"] == 11  # any reader of JSON can read it


@needs_c
def test_moved_points_and_a_step_without_zero_grad_go_on_in_both(
    tmp_path: Path, capfdbinary: Capture
) -> None:
    session = Session(Config(n=20))
    session.set_points([*session.points[3:], Point(-0.0, 1e-310, 2, "val"), Point(0.5, -1.5, 0)])
    session.set_variant(zero_grad=False)
    losses = Losses()
    for _ in range(7):
        train, val = session.step()
        losses.train.append(train)
        losses.val.append(val)
    file = tmp_path / "moved.json"
    file.write_text(experiment_text(session, losses))
    _, saved = both(capfdbinary, tmp_path, "--experiment", str(file), "--steps", "5")
    for _ in range(5):
        session.step()
    experiment = read_experiment(saved)
    assert experiment.snapshot
    assert snapshot_bits(experiment.snapshot) == snapshot_bits(session.snapshot())
    assert point_bits(experiment.points or []) == point_bits(session.points)
    assert all_bits(experiment.losses.train[:7]) == all_bits(losses.train)


@needs_c
def test_what_a_file_lacks_has_its_default(tmp_path: Path, capfdbinary: Capture) -> None:
    file = tmp_path / "short.json"
    file.write_text(
        '\n{"micrograd" :1 , "config": {"lr":5E-2,"layers":"6,5", "seed": 7}, "points": null}\r\n'
    )
    short = both(capfdbinary, tmp_path, "--experiment", str(file), "--steps", "3")
    assert short == both(capfdbinary, tmp_path, "--lr=0.05", "--layers=6,5", "--seed=7", "--steps=3")


@needs_c
def test_losses_that_a_file_lacks_are_not_made_up(tmp_path: Path, capfdbinary: Capture) -> None:
    _, saved = both(capfdbinary, tmp_path, "--steps", "3")
    fields = json.loads(saved)
    del fields["losses"]
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(fields, indent=1))
    _, onwards = both(capfdbinary, tmp_path, "--experiment", str(file), "--steps", "2")
    assert "losses" not in json.loads(onwards)


TINY = experiment_text(Session(Config(n=2, layers=())), Losses())


def tiny(*path: str | int, value: object) -> str:
    """The tiny experiment with another value at a place."""
    whole = json.loads(TINY)
    at = whole
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return json.dumps(whole)


REFUSED = {
    "": "it is not JSON: a value is missing at line 1, column 1",
    "[]": "it must be an object in braces, not 'a list'",
    '{"micrograd": 1}\n x': "it is not JSON: there is more after its end at line 2, column 2",
    '{"micrograd": 1,\n\n "config": {"lr": 0.1,}}': (
        "it is not JSON: a name in double quotes is missing at line 3, column 23"
    ),
    '{"micrograd" 1}': "it is not JSON: a colon is missing at line 1, column 14",
    '{"micrograd": NaN}': "it is not JSON: a value is missing at line 1, column 15",
    '{"micrograd": 01}': "it is not JSON: a comma or } is missing at line 1, column 16",
    '{"micrograd": [1 2]}': "it is not JSON: a comma or ] is missing at line 1, column 18",
    '{"micrograd': "it is not JSON: the double quote at its end is missing at line 1, column 12",
    r'{"\x": 1}': "it is not JSON: there is no such escape at line 1, column 3",
    r'{"\ud800": 1}': "it is not JSON: there is no such escape at line 1, column 3",
    "[" * 100_000: "it is not JSON: there are too many brackets within brackets at line 1, column 9",
    "{}": "it has no 'micrograd'",
    '{"micrograd": 2}': "micrograd must be 1, the version of the format that is known here, not '2'",
    '{"micrograd": 1, "weights": []}': (
        "it can't have 'weights', only micrograd, config, points, snapshot, losses"
    ),
    '{"micrograd": 1, "micrograd": 1}': "'micrograd' appears twice in it",
    '{"micrograd": 1, "config": {"lr": -1}}': "config.lr must be a finite number >= 0, not '-1'",
    '{"micrograd": 1, "config": {"lr": [[]]}}': "config.lr must be a finite number >= 0, not 'a list'",
    '{"micrograd": 1, "config": {"layers": [0]}}': (
        "config.layers must be none or sizes from 1 to 1024 with commas, such as 8 or 6,5, not '0'"
    ),
    r'{"micrograd": 1, "config": {"loss": "\u001b[31m\ud83d\ude00"}}': (
        f"config.loss must be one of {', '.join(LOSSES)}, not '?[31m😀'"
    ),
    '{"micrograd": 1, "config": {"zero_grad": 0}}': "config.zero_grad must be true or false, not '0'",
    '{"micrograd": 1, "losses": {"train": [1], "val": []}}': (
        "losses.train must have 0 numbers, one per step, not 1"
    ),
    tiny("points", value={}): "points must be a list in square brackets, not 'an object'",
    tiny("points", 1, "x", value="inf"): "points[1].x must be finite, not inf",
    tiny("points", 1, "y", value="up"): 'points[1].y must be a number, "nan", "inf" or "-inf", not \'up\'',
    tiny("points", 0, "label", value=3): "points[0].label must be a whole number from 0 to 2, not '3'",
    tiny("points", 0, "split", value="x" * 99): (
        f"points[0].split must be one of train, val, test, not '{'x' * 40}…'"
    ),
    tiny("points", 0, value={"x": 1}): "points[0] has no 'y'",
    tiny("snapshot", "data", value=[0.5]): "snapshot.data must have 9 numbers, one per parameter, not 1",
    tiny("snapshot", "m", 3, value=None): (
        'snapshot.m[3] must be a number, "nan", "inf" or "-inf", not \'null\''
    ),
    tiny("snapshot", "step", value=0.5): (
        "snapshot.step must be a whole number from 0 to 9007199254740992, not a fraction"
    ),
    tiny("snapshot", "t", value=5): "snapshot.t must be at most snapshot.step, 0, not 5",
    tiny("snapshot", "optimizer", value="adam"): (
        f"snapshot.optimizer must be one of {', '.join(OPTIMIZERS)}, not 'adam'"
    ),
}


@needs_c
@pytest.mark.parametrize(("text", "sentence"), REFUSED.items(), ids=range(len(REFUSED)))
def test_both_refuse_a_file_with_a_sentence_that_names_the_field(
    text: str, sentence: str, tmp_path: Path, capfdbinary: Capture
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    expected = (2, b"", f"micrograd: {file} can't be used: {sentence}\n".encode())
    assert run_python(capfdbinary, "--experiment", str(file)) == expected
    assert run_c("--experiment", str(file)) == expected


@needs_c
def test_both_say_why_a_file_cant_be_read_or_an_option_cant_go_with_it(
    tmp_path: Path, capfdbinary: Capture
) -> None:
    missing = tmp_path / "missing.json"
    binary = tmp_path / "binary.json"
    binary.write_bytes(b'{"micrograd": 1, "config": {"\xc3\x28": 1}}')
    no_train = tmp_path / "no-train.json"
    no_train.write_text('{"micrograd": 1, "points": [{"x": 0, "y": 0, "label": 0, "split": "val"}]}')
    refusals = {
        ("--experiment",): (2, "--experiment needs a value"),
        ("--experiment", str(missing)): (1, f"can't read {missing}: No such file or directory"),
        ("--experiment", str(tmp_path)): (1, f"can't read {tmp_path}: Is a directory"),
        ("--experiment", str(binary)): (2, f"{binary} can't be used: it is not UTF-8 text"),
        ("--weight-decay", "0", "--experiment", str(missing), "--lr=1"): (
            2,
            "--weight-decay can't go with --experiment, whose file has all the settings",
        ),
        ("--steps", "0", "--save", str(tmp_path)): (1, f"can't write {tmp_path}: Is a directory"),
        ("--experiment", str(no_train)): (
            2,
            "the mean of no losses is not defined: a step needs at least one train point",
        ),
        ("--experiment", str(no_train), "--steps", "0", "--graph", "x.dot"): (
            2,
            "--graph needs a train point",
        ),
    }
    for args, (status, sentence) in refusals.items():
        expected = (status, b"", f"micrograd: {sentence}\n".encode())
        assert run_python(capfdbinary, *args) == expected
        assert run_c(*args) == expected


GOOD = TINY.encode()
PIECES = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"\\u00",
    b"null",
    b"-",
    b"1e999",
    b"9" * 30,
    b"\xff",
    b"\0",
]


def broken(rng: random.Random) -> bytes:
    """The tiny experiment, changed in one to four places."""
    data = bytearray(GOOD)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        cut = rng.choice((0, 1, 1, 5, 40))
        data[at : at + cut] = rng.choice((*PIECES, rng.randbytes(rng.randint(0, 3)), GOOD[at : at + 30]))
    return bytes(data)


def test_a_hundred_thousand_broken_files_meet_nothing_but_a_refusal() -> None:
    rng = random.Random(42)
    refused = longest = 0
    for _ in range(100_000):
        try:
            read_experiment(broken(rng))
        except ValueError as error:
            refused += 1
            longest = max(longest, len(str(error)))
    assert refused > 50_000
    assert longest < 600


@needs_c
def test_both_say_the_same_of_broken_files(tmp_path: Path, capfdbinary: Capture) -> None:
    rng = random.Random(7)
    file = tmp_path / "broken.json"
    sentences = set()
    for _ in range(400):
        file.write_bytes(broken(rng))
        result = run_c("--experiment", str(file), "--steps", "0")
        assert run_python(capfdbinary, "--experiment", str(file), "--steps", "0") == result
        sentences.add(result[2].decode().partition("used: ")[2].partition(" at ")[0])
    assert len(sentences) > 15
