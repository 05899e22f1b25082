"""What the fields of a JSON object must be: each refusal names the field and what would be right.

>>> from micrograd.strict_json import read_json
>>> found = fields_of(read_json(b'{"x": 0.5, "y": "up"}'), "points[7]", ("x", "y"))
>>> number_of(found["x"], "points[7].x")
0.5
>>> number_of(found["y"], "points[7].y")
Traceback (most recent call last):
ValueError: points[7].y must be a number, "nan", "inf" or "-inf", not 'up'
"""

import math
from array import array
from collections.abc import Sequence

from micrograd.strict_json import Json

NOT_FINITE = ("nan", "inf", "-inf")


def fields_of(json: Json, what: str, names: Sequence[str]) -> dict[str, Json]:
    """The fields of an object that are not null. ValueError for anything else, and for an unknown name."""
    if json.kind != "object":
        refuse_field(what, "an object in braces", json)
    found: dict[str, Json] = {}
    for name, item in zip(json.names, json.items, strict=True):
        if name not in names:
            raise ValueError(f"{what} can't have '{printable(name)}', only {', '.join(names)}")
        if name in found:
            raise ValueError(f"'{name}' appears twice in {what}")
        found[name] = item
    return {name: item for name, item in found.items() if (item.kind, item.text) != ("word", "null")}


def needed(found: dict[str, Json], what: str, name: str) -> Json:
    """A field that can't be left out."""
    if name not in found:
        raise ValueError(f"{what} has no '{name}'")
    return found[name]


def items_of(json: Json, what: str) -> Sequence[Json]:
    """The items of a list. ValueError for anything else."""
    if json.kind != "list":
        refuse_field(what, "a list in square brackets", json)
    return json.items


def numbers_of(json: Json, what: str, count: int, each: str) -> "array[float]":
    """A list of so many numbers, one per parameter or step."""
    items = items_of(json, what)
    if len(items) != count:
        raise ValueError(f"{what} must have {count} numbers, one per {each}, not {len(items)}")
    return array("d", [number_of(item, f"{what}[{i}]") for i, item in enumerate(items)])


def number_of(json: Json, what: str) -> float:
    """A number, which is in quotes where JSON has none: nan, inf, -inf."""
    if json.kind != "number" and (json.kind != "text" or json.text not in NOT_FINITE):
        refuse_field(what, 'a number, "nan", "inf" or "-inf"', json)
    return math.nan if json.text == "nan" else float(json.text)


def refuse_field(what: str, right: str, json: Json) -> None:
    """ValueError: what a field must be, and what it is."""
    raise ValueError(f"{what} must be {right}, not '{shown(json)}'")


def shown(json: Json, most: int = 40) -> str:
    """A value as a sentence shows it."""
    if json.kind in ("list", "object"):
        return "a list" if json.kind == "list" else "an object"
    return printable(json.text, most)


def printable(text: str, most: int = 40) -> str:
    """The beginning of a text, with nothing in it that a terminal would obey."""
    begins = "".join("?" if c < " " or c == "\x7f" else c for c in text[:most])
    return begins + "…" * (len(text) > most)
