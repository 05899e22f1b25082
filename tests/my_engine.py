"""A user's engine.py for the tests: the package's own with passages replaced, run by the command line."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import micrograd.engine
from micrograd.__main__ import main

ORIGINAL = Path(micrograd.engine.__file__).read_text(encoding="utf-8")


@dataclass
class UserEngine:
    """Runs `python -m micrograd --engine mine.py`; gives exit status, stdout and stderr."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, changes: dict[str, str], *args: str) -> tuple[int, str, str]:
        """The same with engine.py in which these passages are replaced."""
        text = ORIGINAL
        for old, new in changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return self.text(text, *args)

    def text(self, text: str, *args: str) -> tuple[int, str, str]:
        """The same with this text."""
        Path("mine.py").write_text(text, encoding="utf-8")
        self.capsys.readouterr()
        status = main(["--engine", "mine.py", *args])
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err


def line_with(text: str) -> int:
    """The number of the line of engine.py in which a text stands."""
    return ORIGINAL.partition(text)[0].count("\n") + 1
