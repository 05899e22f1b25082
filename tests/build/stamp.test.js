import assert from "node:assert/strict";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { once } from "../../build/stamp.js";
import { DIST, ROOT } from "../../build/tools.js";

/** @type {string} */
let folder;
/** @type {{inputs: string[], key: string[], outputs: string[]}} */
let target;
let made = 0;
const name = `stamp-test-${process.pid}`;

const make = async () => {
  made++;
  await writeFile(target.outputs[0], "made");
};

before(async () => {
  folder = await mkdtemp(path.join(DIST, ".stamp-test-"));
  await writeFile(path.join(folder, "in.txt"), "one");
  const inputs = [path.relative(ROOT, path.join(folder, "in.txt"))];
  target = { inputs, key: ["-O2"], outputs: [path.join(folder, "out.txt")] };
});

after(async () => {
  await rm(folder, { recursive: true });
  await rm(path.join(DIST, ".stamps", name), { force: true });
});

test("a target is built once, and again only when its inputs, its key or its output changed", async () => {
  const file = path.join(folder, "in.txt");
  assert.equal(await once(name, target, make), true);
  assert.equal(await once(name, target, make), false);

  await utimes(file, new Date(), new Date(0));
  assert.equal(await once(name, target, make), false, "a new date alone is no change");

  await writeFile(file, "two");
  assert.equal(await once(name, target, make), true);

  target.key = ["-O3"];
  assert.equal(await once(name, target, make), true);

  await rm(target.outputs[0]);
  assert.equal(await once(name, target, make), true);
  assert.equal(made, 4);
});

test("a target whose build failed is built again", async () => {
  target.key = ["broken"];
  await assert.rejects(
    once(name, target, () => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.equal(await once(name, target, make), true);
});

test("who asks for a target while it is being made waits for that one making", async () => {
  target.key = ["asked for twice"];
  const before = made;
  const [first, second] = await Promise.all([once(name, target, make), once(name, target, make)]);
  assert.deepEqual([first, second, made], [true, true, before + 1]);
});
