/** Bytes as short texts that an address can hold: compressed, then in the letters of base64url. */

import { Problem } from "./problem.js";

/** Raw DEFLATE has no header and no checksum: what is read is checked by what reads it. */
const FORMAT = "deflate-raw";

/** Whether this browser can pack and unpack; Safari can since 16.4, Firefox since 113. */
export function canPack() {
  try {
    return Boolean(new CompressionStream(FORMAT) && new DecompressionStream(FORMAT));
  } catch {
    return false;
  }
}

/** @param {string} text @returns {Promise<string>} */
export async function packed(text) {
  const bytes = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream(FORMAT)),
  ).arrayBuffer();
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The text that was packed. Throws a Problem that says what is wrong with it: other letters, a part that is missing, or more
 * than `most` bytes, after which no further byte is unpacked: 1 kB can hold 1 MB of zeros.
 *
 *     await unpacked(await packed("p.grad = 0.0"), 1000)   // "p.grad = 0.0"
 *     await unpacked("%", 1000)                            // Problem: it has other letters than a link's
 *
 * @param {string} letters @param {number} most
 */
export async function unpacked(letters, most) {
  if (!/^[\w-]+$/.test(letters)) throw new Problem("it has other letters than a link's");
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (c) =>
      c.charCodeAt(0),
    );
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(FORMAT));
    return new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(stream, most));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("a part of it is missing or broken", error);
  }
}

/**
 * The bytes of a stream, of which there may be at most so many. If the stream breaks this rejects, and that is all: a Response of the
 * stream would also write to Firefox's console.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream @param {number} [most]
 */
export async function bytesOf(stream, most = Infinity) {
  const reader = stream.getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); next.value; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      reader.cancel().catch(() => {});
      throw new Problem(`it is longer than ${most / 1000} kB`);
    }
    parts.push(next.value);
  }
  return new Blob(parts).arrayBuffer();
}
