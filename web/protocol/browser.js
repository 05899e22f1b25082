/**
 * Powers that a browser may lack or refuse: site data blocked, a sandboxed frame, an old version, an odd language tag.
 * Merely naming one can throw, so each is asked for here and nowhere else, and its absence has a value to work with.
 */

/**
 * A storage whose methods never throw: `set` returns whether it could, the others find nothing; `lasts` is whether it outlives
 * the page.
 * @typedef {{lasts: boolean, get(key: string): string | null, set(key: string, text: string): boolean, remove(key: string): void, keys(): string[]}} Entries
 */

/**
 * What reading a power returns, or the substitute if it is missing or forbidden.
 * @template T
 * @param {() => T | null | undefined} read
 * @param {T} substitute
 */
function allowed(read, substitute) {
  try {
    return read() ?? substitute;
  } catch {
    return substitute;
  }
}

/**
 * The storage that read returns, or one that forgets everything when the page is closed.
 * @param {() => Storage | null} read
 * @returns {Entries}
 */
export function entries(read) {
  const storage = allowed(read, null);
  /** @type {Map<string, string>} */
  const forgotten = new Map();
  if (!storage) {
    return {
      lasts: false,
      get: (key) => forgotten.get(key) ?? null,
      set: (key, text) => Boolean(forgotten.set(key, text)),
      remove: (key) => void forgotten.delete(key),
      keys: () => [...forgotten.keys()],
    };
  }
  return {
    lasts: true,
    get: (key) => allowed(() => storage.getItem(key), null),
    set: (key, text) => allowed(() => storage.setItem(key, text) ?? true, false),
    remove: (key) => allowed(() => storage.removeItem(key), undefined),
    keys: () => allowed(() => Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? ""), []),
  };
}

/** The storage that outlives the visit. */
export const localEntries = () => entries(() => localStorage);

/** The storage of this tab, which survives a reload. */
export const tabEntries = () => entries(() => sessionStorage);

/** Opens a cache of this name; null if that is not possible. @param {string} name @returns {Promise<Cache | null>} */
export async function openCache(name) {
  try {
    return await caches.open(name);
  } catch {
    return null;
  }
}

/**
 * Holds the lock of this name while f runs, unless somebody else holds it: then f gets false. Where there are no locks f
 * runs as if it were alone.
 * @template T
 * @param {string} name
 * @param {(held: boolean) => T | Promise<T>} f
 * @returns {Promise<T>}
 */
export async function ifUnlocked(name, f) {
  let asked = false;
  /** @param {Lock | null} lock */
  const run = (lock) => {
    asked = true;
    return f(lock !== null);
  };
  try {
    return await navigator.locks.request(name, { ifAvailable: true }, run);
  } catch (error) {
    if (asked) throw error; // it is f's own
    return f(true);
  }
}

/** Takes the lock of this name for as long as the page lives; false if it is taken, or if there are no locks. @param {string} name @returns {Promise<boolean>} */
export function takeLock(name) {
  return new Promise((resolve) => {
    const taken = ifUnlocked(name, (held) => {
      resolve(held && allowed(() => Boolean(navigator.locks), false));
      return held ? new Promise(() => {}) : null;
    });
    taken.catch(() => resolve(false));
  });
}

/** The browser's service workers for this page; null where there are none, or none are allowed. */
export const serviceWorkers = () => allowed(() => navigator.serviceWorker, null);

/** Calls f as soon as no service worker is being installed, since that brings all of the site's files. @param {() => void} f */
export async function whenInstalled(f) {
  const workers = serviceWorkers();
  if (!workers) return f();
  const { installing } = (await workers.getRegistration().catch(() => undefined)) ?? {};
  if (installing) installing.addEventListener("statechange", f, { once: true });
  else f();
}

/** Calls f when another version's service worker answers this page: not when the first one takes a page from the network. @param {() => void} f */
export function whenReplaced(f) {
  const workers = serviceWorkers();
  let answered = Boolean(workers?.controller);
  workers?.addEventListener("controllerchange", () => {
    if (answered) f();
    answered = true;
  });
}

/** Copies a text; resolves to whether the browser let us. @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A media query, such as "(prefers-color-scheme: dark)"; one that never matches if the browser has none.
 * @param {string} query
 * @returns {{readonly matches: boolean, onchange: ((event: any) => void) | null}}
 */
export const mediaQuery = (query) => {
  /** @type {{matches: boolean, onchange: null}} */
  const never = { matches: false, onchange: null };
  return allowed(/** @returns {{readonly matches: boolean, onchange: any}} */ () => matchMedia(query), never);
};

/** Where the page scrolls, rather than having a place on the screen for each panel; the style sheets have the same width. */
export const pageScrolls = () => mediaQuery("(max-width: 73.75em)");

let letters = 0;

/** How much larger than usual the browser's letters are, by the reader's own setting: 1 for 16 pixels. To tell, the browser styles the page. */
export function letterScale() {
  letters ||= allowed(
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1,
    1,
  );
  return letters;
}

/** Calls f when the browser has nothing better to do; soon, where it doesn't tell. @param {() => void} f */
export function whenIdle(f) {
  const idle = allowed(() => requestIdleCallback, null);
  if (idle) idle(f);
  else setTimeout(f);
}

/** How long a frame is waited for, in ms: a hidden page gets none. */
const FRAME = 100;

/** Lets the browser draw what has changed. @returns {Promise<void>} */
export function frame() {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, FRAME);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve); // a callback comes before its frame is drawn
    });
  });
}

/** Lets the browser do what waits, such as a click; in a hidden page, too, where timers are slow. @returns {Promise<void>} */
export function pause() {
  // TypeScript does not know it yet
  const soon = allowed(() => /** @type {any} */ (globalThis).scheduler.yield(), null);
  if (soon) return soon;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
