"""The Python side of python.worker.js: commands and queries, with plain JavaScript data in and out."""

from array import array
from dataclasses import asdict

from js import Object
from pyodide.ffi import to_js

from micrograd import Config, Point, Session, Snapshot, inside, replay

CODES = {"f64": "d", "i32": "i"}  # of Python's arrays, by the type of the column

session = Session(Config())


def to_object(data):
    """Converts dicts to plain objects, lists to arrays, and columns of doubles to Float64Arrays."""
    return to_js(data, dict_converter=Object.fromEntries)


def reset(config):
    global session
    settings = config.to_py()
    layers = tuple(settings["layers"])
    session = Session(Config(**{**settings, "seed": int(settings["seed"]), "layers": layers}))
    return to_object([asdict(p) for p in session.points])


def set_points(x, y, label, split):
    """Takes columns, with Float64Arrays for x and y: a JavaScript number such as -0 or 1.0 becomes an int."""
    columns = x.to_py().tolist(), y.to_py().tolist(), label.to_py(), split.to_py()
    session.set_points([Point(*row) for row in zip(*columns, strict=True)])


def set_hyper(hyper):
    session.set_hyper(**hyper.to_py())


def set_variant(zero_grad):
    session.set_variant(zero_grad)


def step():
    return to_js(session.step())


def restore(s):
    data, grad, m, v = (column.to_py().tolist() for column in (s.data, s.grad, s.m, s.v))
    losses = float(s.loss.train), float(s.loss.val)
    session.restore(Snapshot(s.step, *losses, s.optimizer, s.t, data, grad, m, v))


def query(verb, kinds, numbers, columns):
    """A query's reply by columns. Verb, the kinds of its arguments and its columns are a row of verbs.js.

    Arguments come as a Float64Array: a plain -0 or 1.0 would be an int.
    """
    function = next(getattr(home, verb) for home in (Session, inside, replay) if hasattr(home, verb))
    arguments = zip(kinds, numbers.to_py().tolist(), strict=True)
    answer = function(session, *(x if kind == "number" else int(x) for kind, x in arguments))
    types = columns.to_py()
    if len(types) == 1:
        return to_object(dict.fromkeys(types, answer))
    return to_object({name: column(getattr(answer, name), kind) for name, kind in types.items()})


def column(values, kind):
    """Converts a list of numbers to an array, which becomes a typed array; leaves the rest unchanged."""
    if kind == "pairs":
        return array("d", [x for operands in values for x in operands])
    return array(CODES[kind], values) if kind in CODES and isinstance(values, list) else values


def begin_surface(columns, rows, extent):
    global surface_rows
    surface_rows = session.surface_rows(columns, rows, float(extent))


def next_row():
    return to_js(next(surface_rows))


def packages():
    """Lists what micropip has installed, and from where. After a warm start it is loaded only for this."""
    import micropip

    return to_object(
        [{"name": p.name, "version": p.version, "source": p.source} for p in micropip.list().values()]
    )
