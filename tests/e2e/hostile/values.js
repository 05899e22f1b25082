/** Programs that put something else where the page expects a number, a name, a graph, or parameters. */

import {
  ANY,
  asOperands,
  asParameters,
  ENDLESS,
  either,
  inBackward,
  inInit,
  inOptim,
  inStep,
  inTanh,
  topLevel,
  VERDICT,
} from "./program.js";

/** @typedef {import("./program.js").Program} Program */

/** What the package says of operands that are not those of the operation. */
const OPERANDS = /^engine\.py, line \d+: __add__ must remember its 2 operands in _prev\.$/;
const OUT = "out = math.tanh(self.data)\n        ";

/** @type {Program[]} */
export const NUMBERS = [
  inTanh("nan", "out = math.nan", ANY),
  inTanh("infinity", "out = math.inf", ANY),
  inTanh("a text", "out = '1.0'", /TypeError/),
  inTanh("a whole number too large for a double", "out = 10**400", ANY),
  inTanh("a complex number", "out = 1j", /TypeError/),
  inTanh("a truth value", "out = True", VERDICT),
  inTanh(
    "numpy, which is not there",
    "import numpy\n        out = numpy.tanh(self.data)",
    /ModuleNotFoundError: (No module named 'numpy'|The module 'numpy')/,
  ),
  inTanh("None", "out = None", /TypeError/),
  inTanh(
    "a float of its own kind",
    "out = type('F', (float,), {'__mul__': lambda a, b: 'x', '__float__': lambda a: 1j})(0.5)",
    ANY,
  ),
  inInit("data that is a text", "self.data = 'x'", /a Value whose data is a str, but it must be a float\.$/),
  inInit(
    "data that is a list of itself",
    "self.data = [self]",
    /a Value whose data is a list, but it must be/,
  ),
  inInit(
    "data that answers every name",
    "self.data = type('Any', (), {'__getattr__': lambda s, n: s, '__call__': lambda s, *a: s})()",
    ANY,
  ),
  topLevel("Value that is a function", "Value = lambda *a: 5.0", ANY),
  topLevel("Value that is no more", "del Value", /ImportError|NameError/),
  topLevel(
    "another class in Value's stead",
    "class Value(float):\n    data = 1.0\n    grad = 0.0\n    _prev = ()\n    _local = ()\n    _op = ''\n    _k = 0.0\n    tanh = relu = exp = log = lambda s: s\n    def backward(s): pass",
    ANY,
  ),
  topLevel(
    "a Value without its slots",
    "class Value:\n    __slots__ = ('data',)\n    def __init__(self, data): self.data = data\n    tanh = relu = exp = log = lambda s: s",
    ANY,
  ),
  topLevel(
    "data that is another at each look",
    "import random\nValue.data = property(lambda s: random.random(), lambda s, x: None)",
    ANY,
  ),
  topLevel(
    "an operation that the page does not know",
    "Value.tanh = lambda s: Value(math.tanh(s.data), (s,), (1.0,), '<script>')",
    /^A node has the operation "<script>", for which OPERATIONS has no row\.$/,
  ),
  topLevel(
    "an operation whose name is a million characters",
    "Value.tanh = lambda s: Value(math.tanh(s.data), (s,), (1.0,), 'x' * 1_000_000)",
    // a busy machine may need longer for it than the code may run
    /^(A node has the operation "x{40}", for which OPERATIONS has no row|The code ran for more than .* without an end, as an endless loop does)\.$/,
  ),
  topLevel(
    "an operation that is a number",
    "Value.tanh = lambda s: Value(math.tanh(s.data), (s,), (1.0,), 7)",
    /^What the code has put into "op" is no list of operations\.$/,
  ),
  topLevel("no operations", "OPERATIONS.clear()", ANY),
  topLevel(
    "operations with names of HTML",
    "for k in list(OPERATIONS): OPERATIONS['<b>' + k] = OPERATIONS.pop(k)",
    ANY,
  ),
];

/** @type {Program[]} */
export const GRAPHS = [
  asOperands("a node that is its own operand", "self._prev = (self,)", OPERANDS),
  topLevel(
    "a graph in a circle",
    "old = Value.tanh\ndef tanh(self):\n    out = old(self)\n    self._prev = (out,)\n    self._local = (1.0,)\n    return out\nValue.tanh = tanh",
    either(ENDLESS, /MemoryError/, VERDICT),
  ),
  asOperands("operands that are numbers", "self._prev = tuple(float(p.data) for p in _prev)", OPERANDS),
  asOperands(
    "operands that never end",
    "import itertools\n        self._prev = itertools.repeat(self) if _prev else ()",
    ANY,
  ),
  asOperands("no operands", "self._prev = ()", ANY),
  inTanh(
    "local derivatives that are missing",
    "return Value(math.tanh(self.data), (self,), (), 'tanh')",
    /^engine\.py, line \d+: tanh gave 0 local derivatives for 1 operand\.$/,
  ),
  inTanh(
    "local derivatives that are texts",
    "return Value(math.tanh(self.data), (self,), ('x',), 'tanh')",
    /tanh gave a local derivative that is a str, but it must be a float\.$/,
  ),
  inTanh(
    "a million nodes",
    "x = self\n        for _ in range(1_000_000): x = x + 0.0\n        return x",
    either(ENDLESS, /MemoryError/, /^RecursionError/), // freeing a chain of a million nodes exhausts the stack of Wasm
  ),
  inTanh(
    "ten thousand nodes more in each tanh",
    `x = self\n        for _ in range(10_000): x = x + 0.0\n        ${OUT}`,
    ANY,
  ),
  inTanh("tanh that gives nothing", "return None", ANY),
  inTanh("tanh that gives a list", "return [self]", ANY),
  inBackward(
    "a backward that deletes the nodes",
    "order = topological_order(self)\n        for v in order: del v._prev",
    /AttributeError/,
  ),
  inBackward(
    "a backward that empties every node",
    "order = topological_order(self)\n        for v in order: v._prev, v._local, v.data = (), (), 0.0",
    ANY,
  ),
  inBackward(
    "a backward that sets texts",
    "for v in topological_order(self): v.grad = 'x'\n        return",
    ANY,
  ),
  inBackward("a backward that does nothing", "return", VERDICT),
  inBackward("a topological order that forgets", "order = topological_order(self)[:1]", VERDICT),
];

/** @type {Program[]} */
export const PARAMETERS = [
  asParameters("no parameters", "return []", ANY),
  asParameters(
    "one parameter too many",
    "return [p for layer in self.layers for p in layer.parameters()] + [Value(1.0)]",
    ANY,
  ),
  asParameters("the same parameter 51 times", "return [self.layers[0].neurons[0].b] * 51", ANY),
  asParameters("texts for parameters", "return ['x'] * 51", /AttributeError/),
  asParameters(
    "parameters without an end",
    "import itertools\n        return itertools.repeat(Value(1.0))",
    either(ENDLESS, /MemoryError/),
  ),
  asParameters("a million parameters", "return [Value(1.0) for _ in range(1_000_000)]", ANY),
  asParameters("None for parameters", "return None", /TypeError/),
  asParameters(
    "other parameters each time",
    "return [Value(p.data) for layer in self.layers for p in layer.parameters()]",
    ANY,
  ),
  inStep(
    "an optimiser that sets nan",
    "for p in self.parameters: p.data = math.nan\n        return",
    /NameError/,
  ),
  inStep(
    "an optimiser that sets not a number",
    "for p in self.parameters: p.data = float('nan')\n        return",
    ANY,
  ),
  inStep(
    "an optimiser that puts Values into data",
    "for p in self.parameters: p.data = Value(1.0)\n        return",
    ANY,
  ),
  inStep(
    "an optimiser that puts texts into data",
    "for p in self.parameters: p.data = 'x'\n        return",
    ANY,
  ),
  inStep("an optimiser that loses its moments", "self.m = self.v = None\n        return", ANY),
  inStep("moments of another length", "self.m = [0.0] * 1000\n        return", ANY),
  inStep("a count of steps that is a text", "self.t = 'x'\n        return", ANY),
  inOptim("no optimisers", "OPTIMIZERS.clear()", ANY),
  inOptim("an optimiser that is a text", "OPTIMIZERS['adamw'] = 'x'", ANY),
  inOptim("rules of HTML", "AdamW.rule = ('<img src=x onerror=alert(1)>',) * 10_000", VERDICT),
];
