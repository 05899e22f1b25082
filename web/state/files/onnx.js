/**
 * The trained network as an ONNX model, in double precision: Gemm, the nonlinearity, …, Softmax. The bytes are protobuf's: fields
 * of a number and a type, which is 0 for a whole number and 2 for bytes of a given length (onnx.proto has the numbers).
 */

import { NONLINS } from "./network.js";

/** @typedef {import("./network.js").Network} Network */

const IR_VERSION = 8;
const OPSET = 13;
const DOUBLE = 11; // TensorProto.DataType
const INT = 2; // AttributeProto.AttributeType

/** Seven bits a byte, the lowest first; all but the last have the eighth. @param {number} n @returns {number[]} */
const varint = (n) => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);

/** @param {number} field @param {number} n */
const whole = (field, n) => [...varint(8 * field), ...varint(n)];

/** @param {number} field @param {number[]} content */
const bytes = (field, content) => [...varint(8 * field + 2), ...varint(content.length), ...content];

/** @param {number} field @param {string} text */
const text = (field, text) => bytes(field, [...new TextEncoder().encode(text)]);

/** @param {number[]} numbers in little-endian order */
function doubles(numbers) {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((x, i) => {
    view.setFloat64(8 * i, x, true);
  });
  return [...new Uint8Array(view.buffer)];
}

/** @param {string} name @param {number[]} dims @param {number[]} numbers */
const tensor = (name, dims, numbers) => [
  ...dims.flatMap((dim) => whole(1, dim)),
  ...whole(2, DOUBLE),
  ...text(8, name),
  ...bytes(9, doubles(numbers)),
];

/** @param {string} op @param {string[]} inputs @param {string} output @param {number[]} [attribute] */
const node = (op, inputs, output, attribute) => [
  ...inputs.flatMap((name) => text(1, name)),
  ...text(2, output),
  ...text(3, output),
  ...text(4, op),
  ...(attribute ? bytes(5, attribute) : []),
];

/** @param {string} name @param {number} i */
const attribute = (name, i) => [...text(1, name), ...whole(3, i), ...whole(20, INT)];

/** A matrix of any number of rows. @param {string} name @param {number} columns */
const matrix = (name, columns) => {
  const shape = [...bytes(1, text(2, "N")), ...bytes(1, whole(1, columns))];
  return [...text(1, name), ...bytes(2, bytes(1, [...whole(1, DOUBLE), ...bytes(2, shape)]))];
};

/** @param {Network} network @returns {Uint8Array<ArrayBuffer>} */
export function onnxModel({ step, sizes, layers }) {
  /** @type {number[][]} */
  const nodes = [];
  /** @type {number[][]} */
  const tensors = [];
  let from = "points";
  for (const [i, { weights, biases, nonlin }] of layers.entries()) {
    const name = i < layers.length - 1 ? `h${i + 1}` : "logits";
    tensors.push(tensor(`${name}.weight`, [sizes[i + 1], sizes[i]], weights.flat()));
    tensors.push(tensor(`${name}.bias`, [sizes[i + 1]], biases));
    const sum = nonlin ? `${name}.sum` : name;
    nodes.push(node("Gemm", [from, `${name}.weight`, `${name}.bias`], sum, attribute("transB", 1)));
    if (nonlin) nodes.push(node(NONLINS[nonlin].onnx, [sum], name));
    from = name;
  }
  nodes.push(node("Softmax", [from], "probabilities", attribute("axis", 1)));
  const graph = [
    ...nodes.flatMap((each) => bytes(1, each)),
    ...text(2, "micrograd"),
    ...tensors.flatMap((each) => bytes(5, each)),
    ...bytes(11, matrix("points", sizes[0])),
    ...bytes(12, matrix("probabilities", /** @type {number} */ (sizes.at(-1)))),
  ];
  return Uint8Array.from([
    ...whole(1, IR_VERSION),
    ...text(2, "micrograd in the browser"),
    ...text(6, `after step ${step}`),
    ...bytes(7, graph),
    ...bytes(8, whole(2, OPSET)),
  ]);
}
