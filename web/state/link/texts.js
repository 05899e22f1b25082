/** Texts from a link, each checked as all that comes from anywhere: a RangeError says what it must be, and what it was. */

import { quoted } from "../../protocol/problem.js";

/** @param {readonly string[]} values */
export const oneOf = (values) => (/** @type {string} */ text) => {
  if (!values.includes(text)) throw new RangeError(`it must be ${values.join(" or ")}, not ${quoted(text)}`);
  return text;
};

/** @param {number} low @param {number} high */
export const whole = (low, high) => (/** @type {string} */ text) => {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(low <= number && number <= high))
    throw new RangeError(`it must be a whole number from ${low} to ${high}, not ${quoted(text)}`);
  return number;
};

/** Numbers with commas. @param {string} text @param {number} count */
export function numbers(text, count) {
  const all = text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
  if (all.length !== count || !all.every(Number.isFinite))
    throw new RangeError(`it must be ${count} numbers with commas, not ${quoted(text)}`);
  return all;
}

/** A node's name; whether this network has it is known once its graph is there. @param {string} text */
export function name(text) {
  if (!/^[\w.*+^/ -]{1,40}$/.test(text)) throw new RangeError(`${quoted(text)} is no name of a node`);
  return text;
}

/** @param {string} text a point's id, or x, y and the class @returns {{id: number} | {x: number, y: number, label: number}} */
export function parseProbe(text) {
  if (!text.includes(",")) return { id: whole(0, 2 ** 52)(text) };
  const [x, y, which] = numbers(text, 3);
  if (Math.abs(x) > 2 || Math.abs(y) > 2 || ![1, 2, 3].includes(which))
    throw new RangeError(`it must be a place from -2 to 2 and a class from 1 to 3, not ${quoted(text)}`);
  return { x, y, label: which - 1 };
}
