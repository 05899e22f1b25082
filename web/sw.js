/**
 * The service worker: keeps one version of the whole site, and answers every request of its pages from that version alone. The
 * browser looks for another sw.js when a page is opened; the list below names every file's contents, so whatever changes on the
 * site changes this file. The new worker brings its own version in full, and waits until the old one's pages have been closed, or
 * until somebody takes it (web/engine/offline.js).
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** The version, and its files by their URLs relative to this one, each with 120 bits of its SHA-256. The build writes them (build/site/offline.js). */
const VERSION = "";
/** @type {Record<string, string>} */
const FILES = {};

const SITE = new URL("./", worker.location.href);
// other sites may share the origin, as on GitHub Pages, so a cache is named after this site's path
const OURS = `site ${SITE.pathname} `;
const CACHE = OURS + VERSION;
const AT_ONCE = 6;

/** @param {Response} response @param {string} name */
async function isWhole(response, name) {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 15))) === FILES[name];
  } catch {
    return false; // it ended early
  }
}

/** The file as this version has it, from one of our caches. @param {Cache} cache @param {string} name */
async function kept(cache, name) {
  const url = new URL(name, SITE);
  const found = await cache.match(url);
  // what is passed on is the cache's own response, with which the browser keeps the code that it has compiled
  return found && (await isWhole(found, name)) ? cache.match(url) : undefined;
}

/**
 * The file as this version has it, from the browser's HTTP cache, where the page has just put it, or from the site; undefined if the
 * site has it no more. @param {string} name
 */
async function fetched(name) {
  for (const cache of /** @type {const} */ (["force-cache", "reload"])) {
    const response = await fetch(new URL(name, SITE), { cache });
    if (response.ok && (await isWhole(response.clone(), name))) return response;
  }
  return undefined;
}

/** Brings files into this version's cache; what an earlier version or an earlier attempt has is taken from there. @param {Iterable<string>} names */
async function bring(names) {
  const cache = await caches.open(CACHE);
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  const earlier = await Promise.all(others.map((name) => caches.open(name)));
  /** @param {string} name */
  const bringOne = async (name) => {
    if (await kept(cache, name)) return;
    let response;
    for (const other of earlier) response ??= await kept(other, name);
    response ??= await fetched(name);
    if (!response) throw new Error(`${name} is of another version: the site is being updated`);
    await cache.put(new URL(name, SITE), response);
  };
  const left = names[Symbol.iterator]();
  const several = Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.next(); !next.done; next = left.next()) await bringOne(next.value);
  });
  await Promise.all(several);
}

async function install() {
  if (VERSION === "") throw new Error("sw.js has not been built");
  try {
    await bring(Object.keys(FILES));
  } catch (error) {
    // a full disk keeps what it had before; after a broken connection the next attempt goes on from here
    if (/** @type {Error} */ (error).name === "QuotaExceededError") await caches.delete(CACHE);
    throw error;
  }
}

/** Brings the files that are missing, though they were all here: a browser may throw a cache away. */
async function mend() {
  const there = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url));
  await bring(Object.keys(FILES).filter((name) => !there.has(new URL(name, SITE).href))).catch(() => {});
}

/** Whether somebody takes this version while pages of the one before are open. */
let isTaken = false;
/** Those pages and their workers, which are about to be loaded anew: none of them gets a file of this version. @type {Set<string>} */
const before = new Set();

function take() {
  isTaken = true;
  return worker.skipWaiting();
}

/** This version is the one from now on: the others go. */
async function activate() {
  if (isTaken) {
    const all = await worker.clients.matchAll({ includeUncontrolled: true, type: "all" });
    for (const { id } of all) before.add(id);
  }
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Pages that are of this version, as they have told. @type {Set<string>} */
const alike = new Set();

/**
 * A page that has come from the network is answered from now on. claim() takes all pages, so it waits until each has told that it is of
 * this version. @param {ExtendableMessageEvent} event
 */
async function claim({ source, data }) {
  if (data.version === VERSION) alike.add(/** @type {Client} */ (source).id);
  const pages = await worker.clients.matchAll({ includeUncontrolled: true });
  if (pages.some(({ id, url }) => url.startsWith(SITE.href) && !alike.has(id))) return;
  await worker.clients.claim();
}

/** Which of the site's files a request is for, if any. @param {Request} request */
function nameOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== SITE.origin || !pathname.startsWith(SITE.pathname)) return null;
  const name = pathname.slice(SITE.pathname.length) || "index.html";
  return Object.hasOwn(FILES, name) ? name : null;
}

/** @param {FetchEvent} event @param {string} name */
async function answer(event, name) {
  if (before.has(event.clientId) && event.request.mode !== "navigate") return Response.error();
  const cache = await caches.open(CACHE).catch(() => null);
  const there = cache && (await kept(cache, name).catch(() => null));
  if (there) return there;
  const again = await fetched(name); // what was missing or broken is replaced
  if (again) {
    if (cache) event.waitUntil(cache.put(new URL(name, SITE), again.clone()).catch(() => {}));
    return again;
  }
  return (await isReplaced()) ? giveUp(event.request) : Response.error();
}

/** Whether the site has another version now, and not something else in its place, such as a network's log-in page. */
async function isReplaced() {
  const response = await fetch(worker.location.href, { cache: "reload" });
  const version = /^const VERSION = "(.+)";$/m.exec(await response.text())?.[1];
  return response.ok && version !== undefined && version !== VERSION;
}

/** This version has a gap that nothing fills any more: the next page comes from the site, as on a first visit. @param {Request} request */
async function giveUp({ mode, url }) {
  await worker.registration.unregister();
  return mode === "navigate" ? Response.redirect(url) : Response.error();
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  event.waitUntil(event.data.take ? take() : Promise.all([claim(event), mend()]));
});
worker.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== null) event.respondWith(answer(event, name));
});
