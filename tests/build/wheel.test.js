import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { buildWheel, makeWheel } from "../../build/python/wheel.js";
import { filesUnder, ROOT } from "../../build/tools.js";

test("the wheel has the same bytes from files of another date, mode and order in another folder, and others from another file", async () => {
  const project = await mkdtemp(path.join(tmpdir(), "wheel-"));
  try {
    const files = [...(await filesUnder("micrograd")), "pyproject.toml", "LICENSE"];
    for (const file of files.reverse()) {
      const copy = path.join(project, file);
      await mkdir(path.dirname(copy), { recursive: true });
      await copyFile(path.join(ROOT, file), copy);
      await chmod(copy, 0o600);
      await utimes(copy, 1e9, 1e9);
    }
    const bytes = async (/** @type {string} */ to) =>
      readFile(await makeWheel(project, path.join(project, to)));
    const ours = await readFile(await buildWheel());
    assert.ok(ours.equals(await bytes("first")));
    await writeFile(path.join(project, "micrograd", "rng.py"), "# another\n");
    assert.ok(!ours.equals(await bytes("second")));
  } finally {
    await rm(project, { recursive: true });
  }
});
