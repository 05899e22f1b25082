"""What every test shares: reproducible examples from hypothesis, and the golden folder."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from my_engine import UserEngine

set_hypothesis_home_dir(Path(__file__).parent.parent / "dist" / ".cache" / "hypothesis")

# The same examples in every run (a failure found once is found again), and no time limit for the first,
# slow call of an example on a busy machine.
settings.register_profile("micrograd", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("micrograd")


@pytest.fixture
def golden() -> Path:
    """The folder of recorded results."""
    return Path(__file__).parent / "golden"


@pytest.fixture
def engine(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> UserEngine:
    """Runs a user's engine, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return UserEngine(capsys)
