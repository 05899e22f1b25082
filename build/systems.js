// What this machine is, and how one gets a program there that npm and pip can't bring.

import { readFileSync } from "node:fs";
import { run, which } from "./tools.js";

/** ID and ID_LIKE of /etc/os-release, as in ["ubuntu", "debian"]. */
function distribution() {
  try {
    const text = readFileSync("/etc/os-release", "utf8");
    const field = (/** @type {string} */ name) =>
      new RegExp(`^${name}="?([^"\n]*)`, "m").exec(text)?.[1] ?? "";
    return `${field("ID")} ${field("ID_LIKE")}`.trim().split(/\s+/);
  } catch {
    return [];
  }
}

const like = process.platform === "linux" ? distribution() : [process.platform];
const id = like.find((name) =>
  ["ubuntu", "debian", "fedora", "arch", "alpine", "darwin", "win32"].includes(name),
);

export const isRoot = process.getuid?.() === 0;
/** Ubuntu's chromium package only installs a snap, which neither a container nor Playwright can drive. */
export const isUbuntu = id === "ubuntu";
const hasApt = id === "debian" || id === "ubuntu";

/**
 * A thing the system has to have, and the packages that hold it.
 * @typedef {"emcc" | "cc" | "python" | "chromium" | "dot"} Thing
 */

/** @type {Record<Thing, string>} */
export const TITLES = {
  emcc: "Emscripten (emcc)",
  cc: "a C compiler",
  python: "Python 3.11 or newer with venv",
  chromium: "Chromium",
  dot: "Graphviz (dot)",
};

const APT = {
  emcc: "emscripten",
  cc: "gcc libc6-dev",
  python: "python3 python3-venv",
  chromium: "chromium-headless-shell fonts-dejavu-core fonts-liberation", // without a font all text would be boxes
  dot: "graphviz",
};

/** @type {Record<string, {install: string, packages: Record<Thing, string>}>} */
const SYSTEMS = {
  debian: { install: "sudo apt-get install", packages: APT },
  ubuntu: { install: "sudo apt-get install", packages: { ...APT, chromium: "google-chrome-stable" } },
  fedora: {
    install: "sudo dnf install",
    packages: { emcc: "emscripten", cc: "gcc", python: "python3", chromium: "chromium", dot: "graphviz" },
  },
  arch: {
    install: "sudo pacman -S",
    packages: { emcc: "emscripten", cc: "gcc", python: "python", chromium: "chromium", dot: "graphviz" },
  },
  alpine: {
    install: "apk add",
    packages: {
      emcc: "emscripten",
      cc: "build-base",
      python: "python3",
      chromium: "chromium",
      dot: "graphviz",
    },
  },
  darwin: {
    install: "brew install",
    packages: {
      emcc: "emscripten",
      cc: "llvm",
      python: "python",
      chromium: "--cask google-chrome",
      dot: "graphviz",
    },
  },
};

/** One line that says how these things come to this system. @param {Thing[]} things */
export function howToInstall(things) {
  const names = things.map((thing) => TITLES[thing]).join(" and ");
  if (id === "win32") return `${names} missing: run the project under WSL, where apt installs what it needs`;
  const system = id && SYSTEMS[id];
  if (!system) return `${names} missing: install with this system's package manager, then run this again`;
  return `${names} missing: run  ${system.install} ${things.map((thing) => system.packages[thing]).join(" ")}`;
}

/** Whether this process may install packages here by itself. */
export const mayInstall = async () => isRoot && hasApt && (await which("apt-get")) !== undefined;

/** @param {Thing[]} things */
export async function aptInstall(things) {
  const packages = things.flatMap((thing) => APT[thing].split(" "));
  console.log(`installing by apt: ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // Another apt may be at work (a machine that has just started updates itself): wait for it instead of failing.
  const patience = ["-o", "DPkg::Lock::Timeout=600", "-q"];
  await run("apt-get", [...patience, "update"], { env, capture: true });
  await run("apt-get", [...patience, "install", "-y", "--no-install-recommends", ...packages], {
    env,
    capture: true,
  });
}
