"""The settings: what each may be, and what the refusal of anything else says."""

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micrograd.config import RULES, Config, parse_setting, setting_text

ACCEPTED = [
    ("seed", "1", 1),
    ("seed", "18446744073709551615", 2**64 - 1),
    ("seed", "+7", 7),
    ("seed", "007", 7),
    ("n", "0", 0),
    ("noise", "0.25", 0.25),
    ("split", "80,10,10", (80, 10, 10)),
    ("split", "100,0,+0", (100, 0, 0)),
    ("init_scale", "0", 0.0),
    ("batch_size", "0", 0),
    ("batch_size", "32", 32),
    ("schedule", "cosine", "cosine"),
    ("schedule_steps", "1", 1),
    ("beta1", "0", 0.0),
    ("beta2", "0.9999999999999999", 0.9999999999999999),
    ("eps", "1e-08", 1e-8),
    ("l1", "0.01", 0.01),
    ("n", "1000000", 1_000_000),
    ("steps", "0", 0),
    ("steps", "-0", 0),
    ("layers", "none", ()),
    ("layers", "8", (8,)),
    ("layers", "6,5,1024", (6, 5, 1024)),
    ("lr", "0", 0.0),
    ("lr", "-0.0", 0.0),
    ("lr", "1e-3", 0.001),
    ("lr", "1.5E+2", 150.0),
    ("momentum", "1e308", 1e308),
    ("weight_decay", "1e-400", 0.0),
    ("dataset", "rings", "rings"),
    ("nonlin", "relu", "relu"),
    ("optimizer", "sgd", "sgd"),
    ("loss", "logsumexp", "logsumexp"),
]

REFUSED = [
    (
        "seed",
        [
            "0",
            "-1",
            "18446744073709551616",
            "1.0",
            "0x10",
            "1_0",
            "",
            " 1",
            "1 ",
            "one",
            "9" * 5000,
            "0" * 400 + "7",
        ],
    ),
    ("seed", ["0" * 400 + "7"]),
    ("noise", ["-0.1", "inf"]),
    ("split", ["80,10", "80,10,10,0", "80,10,11", "90,20,-10", "80.0,10,10", "", "80,10,10,", "80 10 10"]),
    ("init_scale", ["-1"]),
    ("batch_size", ["-1", "1000001", "all"]),
    ("schedule", ["linear", ""]),
    ("schedule_steps", ["0", "1000001"]),
    ("beta1", ["1", "1.0", "-0.1", "nan", "0.99999999999999999"]),
    ("beta2", ["1", "2"]),
    ("eps", ["-1e-8", "0", "0.0", "1e-400"]),
    ("l1", ["-1", "inf"]),
    ("n", ["1000001", "-5", "1e3", "²", "１０"]),
    ("steps", ["-1", "1.5", "ten", "9223372036854775808"]),
    ("layers", ["0", "1025", "", "8,", ",8", "8,,8", "8;8", "None", "8 ,8", "-1"]),
    ("lr", ["-0.1", "nan", "inf", "1e400", ".5", "5.", "1_0", "0x1p3", "", "1e", "--1", "0,1", "1\n", "٣"]),
    ("momentum", ["-1", "infinity"]),
    ("weight_decay", ["-1e-9", "1d3"]),
    ("dataset", ["no such", "", "Yinyang", "yin"]),
    ("nonlin", ["no such", "none", "True"]),
    ("optimizer", ["no such", "AdamW"]),
    ("loss", ["no such", ""]),
]


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_a_setting_in_range_is_its_value(name: str, text: str, value: object) -> None:
    assert parse_setting(name, text) == value
    assert type(parse_setting(name, text)) is type(value)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REFUSED for text in texts])
def test_a_setting_out_of_range_is_refused_with_its_rule_and_value(name: str, text: str) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        parse_setting(name, text)
    assert str(refused.value) == f"{name} must be {RULES[name].says}, not '{text}'"
    assert refused.value.__cause__ is None


def test_every_setting_has_both_lists_above() -> None:
    assert {name for name, _, _ in ACCEPTED} == {name for name, _ in REFUSED} == set(RULES)


@given(st.floats(min_value=0.0, allow_infinity=False))
def test_every_finite_number_survives_being_typed(x: float) -> None:
    assert parse_setting("lr", setting_text(x)) == x


@given(st.text(max_size=8))
def test_a_number_of_any_other_text_is_refused_or_finite(text: str) -> None:
    try:
        value = parse_setting("lr", text)
    except ValueError:
        return
    assert 0.0 <= value < math.inf
    assert text.isascii()
    assert value == float(text)


def test_the_defaults_are_those_of_the_specification() -> None:
    c = Config()
    assert (c.seed, c.dataset, c.n, c.layers, c.nonlin) == (42, "yinyang", 100, (8,), "tanh")
    assert (c.optimizer, c.lr, c.momentum, c.weight_decay, c.loss) == ("adamw", 0.1, 0.9, 0.0001, "nll")
    assert (c.beta1, c.beta2, c.eps, c.l1, c.schedule, c.batch_size) == (0.9, 0.95, 1e-8, 0.0, "constant", 0)
    assert (c.noise, c.split, c.init_scale) == (0.0, (80, 10, 10), 1.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("seed", 0), ("seed", True), ("n", -1), ("n", 10.0), ("layers", (0,)), ("layers", (8.5,))],
        *[("lr", -1.0), ("lr", math.nan), ("lr", math.inf), ("momentum", None), ("weight_decay", "x")],
        *[("loss", None)],
    ],
)
def test_a_config_refuses_what_the_command_line_refuses(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} must be .*, not "):
        Config(**{name: value})  # type: ignore[arg-type]


def test_a_config_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Config().lr = 0.5  # type: ignore[misc]


def test_no_limit_of_int_on_digits_is_reached() -> None:
    assert sys.get_int_max_str_digits() > 400 or sys.get_int_max_str_digits() == 0
