/** Programs that take too much: memory, stack, time, or room for what they print. */

import { ENDLESS, either, inBackward, inTanh, topLevel, VERDICT } from "./program.js";

/** @typedef {import("./program.js").Program} Program */

const MEMORY = /MemoryError\.$/;
const TOO_LARGE = either(MEMORY, /(Overflow|Value)Error: .*\.$/, ENDLESS);
const RECURSION = /RecursionError: a function calls itself without end\.$/;

/** @type {Program[]} */
export const MEMORY_BOMBS = [
  topLevel("bytes of 3 GB", "bytes(3_000_000_000)", TOO_LARGE),
  topLevel("a bytearray that grows", "b = bytearray()\nwhile True: b += bytes(50_000_000)", TOO_LARGE),
  topLevel("a list of a thousand million", "[0] * 1_000_000_000", TOO_LARGE),
  topLevel("a list that doubles", "x = [0]\nwhile True: x = x + x", TOO_LARGE),
  topLevel("a text times a thousand million", "'ab' * 2_000_000_000", TOO_LARGE),
  topLevel("a text that doubles", "s = 'x'\nwhile True: s += s", TOO_LARGE),
  topLevel("a tuple of tuples", "t = (0,) * 10_000\nt = t * 100_000", MEMORY),
  topLevel("a dict from a range", "dict.fromkeys(range(300_000_000))", either(MEMORY, ENDLESS)),
  topLevel(
    "a set that is never full",
    "s = set()\nwhile True: s.update(range(len(s), 2 * len(s) + 9))",
    either(MEMORY, ENDLESS),
  ),
  topLevel("an array of doubles", "from array import array\narray('d', [0.0]) * 500_000_000", TOO_LARGE),
  topLevel("text padded to a width", "f'{1:4000000000}'", TOO_LARGE),
  topLevel("a whole number of a million million bits", "1 << 1_000_000_000_000", TOO_LARGE),
  topLevel("a list of a generator without an end", "list(iter(int, 1))", either(MEMORY, ENDLESS)),
  inTanh(
    "a leak of 50 MB in each tanh",
    "math.leak = (getattr(math, 'leak', None), bytes(50_000_000))\n        out = math.tanh(self.data)",
    TOO_LARGE,
  ),
];

/** @type {Program[]} */
export const RECURSIONS = [
  inTanh("tanh that calls itself", "return self.tanh()", RECURSION),
  topLevel(
    "operators that call each other",
    "Value.__mul__ = lambda a, b: a + b\nValue.__add__ = lambda a, b: a * b",
    RECURSION,
  ),
  topLevel(
    "__repr__ of itself, printed",
    "Value.__repr__ = lambda v: f'{v!r}'\nprint(Value(1.0))",
    RECURSION,
  ),
  topLevel(
    "__eq__ of itself",
    "class E:\n    def __eq__(self, other): return self == other\nE() == E()",
    RECURSION,
  ),
  topLevel("__hash__ of itself", "Value.__hash__ = lambda v: hash(v)\nhash(Value(1.0))", RECURSION),
  topLevel(
    "__getattr__ of itself",
    "class A:\n    def __getattr__(self, name): return getattr(self, name + '_')\nA().x",
    RECURSION,
  ),
  topLevel(
    "__del__ that makes another",
    "class D:\n    def __del__(self): D()\nD()",
    either(RECURSION, ENDLESS, VERDICT),
  ),
  topLevel("generators within generators", "def g(): yield from g()\nnext(g())", RECURSION),
  topLevel(
    "lists within lists, compared",
    "x = []\ny = []\nfor _ in range(100_000): x, y = [x], [y]\nx == y",
    RECURSION,
  ),
  topLevel("lists within lists, printed", "x = []\nfor _ in range(100_000): x = [x]\nprint(x)", RECURSION),
  topLevel(
    "brackets within brackets",
    "eval('(' * 100_000 + ')' * 100_000)",
    /(MemoryError|RecursionError|SyntaxError)/,
  ),
  topLevel(
    "a recursion limit of a thousand million",
    "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    either(RECURSION, ENDLESS),
  ),
  topLevel(
    "isinstance that asks itself",
    "class M(type):\n    def __instancecheck__(c, x): return isinstance(x, c)\nclass I(metaclass=M): pass\nisinstance(1, I)",
    RECURSION,
  ),
  topLevel(
    "a partial of itself",
    "from functools import partial\ndef f(*a): return partial(f, *a, 1)()\nf()",
    RECURSION,
  ),
];

/** @type {Program[]} */
export const LOOPS = [
  topLevel("while True", "while True: pass", ENDLESS),
  inTanh("while True in tanh", "while True: pass", ENDLESS),
  inBackward("while True in backward", "while True: self.grad += 1.0", ENDLESS),
  topLevel(
    "a loop that catches everything",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ENDLESS,
  ),
  topLevel("a sum without an end", "import itertools\nsum(itertools.repeat(1))", ENDLESS),
  topLevel("a count that is never found", "import itertools\n-1 in itertools.count()", ENDLESS),
  topLevel("permutations", "import itertools\nmax(itertools.permutations(range(20)))", ENDLESS),
  topLevel("backtracking", "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')", ENDLESS),
  topLevel("a huge power", "len(str(pow(7, 3**16)))", either(ENDLESS, /ValueError/)),
  topLevel("a huge factorial", "math.factorial(5_000_000)", ENDLESS),
  topLevel(
    "a sort that never compares alike",
    "import itertools\nsorted(range(10**6), key=lambda x: sorted(range(1000), key=lambda y: -y))",
    ENDLESS,
  ),
  topLevel("a deque that turns", "from collections import deque\ndeque(iter(int, 1), maxlen=0)", ENDLESS),
  topLevel("all of nothing that ends", "all(iter(lambda: True, False))", ENDLESS),
  topLevel("sleep", "import time\ntime.sleep(10_000)", ENDLESS),
  topLevel(
    "text to a number of a million digits",
    "import sys\nsys.set_int_max_str_digits(0)\nint('9' * 10_000_000)",
    ENDLESS,
  ),
  topLevel(
    "an exception whose text never ends",
    "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E()",
    ENDLESS,
  ),
  topLevel(
    "a regular expression that is compiled for ever",
    "import re\nre.compile('((a{1,1000}){1,1000}){1,1000}').match('a' * 5000)",
    either(ENDLESS, VERDICT, /error|Error/),
  ),
];

/** @type {Program[]} */
export const PRINTS = [
  topLevel("a million characters", "print('x' * 1_000_000)", VERDICT),
  topLevel("a hundred million characters", "print('x' * 100_000_000)", VERDICT),
  topLevel("prints in a loop", "while True: print('x' * 1000)", ENDLESS),
  topLevel("control characters and a bell", "print('\\x1b[2J\\x07\\x00\\x08\\r' * 100)", VERDICT),
  topLevel("HTML", "print('<img src=x onerror=alert(1)><script>alert(1)</script>')", VERDICT),
  topLevel("half of a surrogate pair", "print('\\ud800')", /UnicodeEncodeError/),
  topLevel(
    "an error of a million characters",
    "raise ValueError('x' * 1_000_000)",
    /^engine\.py, line \d+: ValueError: x{200,300}\.$/,
  ),
  topLevel(
    "an error of HTML",
    "raise ValueError('<b onclick=alert(1)>')",
    /ValueError: <b onclick=alert\(1\)>\.$/,
  ),
  topLevel(
    "an error whose text fails",
    "class E(Exception):\n    def __str__(self): raise self\nraise E()",
    /^engine\.py, line \d+: E\.$/,
  ),
  topLevel(
    "an error whose text is no text",
    "class E(Exception):\n    def __str__(self): return 5\nraise E()",
    /^engine\.py, line \d+: E\.$/,
  ),
  topLevel(
    "an error with a name of a million characters",
    "raise type('E' * 1_000_000, (Exception,), {})()",
    /E{50}/,
  ),
  topLevel(
    "stdout that is closed",
    "import sys\nsys.stdout.close()\nprint(1)",
    /ValueError: I\/O operation on closed file/,
  ),
  topLevel(
    "a warning for each node",
    "import warnings\nfor i in range(300): warnings.warn_explicit('x', UserWarning, 'f', i)",
    VERDICT,
  ),
];
