"""Runs for the tests of sessions."""

from bits import all_bits

from micrograd import Config, Session


def state(session: Session) -> tuple[object, ...]:
    """Everything a run is made of, as bits."""
    s = session.snapshot()
    columns = [all_bits(column) for column in (s.data, s.grad, s.m, s.v)]
    return (s.step, s.optimizer, s.t, all_bits([s.train, s.val]), columns, session.points, session.config)


def trained(steps: int = 7, **settings: object) -> Session:
    session = Session(Config(**{"n": 20, "layers": (4,), **settings}))  # type: ignore[arg-type]
    for _ in range(steps):
        session.step()
    return session
