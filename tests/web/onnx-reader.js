/** The smallest reader of ONNX that can compute a network of Gemm, Tanh, Relu and Softmax: by onnx.proto, from the bytes alone. */

/** The fields of a message: of each number its values, whole numbers or bytes. @param {Uint8Array} bytes */
function fields(bytes) {
  /** @type {Record<number, any[]>} */
  const found = {};
  let at = 0;
  const varint = () => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    if (key % 8 !== 0 && key % 8 !== 2) throw new Error(`wire type ${key % 8} at byte ${at}`);
    found[number] ??= [];
    if (key % 8 === 0) found[number].push(varint());
    else {
      const length = varint();
      if (at + length > bytes.length) throw new Error(`a field ends behind byte ${bytes.length}`);
      found[number].push(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

/** A tensor of doubles. @param {Uint8Array} bytes */
function tensor(bytes) {
  const { 1: dims, 2: type, 8: name, 9: raw } = fields(bytes);
  if (type[0] !== 11) throw new Error(`a tensor of type ${type[0]}, not of doubles`);
  const values = new Float64Array(raw[0].slice().buffer);
  if (values.length !== dims.reduce((a, b) => a * b)) throw new Error(`${values.length} numbers for ${dims}`);
  return { name: text(name[0]), dims, values };
}

/** @type {Record<string, (x: number[], inputs: {dims: number[], values: Float64Array}[]) => number[]>} */
const OPERATORS = {
  // with transB: a row of weights per output
  Gemm: (x, [weights, biases]) =>
    Array.from({ length: weights.dims[0] }, (_, i) =>
      x.reduce((sum, value, j) => sum + value * weights.values[i * x.length + j], biases.values[i]),
    ),
  Tanh: (x) => x.map(Math.tanh),
  Relu: (x) => x.map((z) => Math.max(0, z)),
  Softmax: (x) => {
    const powers = x.map((z) => Math.exp(z));
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  },
};

/** What a model computes of one point. @param {Uint8Array} bytes @param {number[]} point */
export function evaluate(bytes, point) {
  const model = fields(bytes);
  const { 1: nodes, 5: tensors, 11: inputs, 12: outputs } = fields(model[7][0]);
  const constants = new Map(tensors.map((each) => [tensor(each).name, tensor(each)]));
  const values = new Map([[text(fields(inputs[0])[1][0]), point]]);
  for (const node of nodes.map(fields)) {
    const [from, ...others] = node[1].map(text);
    const operator = text(node[4][0]);
    if (operator === "Gemm") {
      const attribute = fields(node[5][0]);
      if (text(attribute[1][0]) !== "transB" || attribute[3][0] !== 1) throw new Error("Gemm without transB");
    }
    const x = values.get(from);
    if (!x) throw new Error(`nothing has computed ${from}`);
    const known = others.map((name) => /** @type {ReturnType<typeof tensor>} */ (constants.get(name)));
    values.set(text(node[2][0]), OPERATORS[operator](x, known));
  }
  return values.get(text(fields(outputs[0])[1][0])) ?? [];
}
