/** A client of the WebDriver protocol (w3.org/TR/webdriver2), as far as the tests of WebKitGTK need it. */

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** @typedef {{x: number, y: number}} Place in pixels of the viewport */
/** What the driver answers when a command fails. */
export class WebDriverError extends Error {}

/** @param {string} url @param {string} method @param {string} path @param {object} [body] */
async function command(url, method, path, body) {
  const init = body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const { value } = await (await fetch(`${url}${path}`, { method, ...init })).json();
  if (value?.error) throw new WebDriverError(`${path}: ${value.error}: ${value.message}`);
  return value;
}

/** Opens a browser. @param {string} driver the driver's address @param {object} capabilities */
export async function newSession(driver, capabilities) {
  const { sessionId, capabilities: has } = await command(driver, "POST", "/session", {
    capabilities: { alwaysMatch: capabilities },
  });
  const url = `${driver}/session/${sessionId}`;
  const send = (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {object | undefined} */ body = undefined,
  ) => command(url, method, path, body);
  const perform = (/** @type {object[]} */ actions) => send("POST", "/actions", { actions });

  /** A mouse: WebKitGTK's driver makes one of every pointer, also of a finger. @param {object[]} actions */
  const pointer = (actions) => perform([{ type: "pointer", id: "mouse", actions }]);
  const move = (/** @type {Place} */ { x, y }) => ({
    ...{ type: "pointerMove", duration: 20, x: Math.round(x), y: Math.round(y) },
  });
  const [down, up] = ["pointerDown", "pointerUp"].map((type) => ({ type, button: 0 }));

  return {
    version: String(has.browserVersion),
    send,
    goto: (/** @type {string} */ address) => send("POST", "/url", { url: address }),
    reload: () => send("POST", "/refresh", {}),
    timeouts: (/** @type {{script?: number, pageLoad?: number}} */ some) => send("POST", "/timeouts", some),
    resize: (/** @type {number} */ width, /** @type {number} */ height) =>
      send("POST", "/window/rect", { x: 0, y: 0, width, height }),
    screenshot: async () => Buffer.from(await send("GET", "/screenshot"), "base64"),
    close: () => send("DELETE", ""),

    /**
     * Calls a function in the page, with arguments that JSON can hold, and waits for the promise that it may return.
     * @template {any[]} A @template T @param {(...args: A) => T} body @param {A} args @returns {Promise<Awaited<T>>}
     */
    async evaluate(body, ...args) {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${body})(...Array.from(arguments).slice(0, -1)))
          .then((value) => done({ value }), (error) => done({ error: String(error) + "\\n" + error?.stack }));`;
      const { value, error } = await send("POST", "/execute/async", { script, args });
      if (error !== undefined) throw new WebDriverError(error);
      return value;
    },

    /** Clicks as a person would: the driver scrolls there, and refuses if something else covers it. @param {string} where XPath or CSS */
    async click(where) {
      const using = where.startsWith("/") ? "xpath" : "css selector";
      const found = await send("POST", "/element", { using, value: where });
      await send("POST", `/element/${found[ELEMENT]}/click`, {});
    },

    /** Presses keys one after the other where the focus is. @param {string} keys such as "\uE007" for Enter */
    type: (keys) =>
      perform([
        {
          ...{ type: "key", id: "keyboard" },
          actions: [...keys].flatMap((value) => [
            { type: "keyDown", value },
            { type: "keyUp", value },
          ]),
        },
      ]),
    press: (/** @type {Place} */ at) => pointer([move(at), down, up]),
    drag: (/** @type {Place} */ from, /** @type {Place} */ to) => {
      const between = [0.25, 0.5, 0.75, 1].map((part) =>
        move({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }),
      );
      return pointer([move(from), down, ...between, up]);
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof newSession>>} Session */
