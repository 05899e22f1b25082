"""Runs the learner's engine.py, nn.py and optim.py in place of the package's, and says where they fail."""

import json
import linecache
import sys
import traceback
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from pkgutil import iter_modules

PACKAGE = "micrograd"
OUT_OF_REACH = ("js", "pyodide_js")  # the modules that lead from Python to JavaScript
MOST_TEXT = 4000  # characters of an exception: its message may be a print of a million numbers
MOST_SENTENCE = 300  # of its sentence: so may be its name, and either may have lines

files = {}  # the learner's files, by name
compiled = {}  # the package's other modules, by name
bridge = {}  # the globals of bridge.py
failure = None
examine = None  # the package's own examination of an engine, whatever the learner's files are


class Files:
    """Finds the modules whose source the learner has, before anything else does, and none that leads out."""

    def find_spec(self, name, path=None, target=None):
        if name in OUT_OF_REACH:
            raise ImportError(f"{name} is out of reach here: this code can only compute")
        package, _, module = name.rpartition(".")
        known = name in compiled or (package == PACKAGE and f"{module}.py" in files)
        return ModuleSpec(name, self, origin=f"{module}.py") if known else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.origin
        module.__file__ = name
        code = compile(files[name], name, "exec") if name in files else compiled[module.__name__]
        exec(code, module.__dict__)


def hide_browser():
    """Takes the modules away that lead out; what they lead to is confined besides."""
    sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != "JsFinder"]
    for name in OUT_OF_REACH:
        sys.modules.pop(name, None)


def shut():
    """From here on what is imported is the learner's, or can only compute."""
    sys.meta_path.insert(0, Files())
    hide_browser()


def prepare():
    """Compiles all of the package that is not the learner's, before there is anything to run."""
    global examine
    examine = import_module(f"{PACKAGE}.yours.load").examine
    path = import_module(PACKAGE).__path__
    for module in iter_modules(path, f"{PACKAGE}."):
        if module.name not in (f"{PACKAGE}.{name}" for name in ("__main__", "engine", "nn", "optim")):
            compiled[module.name] = PathFinder.find_spec(module.name, path).loader.get_code(module.name)


def begin(sources, source_of_bridge, train_with=None):
    """Imports the package anew with these files in it, then the bridge on top of it.

    `train_with` gets them where they are no part of the package, but make its session's steps.
    """
    modules = [name for name in sys.modules if name.partition(".")[0] == PACKAGE]
    order = import_module(f"{PACKAGE}.engine").topological_order
    browser = {name: import_module(name) for name in OUT_OF_REACH}
    for name in modules:
        del sys.modules[name]
    files.update(sources.to_py())
    for name, text in files.items():
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    shut()
    import_module(PACKAGE)
    if train_with:
        train_with(files)
    else:
        examine(sys.modules[f"{PACKAGE}.engine"], "engine.py", files["engine.py"])
    # the pictures are drawn by the package's own walk over the graph, whatever the learner's backward goes by
    for name in ("graph", "inside", "replay"):
        import_module(f"{PACKAGE}.{name}").topological_order = order
    for name, module in browser.items():
        sys.modules[name] = module
    exec(compile(source_of_bridge, "bridge.py", "exec"), bridge)
    hide_browser()


def operations():
    """The rows of the learner's OPERATIONS as JSON text, each with the name of its function."""
    describe = import_module(f"{PACKAGE}.describe")
    functions = describe.functions()["operations"]
    return json.dumps([{**row, "function": functions[row["name"]]} for row in describe.operations()])


def guarded(function):
    """The function, which notes where it failed before it raises."""

    def call(*arguments):
        global failure
        try:
            return function(*arguments)
        except BaseException as error:
            failure = explained(error)
            raise

    return call


def call_of(name):
    return guarded({"begin": begin, "operations": operations}.get(name) or bridge[name])


def explained(error):
    """The sentence, then the learner's file and line if it passed through one, and the traceback."""
    file, line = place_of(error)
    kind, text = type(error).__name__, said_by(error)
    if isinstance(error, RecursionError):
        text = "a function calls itself without end"
    sentence = f"{kind}: {text}" if text else kind
    if kind == "EngineError":
        sentence, file, line = text, "engine.py" if error.line else "", error.line
    elif file:
        sentence = f"{file}, line {line}: {sentence}"
    details = "".join(traceback.format_exception(error, limit=-8))[-MOST_TEXT:]
    sentence = " ".join(sentence[:MOST_TEXT].split())[:MOST_SENTENCE]
    return [sentence, file, line, details, kind[:MOST_SENTENCE]]


def said_by(error):
    if isinstance(error, SyntaxError):
        return error.msg
    try:
        return str(error)[:MOST_SENTENCE]
    except Exception:
        return ""


def place_of(error):
    """The innermost line of the learner's files that was being run, or that can't be read."""
    if isinstance(error, SyntaxError) and error.filename in files:
        return error.filename, error.lineno or 1
    place, trace = ("", 0), error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name in files:
            place = name, trace.tb_lineno
        trace = trace.tb_next
    return place
