"""Build micrograd yourself: ten exercises, from an empty Value to the trained network.

`pytest exercises/` checks your file, exercises/my_micrograd.py; `python -m exercises` does so too, needs no
pytest, and adds the start of the next exercise once you have solved one. course.py has the table of
contents for a page.
"""
