"""The Python end of python.worker.js: plain JavaScript data in and out, by commands and queries."""

from array import array
from dataclasses import asdict

from js import Object
from pyodide.ffi import to_js

from micrograd import Config, Point, Session, Snapshot, inside, replay

session = Session(Config())


def to_object(data):
    """Dicts become plain objects, lists arrays, columns of doubles Float64Arrays."""
    return to_js(data, dict_converter=Object.fromEntries)


def reset(config):
    global session
    settings = config.to_py()
    layers = tuple(settings["layers"])
    session = Session(Config(**{**settings, "seed": int(settings["seed"]), "layers": layers}))
    return to_object({"points": [asdict(p) for p in session.points]})


def set_points(x, y, label, split):
    """Columns: Float64Arrays for x and y, since a plain -0 or 1.0 would come as an int."""
    columns = x.to_py().tolist(), y.to_py().tolist(), label.to_py(), split.to_py()
    session.set_points([Point(*row) for row in zip(*columns, strict=True)])


def set_hyper(hyper):
    session.set_hyper(**hyper.to_py())


def set_variant(zero_grad):
    session.set_variant(zero_grad)


def step():
    return to_js(session.step())


def snapshot():
    s = session.snapshot()
    loss = {"train": s.train, "val": s.val}
    return to_object({"step": s.step, "loss": loss, "data": s.data, "grad": s.grad, "m": s.m, "v": s.v})


def restore(s):
    data, grad, m, v = (column.to_py().tolist() for column in (s.data, s.grad, s.m, s.v))
    session.restore(Snapshot(s.step, float(s.loss.train), float(s.loss.val), data, grad, m, v))


# Every query: the function that answers it, and the name of its only column where the answer is one array.
QUERIES = {
    "trace": (Session.trace, None),
    "surface": (Session.surface, "probabilities"),
    "predict": (Session.predict, "probabilities"),
    "gradient": (inside.gradient, "gradient"),
    "contributions": (inside.contributions, "contributions"),
    "naive": (inside.naive, None),
    "nudge": (replay.nudge, None),
    "field": (replay.field, "field"),
}


def query(verb, numbers):
    """A query's reply by columns. Arguments come as a Float64Array: a plain -0 or 1.0 would be an int."""
    function, column = QUERIES[verb]
    kinds = [kind for kind in function.__annotations__.values() if kind in (int, float)]
    arguments = [kind(x) for kind, x in zip(kinds, numbers.to_py().tolist(), strict=True)]
    answer = function(session, *arguments)
    columns = {column: answer} if column else {name: getattr(answer, name) for name in answer.__slots__}
    if verb == "trace":
        columns |= {name: array("d", columns[name]) for name in ("data", "grad")}
    return to_object(columns)


def begin_surface(columns, rows, extent):
    global surface_rows
    surface_rows = session.surface_rows(columns, rows, float(extent))


def next_row():
    return to_js(next(surface_rows))


def packages():
    """What micropip has installed, and from where. After a quick boot it has come only for this."""
    import micropip

    return to_object(
        [{"name": p.name, "version": p.version, "source": p.source} for p in micropip.list().values()]
    )
