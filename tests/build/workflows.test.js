import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { filesUnder } from "../../build/tools.js";

test("every action of the workflows that is not our own is pinned by its commit, with its version beside it", async () => {
  const files = (await filesUnder(".github")).filter((file) => file.endsWith(".yml"));
  const uses = (await Promise.all(files.map((file) => readFile(file, "utf8")))).flatMap((text) => [
    ...text.matchAll(/^\s*(?:- )?uses: (?!\.\/)(.*)$/gm),
  ]);
  assert.ok(uses.length >= 7);
  for (const [, action] of uses) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
