/** What the learner's code prints, up to a limit: a print in a loop is a million lines. */

const MOST_PRINTED = 4000;

/**
 * Where Python writes, as bytes; `anew` gives it all of the limit again.
 * @param {(text: string) => void} send
 */
export function printer(send) {
  let decoder = new TextDecoder();
  let left = MOST_PRINTED;
  return {
    /** @param {Uint8Array} bytes */
    write(bytes) {
      const text = left > 0 ? decoder.decode(bytes.subarray(0, left), { stream: true }) : "";
      left -= text.length;
      if (text) send(left > 0 ? text : `${text} … (the rest is cut)`);
      return bytes.length;
    },
    anew() {
      decoder = new TextDecoder();
      left = MOST_PRINTED;
    },
  };
}
