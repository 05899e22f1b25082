// `npm start`: installs what is missing, builds what has changed, serves the page, and opens it if there is a desktop.

import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { build } from "./build.js";
import { parsePort, serve } from "./serve.js";
import { Failure, main, which } from "./tools.js";

const PORT = 8000;

/** The program that opens a URL on the desktop; none on a server, over ssh or in CI. */
async function opener() {
  if (process.env.CI || process.env.SSH_CONNECTION) return undefined;
  if (process.platform === "darwin") return "open";
  const desktop = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return desktop ? which("xdg-open") : undefined;
}

/** The requested port; by default 8000, or any free one if that is taken. @param {string | undefined} asked */
async function serveOn(asked) {
  if (asked !== undefined) return serve({ port: parsePort(asked) });
  try {
    return await serve({ port: PORT });
  } catch (error) {
    if (error instanceof Failure) return serve({ port: 0 });
    throw error;
  }
}

await main(async () => {
  const { values } = parseArgs({ options: { port: { type: "string" }, "no-open": { type: "boolean" } } });
  await build();
  const { url } = await serveOn(values.port);
  console.log(`\nmicrograd is at  ${url}   (Ctrl-C ends it)`);
  const program = values["no-open"] ? undefined : await opener();
  if (program) {
    const child = spawn(program, [url], { stdio: "ignore", detached: true });
    child.on("error", () => {}); // the address has been printed anyway
    child.unref();
  }
});
