"""`python -m exercises`: checks your file, says what to do, and adds the next exercise once one is solved."""

import sys
from textwrap import fill

from exercises.course import EXERCISES, FOLDER, grow, index, solve, start, words
from exercises.runner import FILE, check

MINE = FOLDER / FILE
USAGE = """\
usage: python -m exercises [--hint | --solution | --index | --help]
checks exercises/my_micrograd.py, and adds the next exercise to it once one is solved

  --hint      prints the hints of the exercise that is open
  --solution  prints your file with that exercise solved
  --index     prints the course as JSON
  --help      prints this
"""


def main(args: list[str]) -> int:
    """Runs the program; the exit status is 0, 1 if an exercise is not solved yet, 2 for a bad option."""
    if args == ["--index"]:
        print(index())
    elif args == ["--help"]:
        print(USAGE, end="")
    elif args in (["--hint"], ["--solution"]):
        return help_with(args[0])
    elif args:
        print(f"exercises: there is no option {args[0]!r}; --help lists them", file=sys.stderr)
        return 2
    else:
        if begin():
            print(f"Your file is {MINE}.")
        return go_on()
    return 0


def begin() -> bool:
    """Writes the learner's file, unless it is there; whether it was written."""
    if MINE.exists():
        return False
    MINE.write_text(start(EXERCISES[0]), encoding="utf-8")
    return True


def go_on() -> int:
    """Checks one exercise after the other, up to the first that is not solved, and adds its start."""
    for exercise in EXERCISES:
        source = MINE.read_text(encoding="utf-8")
        grown = grown_if_python(source, exercise)
        if grown != source:
            MINE.write_text(grown, encoding="utf-8")
            print(f"\nThe start of exercise {number(exercise)} has been added to your file.")
        said = check(exercise, grown)
        print(f"exercise {number(exercise)}, {words(exercise)['title']}: {said or 'solved'}")
        if said == words(exercise)["first"]:  # nothing has been tried yet
            print(f"\n== Exercise {number(exercise)}: {words(exercise)['title']} ==\n")
            print(wrapped(words(exercise)["text"]))
        if said:
            return 1
    print(f"\nAll {len(EXERCISES)} are solved: your network is equal to the engine's to the last bit.")
    return 0


def wrapped(text: str) -> str:
    """A text with lines that a terminal can show; examples stay as they are."""
    blocks = [block if "```" in block else fill(block, 100) for block in text.strip().split("\n\n")]
    return "\n\n".join(blocks).replace("```\n", "").replace("\n```", "")


def help_with(option: str) -> int:
    """Prints the hints, or the solution, of the first exercise that is not solved."""
    begin()
    source = MINE.read_text(encoding="utf-8")
    for exercise in EXERCISES:
        if not check(exercise, source):
            continue
        if option == "--hint":
            print("\n".join(words(exercise)["hints"]))
        else:
            try:
                print(solve(source, exercise), end="")
            except SyntaxError as error:
                print(f"exercises: line {error.lineno} of your file is not Python yet", file=sys.stderr)
                return 1
        return 0
    print(f"All {len(EXERCISES)} are solved.")
    return 0


def grown_if_python(source: str, exercise: str) -> str:
    """The file with the start of an exercise; unchanged where it is not Python, which the check reports."""
    try:
        return grow(source, exercise)
    except SyntaxError:
        return source


def number(exercise: str) -> int:
    """1 for the first."""
    return EXERCISES.index(exercise) + 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
