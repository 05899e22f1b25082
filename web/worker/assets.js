/** Fetching the site's own files in a worker: what does not arrive, or arrives as something else, becomes a Problem. */

import { Problem } from "../protocol/problem.js";

/** The name that a message gives a file. @param {string | URL} url */
export const fileName = (url) =>
  String(url)
    .replace(/[?#].*$/, "")
    .replace(/.*\//, "");

/**
 * The response, if it is a good one.
 * @param {string | URL} url
 * @param {RequestInit} [init]
 * @param {typeof fetch} [fetchFrom]
 */
export async function fetched(url, init, fetchFrom = fetch) {
  let response;
  try {
    response = await fetchFrom(url, init);
  } catch (error) {
    throw new Problem(`${fileName(url)} could not be loaded: the connection failed`, error);
  }
  if (!response.ok) {
    throw new Problem(`${fileName(url)} could not be loaded: the server answered ${response.status}`);
  }
  return response;
}

/** @param {string | URL} url @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function fetchBytes(url) {
  const response = await fetched(url);
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new Problem(`${fileName(url)} could not be loaded: it ended early`, error);
  }
}

/** @param {string | URL} url */
export const fetchText = async (url) => new TextDecoder().decode(await fetchBytes(url));

/** @param {string | URL} url @returns {Promise<any>} */
export async function fetchJson(url) {
  const text = await fetchText(url);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(damaged(url), error);
  }
}

/** @param {string | URL} url */
export const damaged = (url) => `${fileName(url)} is damaged, or something else came in its place`;

/**
 * Instantiates WebAssembly: while it streams in if the server says that it is WebAssembly, otherwise once it is there.
 * @param {Response | PromiseLike<Response>} source
 * @param {WebAssembly.Imports} [imports]
 */
export async function instantiated(source, imports) {
  const response = await source;
  const streams = response.headers.get("content-type") === "application/wasm";
  try {
    return streams
      ? await instantiateStreaming(response, imports)
      : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  } catch (error) {
    throw new Problem(damaged(response.url), error);
  }
}

/** The browser's own: Python's boot puts `instantiated` in its place. */
const instantiateStreaming = globalThis.WebAssembly?.instantiateStreaming?.bind(WebAssembly);
