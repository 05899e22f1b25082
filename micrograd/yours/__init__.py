"""Your own engine in place of micrograd/engine.py: it trains, compared with the package's to the last bit.

load.py runs the file and puts a copy of the package around it. compare.py makes every step in both and
compares each node; measure.py judges an operation that only your file has. lines.py and words.py say what
was found. `python -m micrograd --engine FILE` is all of it. C has no twin of this: it can't run Python.

>>> from pathlib import Path
>>> import micrograd.engine
>>> package = load_engine(Path(micrograd.engine.__file__).read_text(), "my_engine.py")
>>> package.session.Session(package.config.Config()).step() == micrograd.Session(micrograd.Config()).step()
True
"""

from micrograd.yours.load import Package, load_engine

__all__ = ["Package", "load_engine"]
