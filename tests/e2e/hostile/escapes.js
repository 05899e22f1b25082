/** Programs that try to get out: to JavaScript, to the network, to files, to other processes; or to change what runs them. */

import { ANY, BROKEN, ENDLESS, inTanh, topLevel, VERDICT } from "./program.js";

/** @typedef {import("./program.js").Program} Program */

const OUT_OF_REACH = /ImportError: (js|pyodide_js) is out of reach here: this code can only compute\.$/;

/** @type {Program[]} */
export const BUILTINS = [
  topLevel(
    "print that is another",
    "import builtins\nbuiltins.print = None\nprint(1)",
    /TypeError: 'NoneType' object is not callable\.$/,
  ),
  topLevel("len that is always 7", "import builtins\nbuiltins.len = lambda x: 7", BROKEN),
  topLevel("isinstance that is always true", "import builtins\nbuiltins.isinstance = lambda *a: True", ANY),
  topLevel("sum that is never right", "import builtins\nbuiltins.sum = lambda *a: 42", VERDICT),
  topLevel(
    "no object",
    "import builtins\ndel builtins.object\nclass X(object): pass",
    /NameError: name 'object' is not defined\.$/,
  ),
  topLevel(
    "all builtins deleted",
    "import builtins\nfor name in list(vars(builtins)): delattr(builtins, name)",
    ANY,
  ),
  topLevel("no imports any more", "import builtins\nbuiltins.__import__ = None", BROKEN),
  topLevel(
    "no classes any more",
    "import builtins\nbuiltins.__build_class__ = None\nclass X: pass",
    /TypeError/,
  ),
  topLevel("str that is a list", "import builtins\nbuiltins.str = list\nraise ValueError('x')", BROKEN),
  topLevel("math that is all wrong", "for n in dir(math): setattr(math, n, None)", ANY),
];

/** @type {Program[]} */
export const INTERPRETER = [
  topLevel("exit", "import sys\nsys.exit(0)", /SystemExit: 0\.$/),
  topLevel("quit at once", "import os\nos._exit(0)", BROKEN),
  topLevel("abort", "import os\nos.abort()", BROKEN),
  topLevel("SystemExit in tanh's stead", "raise SystemExit", /SystemExit\.$/),
  topLevel("KeyboardInterrupt", "raise KeyboardInterrupt", /KeyboardInterrupt\.$/),
  topLevel(
    "a trace function that never ends",
    "import sys\ndef t(*a):\n    while True: pass\nsys.settrace(t)\ndef f(): pass\nf()",
    ENDLESS,
  ),
  topLevel(
    "a profile function that raises",
    "import sys\ndef p(*a): raise ValueError('p')\nsys.setprofile(p)",
    ANY,
  ),
  topLevel("no modules any more", "import sys\nsys.modules.clear()", BROKEN),
  topLevel("no finders any more", "import sys\nsys.meta_path.clear()", ANY),
  topLevel("an audit hook", "import sys\nsys.addaudithook(lambda *a: None)", VERDICT),
  topLevel(
    "the frames above",
    "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\nf.f_globals.clear()",
    BROKEN,
  ),
  topLevel(
    "the frame that runs it, rewritten",
    "import sys\nsys._getframe(4).f_globals['explained'] = None\nraise ValueError('x')",
    ANY,
  ),
  topLevel(
    "code objects by hand",
    "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'\\xff\\xff' * 40)\nf()",
    BROKEN,
  ),
  topLevel(
    "a frozen dict through gc",
    "import gc\nfor o in gc.get_objects():\n    if type(o) is dict: o.clear()",
    BROKEN,
  ),
  topLevel(
    "a thread",
    "import threading\nthreading.Thread(target=print).start()",
    /RuntimeError: can't start new thread\.$/,
  ),
  topLevel("a process", "import subprocess\nsubprocess.run(['ls'])", /OSError|NotSupported|not support/),
  topLevel("a fork", "import os\nos.fork()", /OSError|AttributeError|not/),
  topLevel("multiprocessing", "import multiprocessing\nmultiprocessing.Process(target=print).start()", ANY),
  topLevel(
    "a signal handler",
    "import signal\nsignal.signal(signal.SIGINT, lambda *a: None)\nsignal.alarm(1)",
    ANY,
  ),
  topLevel("an event loop of its own", "import asyncio\nasyncio.run(asyncio.sleep(1e9))", ANY),
  topLevel(
    "tasks that nobody awaits",
    "import asyncio\nasync def f():\n    while True: await asyncio.sleep(0)\ntry:\n    asyncio.get_event_loop().create_task(f())\nexcept RuntimeError: pass",
    ANY,
  ),
  topLevel("a coroutine that nobody awaits", "async def f(): pass\nf()", VERDICT),
  topLevel("an exit handler", "import atexit\natexit.register(lambda: 1 / 0)", VERDICT),
  topLevel("ctypes at address 0", "import ctypes\nctypes.string_at(0, 1 << 31)", ANY),
  topLevel("ctypes over Python's own memory", "import ctypes\nctypes.memset(1024, 0, 1 << 24)", BROKEN),
  topLevel("faulthandler", "import faulthandler\nfaulthandler._sigsegv()", BROKEN),
];

/** @type {Program[]} */
export const WAYS_OUT = [
  topLevel("import js", "import js", OUT_OF_REACH),
  topLevel("import pyodide_js", "import pyodide_js", OUT_OF_REACH),
  inTanh("js in tanh", "import js\n        js.fetch('https://example.org/')", OUT_OF_REACH),
  topLevel(
    "js by importlib",
    "import importlib\nimportlib.import_module('js').fetch('https://example.org')",
    OUT_OF_REACH,
  ),
  topLevel(
    "js past our finder",
    "import sys\nsys.meta_path.pop(0)\nimport js",
    /ModuleNotFoundError: No module named 'js'\.$/,
  ),
  topLevel(
    "js through pyodide.code",
    "from pyodide.code import run_js\nrun_js('fetch(\"https://example.org\")')",
    OUT_OF_REACH,
  ),
  topLevel(
    "Function through a proxy",
    "from pyodide.ffi import to_js\nto_js([1]).constructor.constructor('return fetch(\"https://example.org\")')()",
    /JsException: EvalError: (Evaluating a string as JavaScript violates |call to Function\(\) blocked by CSP)/,
  ),
  topLevel(
    "storage through run_js",
    'from pyodide.code import run_js\nrun_js(\'localStorage.setItem("x", "y")\')',
    OUT_OF_REACH,
  ),
  topLevel(
    "an endless loop in JavaScript",
    "from pyodide.code import run_js\nrun_js('for (;;);')",
    OUT_OF_REACH,
  ),
  topLevel("_pyodide_core", "import _pyodide_core\n_pyodide_core.jsmodule.fetch('https://example.org')", ANY),
  topLevel(
    "proxies found by gc",
    "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'JsProxy': o.fetch('https://example.org')",
    ANY,
  ),
  topLevel(
    "proxies in the frames above",
    "import sys\nf = sys._getframe()\nwhile f:\n    for v in list(f.f_locals.values()) + list(f.f_globals.values()):\n        if 'fetch' in dir(v): v.fetch('https://example.org')\n    f = f.f_back",
    VERDICT,
  ),
  topLevel("pyodide.http", "from pyodide.http import open_url\nopen_url('https://example.org/')", ANY),
  topLevel("pyfetch", "from pyodide.http import pyfetch\npyfetch('https://example.org/').send(None)", ANY),
  topLevel("micropip", "import micropip\nmicropip.install('numpy')", ANY),
  topLevel("urllib", "from urllib.request import urlopen\nurlopen('https://example.org/')", ANY),
  topLevel("a socket", "import socket\nsocket.create_connection(('example.org', 80), 1)", ANY),
  topLevel("ssl", "import ssl", ANY),
  topLevel("a file that is not there", "open('/etc/passwd')", /FileNotFoundError/),
  topLevel("a file that it writes", "open('x', 'w').write('x' * 1000)", VERDICT),
  topLevel(
    "the disk, filled",
    "f = open('x', 'wb')\nwhile True: f.write(bytes(10_000_000))",
    /No space left on device/,
  ),
  topLevel(
    "a file of 10 GB",
    "import os\nopen('y', 'w').close()\nos.truncate('y', 10**10)",
    /No space left on device/,
  ),
  topLevel(
    "the package's own wheel, overwritten",
    "open('/home/pyodide/micrograd.whl', 'w').write('x')",
    VERDICT,
  ),
  topLevel("the standard library, deleted", "import shutil\nshutil.rmtree('/lib', ignore_errors=True)", ANY),
];
