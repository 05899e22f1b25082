"""JSON, read strictly (RFC 8259), with a sentence that says what is missing, and where.

Written out, rather than left to Python's json, so that C reads and refuses the same bytes with the same
sentence, and so that a number keeps its digits.

>>> json = read_json(b'{"lr": 0.10, "layers": [6, 5]}')
>>> json.names, json.items[0].text, [size.text for size in json.items[1].items]
(['lr', 'layers'], '0.10', ['6', '5'])
>>> read_json(b'{"lr": }')
Traceback (most recent call last):
ValueError: it is not JSON: a value is missing at line 1, column 8
"""

import re
from collections.abc import Sequence
from json import loads
from typing import NamedTuple, NoReturn

MOST_OPEN = 8  # brackets within brackets; an experiment has four

SPACE = re.compile(rb"[ \t\n\r]*")
NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(rb"true|false|null")
# no character 0, which would end a text in C, and no half of a surrogate pair
CODE = rb"u(?:(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4}|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
QUOTED = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|' + CODE + rb"))*")


class Json(NamedTuple):
    """A value: text is what a text says, and what anything else but a list and an object is written as.

    kind is one of word (true, false, null), number, text, list, object. names has the name of each item of
    an object; one may stand there twice.
    """

    kind: str
    text: str
    items: Sequence["Json"] = ()
    names: Sequence[str] = ()


def skip_space(data: bytes, at: int) -> int:
    """The place of the next byte that is no space."""
    found = SPACE.match(data, at)
    assert found
    return found.end()


def read_text(data: bytes, at: int) -> tuple[str, int]:
    """What stands in double quotes, and the place behind them."""
    found = QUOTED.match(data, at)
    assert found
    last = data[found.end() : found.end() + 1]
    if last != b'"':
        what = "the double quote at its end is missing" if last != b"\\" else "there is no such escape"
        refuse_at(data, found.end(), what)
    return loads(found[0] + b'"'), found.end() + 1


def read_name(data: bytes, at: int) -> tuple[str, int]:
    """A name with its colon, and the place behind them."""
    at = skip_space(data, at)
    if data[at : at + 1] != b'"':
        refuse_at(data, at, "a name in double quotes is missing")
    name, at = read_text(data, at)
    at = skip_space(data, at)
    if data[at : at + 1] != b":":
        refuse_at(data, at, "a colon is missing")
    return name, at + 1


def read_items(data: bytes, at: int, opened: int) -> tuple[Json, int]:
    """A list or an object, and the place behind it."""
    if opened == MOST_OPEN:
        refuse_at(data, at, "there are too many brackets within brackets")
    is_object = data[at] == ord("{")
    end, says = (b"}", "a comma or } is missing") if is_object else (b"]", "a comma or ] is missing")
    items: list[Json] = []
    names: list[str] = []
    at = skip_space(data, at + 1)
    while items or data[at : at + 1] != end:
        if is_object:
            name, at = read_name(data, at)
            names.append(name)
        item, at = read_value(data, at, opened + 1)
        items.append(item)
        at = skip_space(data, at)
        if data[at : at + 1] == end:
            break
        if data[at : at + 1] != b",":
            refuse_at(data, at, says)
        at += 1
    return Json("object" if is_object else "list", "", items, names), at + 1


def read_value(data: bytes, at: int, opened: int) -> tuple[Json, int]:
    """A value and the place behind it; `opened` brackets are open."""
    at = skip_space(data, at)
    first = data[at : at + 1]
    if first == b'"':
        text, at = read_text(data, at)
        return Json("text", text), at
    if first in (b"{", b"["):
        return read_items(data, at, opened)
    found = NUMBER.match(data, at) or WORD.match(data, at)
    if not found:
        refuse_at(data, at, "a value is missing")
    return Json("number" if found.re is NUMBER else "word", found[0].decode()), found.end()


def read_json(data: bytes) -> Json:
    """The value that a whole text in UTF-8 stands for. ValueError with the reason and the place."""
    try:
        data.decode()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    json, at = read_value(data, 0, 0)
    at = skip_space(data, at)
    if at < len(data):
        refuse_at(data, at, "there is more after its end")
    return json


def refuse_at(data: bytes, at: int, what: str) -> NoReturn:
    """ValueError for what is wrong at a place; columns count bytes."""
    before = data[:at]
    line, column = before.count(b"\n") + 1, at - (before.rfind(b"\n") + 1) + 1
    raise ValueError(f"it is not JSON: {what} at line {line}, column {column}")
