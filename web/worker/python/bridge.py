"""The Python end of python.worker.js: plain JavaScript data in and out, one function per verb."""

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
    """Columns: Float64Arrays for x and y, here and below, since a plain -0 or 1 would come as an int."""
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


def trace(place, label):
    graph = session.trace(*place.to_py(), label)
    columns = {name: getattr(graph, name) for name in graph.__slots__}
    return to_object({**columns, "data": array("d", graph.data), "grad": array("d", graph.grad)})


def surface(columns, rows, extent):
    return to_js(session.surface(columns, rows, float(extent)))


def begin_surface(columns, rows, extent):
    global surface_rows
    surface_rows = session.surface_rows(columns, rows, float(extent))


def next_row():
    return to_js(next(surface_rows))


def predict(place):
    return to_js(session.predict(*place.to_py()))


def gradient():
    return to_js(inside.gradient(session))


def shares(parameter):
    return to_js(inside.shares(session, parameter))


def naive(place, label, root):
    return columns_of(inside.naive(session, *place.to_py(), label, root))


def nudge(place, label, node, delta):
    return columns_of(replay.nudge(session, *place.to_py(), label, node, float(delta)))


def field(node, label, columns, rows, extent):
    return to_js(replay.field(session, node, label, columns, rows, float(extent)))


def columns_of(answer):
    """An answer's fields by name."""
    return to_object({name: getattr(answer, name) for name in answer.__slots__})


def packages():
    """What micropip has installed, and from where. After a quick boot it has come only for this."""
    import micropip

    return to_object(
        [{"name": p.name, "version": p.version, "source": p.source} for p in micropip.list().values()]
    )
