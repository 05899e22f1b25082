/** What an engine holds in memory after its rounds: the most a process ever had, or what its WebAssembly has grown to. */

import { readFile } from "node:fs/promises";

/**
 * `rss` is a process with all its libraries; `wasm` is the linear memory of a module, which never shrinks, without what
 * the browser needs for the worker and the compiled code. The two can't be compared with each other.
 * @typedef {{MB: number, of: "rss" | "wasm"}} Memory
 */

/** @param {number} bytes */
export const megabytes = (bytes) => bytes / 1e6;

/** The peak of a process that still runs; only Linux tells. @param {number | undefined} pid @returns {Promise<Memory | undefined>} */
export async function peakOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kiB = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]; // it says kB and means 1024 bytes
  return kiB ? { MB: megabytes(Number(kiB) * 1024), of: "rss" } : undefined;
}

/**
 * Source of a worker that runs another worker's module, and keeps all WebAssembly memories it makes in self.memories.
 * @param {string} url
 */
export const watchingWorker = (url) => `
self.memories = new Set();
for (const name of ["instantiate", "instantiateStreaming"]) {
  const plain = WebAssembly[name];
  WebAssembly[name] = async (source, imports) => {
    const result = await plain.call(WebAssembly, source, imports);
    const { exports } = result.instance ?? result;
    for (const part of [exports, ...Object.values(imports ?? {})])
      for (const value of Object.values(part))
        if (value instanceof WebAssembly.Memory) self.memories.add(value);
    return result;
  };
}
await import(${JSON.stringify(url)});
`;

/** @param {Record<string, Memory | undefined>} memory by engine */
export function memoryLines(memory) {
  const kinds = /** @type {const} */ ([
    ["rss", "most memory of the process, MB"],
    ["wasm", "linear memory of the WebAssembly, MB"],
  ]);
  return kinds.flatMap(([kind, title]) => {
    const found = Object.entries(memory).filter(([, m]) => m?.of === kind);
    if (found.length === 0) return [];
    return [`${title}: ${found.map(([name, m]) => `${name} ${(m?.MB ?? 0).toFixed(1)}`).join("; ")}`];
  });
}
