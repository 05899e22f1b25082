"""describe: the tables of this engine as JSON text: operations, data sets, losses, optimisers, settings.

A page reads them rather than having lists of its own, and a test compares them with those of the twin in C,
byte for byte; only `functions`, the names of what implements each row, differs.

>>> import json
>>> json.loads(describe())["nonlinearities"][:2]
['tanh', 'relu']
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from micrograd import inside, replay
from micrograd.config import DEFAULT_STEPS, RULES, Config, setting_text
from micrograd.data import DATASETS, SPLITS
from micrograd.engine import OPERATIONS
from micrograd.graph import PARTS, ROLES
from micrograd.losses import LOSSES
from micrograd.nn import NONLINS
from micrograd.optim import OPTIMIZERS, SHRINK
from micrograd.schedule import SCHEDULES
from micrograd.session import HYPER, Session

COMMANDS: list[Callable[..., Any]] = [
    Session.step,
    Session.restore,
    Session.set_points,
    Session.set_hyper,
    Session.set_variant,
]
QUERIES: list[Callable[..., Any]] = [
    Session.snapshot,
    Session.trace,
    Session.surface,
    Session.predict,
    Session.learning_rate,
    inside.gradient,
    inside.contributions,
    inside.predictions,
    inside.point_losses,
    inside.landscape,
    inside.naive,
    inside.overwritten,
    replay.nudge,
    replay.field,
]


def operations() -> list[dict[str, Any]]:
    """The rows of OPERATIONS: in C, the index is the code of the operation."""
    return [
        {
            "name": name,
            "title": row.title,
            "word": row.word,
            "arity": len(row.derivatives),
            "formula": row.formula,
            "derivatives": row.derivatives,
            "nonlinearity": row.nonlinearity,
        }
        for name, row in OPERATIONS.items()
    ]


def losses() -> list[dict[str, Any]]:
    """The rows of LOSSES with the parts that each one names."""
    return [
        {
            "name": name,
            "title": row.title,
            "limits": row.limits,
            "parts": [{"part": part, "name": n, "words": words} for part, (n, words) in row.parts.items()],
        }
        for name, row in LOSSES.items()
    ]


def optimizers() -> list[dict[str, Any]]:
    """The rows of OPTIMIZERS, with the rule in words."""
    return [
        {
            "name": name,
            "title": row.title,
            "hyper": row.hyper,
            "moments": row.moments,
            "rule": row.rule,
        }
        for name, row in OPTIMIZERS.items()
    ]


def settings() -> list[dict[str, Any]]:
    """Every setting with its kind, its range and its default, as text."""
    defaults = {**asdict(Config()), "steps": DEFAULT_STEPS}
    return [
        {"name": name, **rule.describe(), "default": setting_text(defaults[name])}
        for name, rule in RULES.items()
    ]


def functions() -> dict[str, dict[str, str]]:
    """The name of what implements each row, in this language."""
    return {
        "operations": {name: row.function for name, row in OPERATIONS.items()},
        "datasets": {name: row.draw.__name__ for name, row in DATASETS.items()},
        "losses": {name: row.value.__name__ for name, row in LOSSES.items()},
        "optimizers": {name: row.__name__ for name, row in OPTIMIZERS.items()},
        "schedules": {name: row.rate.__name__ for name, row in SCHEDULES.items()},
    }


def describe() -> str:
    """All tables as JSON text, in the order of their rows."""
    tables = {
        "operations": operations(),
        "nonlinearities": list(NONLINS),
        "datasets": [{"name": name, "title": row.title} for name, row in DATASETS.items()],
        "losses": losses(),
        "optimizers": optimizers(),
        "shrink": SHRINK,
        "schedules": [{"name": name, "title": row.title} for name, row in SCHEDULES.items()],
        "parts": [{"part": part, "words": words} for part, words in PARTS.items()],
        "roles": ROLES,
        "splits": SPLITS,
        "settings": settings(),
        "hyper": HYPER,
        "commands": [command.__name__ for command in COMMANDS],
        "queries": [query.__name__ for query in QUERIES],
        "functions": functions(),
    }
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
