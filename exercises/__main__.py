"""`python -m exercises`: checks your file, says what to do, and adds the next exercise once one is solved.

`python -m exercises --index` prints the course as JSON.
"""

import sys

from exercises.course import EXERCISES, FOLDER, grow, index, start, words
from exercises.runner import FILE, check

MINE = FOLDER / FILE


def main(args: list[str]) -> int:
    """Runs the program; the exit status is 0, 1 if an exercise is not solved yet, 2 for a bad option."""
    if args == ["--index"]:
        print(index())
        return 0
    if args:
        print(f"exercises: there is no option {args[0]!r}, only --index", file=sys.stderr)
        return 2
    if not MINE.exists():
        begin()
        print(f"Your file is {MINE}.")
    return go_on()


def begin() -> None:
    """Writes the learner's file, unless it is there."""
    if not MINE.exists():
        MINE.write_text(start(EXERCISES[0]), encoding="utf-8")


def go_on() -> int:
    """Checks one exercise after the other, up to the first that is not solved, and adds its start."""
    for exercise in EXERCISES:
        source = MINE.read_text(encoding="utf-8")
        try:
            grown = grow(source, exercise)
        except SyntaxError:  # which the check reports
            grown = source
        if grown != source:
            MINE.write_text(grown, encoding="utf-8")
            print(f"\nThe start of exercise {number(exercise)} has been added to your file.")
        said = check(exercise, grown)
        print(f"exercise {number(exercise)}, {words(exercise)['title']}: {said or 'solved'}")
        if said == words(exercise)["first"]:  # nothing has been tried yet
            print_text(exercise)
        if said:
            return 1
    print("\nAll ten are solved: your micrograd trains the network, equal to the last bit.")
    return 0


def number(exercise: str) -> int:
    """1 for the first."""
    return EXERCISES.index(exercise) + 1


def print_text(exercise: str) -> None:
    """What an exercise is about."""
    said = words(exercise)
    print(f"\n== Exercise {number(exercise)}: {said['title']} ==\n\n{said['text'].strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
