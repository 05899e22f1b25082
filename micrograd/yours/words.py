"""What is said of a comparison: the first difference, both numbers and the line, or equal to the last bit."""

from micrograd.yours.compare import Difference, Watched
from micrograd.yours.lines import line_of, line_words

ENGINE = "micrograd/engine.py"


def verdict(watched: Watched, original: str, c_losses: list[str] | None) -> str:
    """The lines after the log; c_losses are the train losses of the native program, if it is built."""
    difference, file = watched.difference, watched.package.file
    ours = [repr(loss) for loss in watched.losses]
    if not ours:
        return "No step was made, so nothing was compared.\n"
    if not difference:
        return (
            f"{equal_words(watched.equal)}, node by node, with {ENGINE}.\n{c_words(file, ours, c_losses)}\n"
        )
    line = line_of(difference, watched.package, original)
    lines = [
        f"The engines differ at step {difference.step}, first in the {where(difference)}:",
        f"  {file}: {difference.yours!s}",
        f"  {ENGINE}: {difference.theirs!s}",
        *line_words(watched.package, line),
        c_words(file, ours, c_losses),
    ]
    return "\n".join(lines) + "\n"


def equal_words(steps: int) -> str:
    """Equal to the last bit for 100 steps."""
    return f"Equal to the last bit for {steps} {'step' if steps == 1 else 'steps'}"


def where(difference: Difference) -> str:
    """The node, what of it differs, and in which point's graph."""
    node = f"{difference.node}{f' ({difference.op})' if difference.op else ''}"
    p = difference.point
    point = f", for the train point at ({p.x:.3f}, {p.y:.3f})" if p else ""
    if difference.part == "local":
        return f"local derivative of {node} with respect to {difference.operand or 'its operand'}{point}"
    if difference.part == "op":
        return f"operation of {node}{point}"
    if difference.part == "grad" and difference.users:
        node += f", an operand of {' and '.join(difference.users)}"
    return f"{difference.part} of {node}{point}" if node else difference.part


def c_words(file: str, ours: list[str], c_losses: list[str] | None) -> str:
    """How the log compares with that of the native program."""
    if c_losses is None:
        return "The twin in C is not built, so its log is not compared: `npm run build` makes dist/micrograd."
    for step, (a, b) in enumerate(zip(ours, c_losses, strict=True), 1):
        if a != b:
            return (
                f"The C program prints a different train loss from step {step} on: {b}, where {file} has {a}."
            )
    return f"The twin in C prints the same train loss at all {len(ours)} steps."
