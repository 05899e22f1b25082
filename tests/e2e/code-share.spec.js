/** The learner's code to take along: in a link, which nobody runs unread, and as a file. */

import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { inVenv, ROOT } from "../../build/tools.js";
import { linkIn } from "../../web/state/link/link.js";
import { notice, open, settled, step, stepOf } from "./actions.js";
import { violations } from "./axe.js";
import { runBits } from "./bits.js";
import { downloaded } from "./downloads.js";
import { lineWith } from "./editor.js";
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const CAME = "This code came with a link. Read it, then press Run.";

/** @param {Page} page */
const verdict = (page) => page.getByRole("status", { name: "Your code" });
/** @param {Page} page */
const files = (page) => page.evaluate(() => window.micrograd.state.code.files);
/** Workers of the learner's code. @param {Page} page */
const running = (page) => page.evaluate(() => window.micrograd.state.code.run);

/** The editor with the package's own files. @param {Page} page */
async function edit(page) {
  await page.evaluate(() => window.micrograd.dispatch({ type: "code/open" }));
  await page.waitForFunction(() => window.micrograd.state.code.files);
}

/** Changes a file by the console, which runs nothing. @param {Page} page @param {string} from @param {string} to */
async function change(page, from, to) {
  await page.evaluate(
    ([before, after]) => {
      const text = window.micrograd.state.code.files?.["engine.py"] ?? "";
      if (!text.includes(before)) throw new Error(`engine.py has no ${before}`);
      window.micrograd.dispatch({
        type: "code/edit",
        file: "engine.py",
        text: text.replace(before, () => after),
      });
    },
    [from, to],
  );
}

/** Presses Share, where the address bar gets the link, since there is no clipboard. @param {Page} page */
async function share(page) {
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.evaluate(() => window.micrograd.dispatch({ type: "notice/dismiss" }));
  await page.getByRole("button", { name: "Share" }).click();
  await expect(notice(page)).toHaveText(/^The address bar now holds a link to this run/);
  return page.url();
}

/** @param {Page} page */
const hashOf = (page) => new URL(page.url()).hash;

const ADDED = "operand.grad += local[i] * grad";
const ASSIGNED = "operand.grad = local[i] * grad";

test("Share takes the changes along and says so; whoever opens the link reads them before anything of them runs", async ({
  cPage: page,
  blankPage: other,
  complaints,
  browserName,
}) => {
  // CodeMirror, of the seventh pass that it takes there to place long files
  if (browserName === "firefox") complaints.expect(/Measure loop restarted/);
  await edit(page);
  await share(page);
  expect(linkIn(hashOf(page))?.code).toBe(null);
  await change(page, ADDED, ASSIGNED);
  const link = await share(page);
  await expect(notice(page)).toHaveText(/, with the changed engine\.py; copy it from there\.$/);
  expect(link.length).toBeLessThan(2000);

  await open(other, link);
  await expect(verdict(other)).toHaveText(CAME);
  expect(await files(other)).toEqual(await files(page));
  await expect(other.locator(".cm-changed", { hasText: ASSIGNED })).toBeVisible();
  await expect(other.locator(".cm-removed", { hasText: ADDED })).toBeVisible();
  await expect(other.getByRole("radio", { name: "Yours" })).toBeHidden();

  // not by typing, not by choosing an engine, not by resetting a function, not by a reload
  await other.locator(".cm-changed", { hasText: ASSIGNED }).click();
  await other.keyboard.press("End");
  await other.keyboard.type("  # read");
  await other.waitForFunction(() => window.micrograd.state.code.files?.["engine.py"].includes("# read"));
  await other.evaluate(() => window.micrograd.dispatch({ type: "engine/choose", name: "yours" }));
  await other.evaluate(() => window.micrograd.dispatch({ type: "engine/retry", name: "yours" }));
  await other.getByRole("button", { name: "Reset this function" }).click();
  await expect(verdict(other)).toHaveText(CAME);
  expect(await running(other)).toBe(null);
  await other.reload();
  await settled(other);
  await edit(other);
  await expect(other.getByRole("textbox", { name: "Source of engine.py" })).toBeVisible();
  expect(await running(other)).toBe(null);
});

test("when Run is pressed the code of a link makes the steps that it had made, with the same bits", async ({
  cPage: page,
  blankPage: other,
}) => {
  await edit(page);
  await change(page, ADDED, ASSIGNED);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForFunction(() => window.micrograd.state.engines.active === "yours");
  await step(page, 4);
  const link = await share(page);
  expect(link.length).toBeLessThan(2000);
  await open(other, link);
  await expect(verdict(other)).toHaveText(CAME);
  expect(await stepOf(other)).toBe(0);
  await other.getByRole("button", { name: "Run", exact: true }).click();
  await other.waitForFunction(() => window.micrograd.state.session.snapshot?.step === 4);
  expect(await runBits(other)).toEqual(await runBits(page));
  await expect(verdict(other)).toHaveText(
    new RegExp(`^First differs from C at step 1, at e1: .*engine\\.py, line ${lineWith(ADDED)}\\.$`),
  );
});

test("the reader's own code is set aside for a link's, lives through a reload, and comes back by one button", async ({
  cPage: page,
}) => {
  await edit(page);
  await change(page, "import math", "import math  # mine");
  const mine = await files(page);
  const code = await page.evaluate(async () => {
    const { codeText } = await import(new URL("state/code/link.js", location.href).href);
    const { original } = window.micrograd.state.code;
    return codeText(original, { ...original, "optim.py": "# theirs\n" });
  });
  await page.evaluate((text) => {
    location.hash = `#step=3&code=${text}`;
  }, code);
  await expect(verdict(page)).toHaveText(CAME);
  await expect(page.locator(".cm-changed", { hasText: "# theirs" })).toBeVisible();
  await settled(page);
  await page.reload();
  await settled(page);
  await edit(page);
  await expect(verdict(page)).toHaveText(CAME);
  await page.getByRole("button", { name: "Bring back my own" }).click();
  await expect(verdict(page)).toHaveText("This is your own code again. It runs when you press Run.");
  expect(await files(page)).toEqual(mine);
  await expect(page.getByRole("button", { name: "Bring back my own" })).toBeHidden();
});

test("a code that can't be read, or whose passage has gone, is told in a sentence, and the page goes on", async ({
  cPage: page,
}) => {
  const gone = await page.evaluate(async () => {
    const { packed } = await import(new URL("source/web/protocol/pack.js", location.href).href);
    const rows = [0, [0, "no_such_line\n", "x\n"], [0, "import math\n", "import math  # theirs\n"]];
    return [await packed(JSON.stringify(rows)), await packed(" ".repeat(5_000_000))];
  });
  for (const [code, says] of [
    ["%3Cscript%3E", "The code in this link can't be used: it has other letters than a link's."],
    ["AAAA", "The code in this link can't be used: a part of it is missing or broken."],
    [gone[1], "The code in this link can't be used: it is longer than 1200 kB."],
    [
      gone[0],
      "engine.py has no longer, exactly once, the passage “no_such_line”. The rest of the link's code is there.",
    ],
  ]) {
    await page.evaluate((text) => {
      location.hash = `#step=2&code=${text}`;
    }, code);
    await expect(notice(page)).toHaveText(says);
    await settled(page);
  }
  await expect(verdict(page)).toHaveText(CAME);
  await expect(page.locator(".cm-changed", { hasText: "import math # theirs" })).toBeVisible();
  await step(page, 2);
});

test("an embedded page passes the code of its link on to the full page", async ({ blankPage: page }) => {
  await open(page, "./?embed=graph#step=2&code=abc");
  await expect(page.getByRole("link", { name: "Open the full page" })).toHaveAttribute("href", /&code=abc$/);
  expect(await page.evaluate(() => window.micrograd.state.code.open)).toBe(false);
});

// --- as a file ---

test("a saved engine.py runs on a laptop with --engine, with the same difference from C", async ({
  cPage: page,
}, testInfo) => {
  await edit(page);
  await change(page, ADDED, ASSIGNED);
  const save = () => page.getByRole("button", { name: "Save as file" }).click();
  const { name, file: saved } = await downloaded(page, save);
  expect(name).toBe("engine.py");
  const file = testInfo.outputPath(name); // Chromium's own has another name
  await copyFile(saved, file);
  expect(await readFile(file, "utf8")).toBe((await files(page))?.["engine.py"]);
  const args = ["-m", "micrograd", "--engine", file, "--steps", "3"];
  const told = await promisify(execFile)(inVenv("python"), args, { cwd: ROOT }).catch((error) => error);
  expect(told.stdout, told.message).toContain(`line ${lineWith(ADDED)}`);
});

test("a file takes the place of its namesake, or of the file in sight, waits for Run, and can be undone", async ({
  cPage: page,
}, testInfo) => {
  await edit(page);
  const before = await files(page);
  const input = page.getByLabel("A Python file");
  const paths = [testInfo.outputPath("optim (1).py"), testInfo.outputPath("mine.py")];
  await writeFile(paths[0], "\ufeff# optim\r\nx = 1\r\n");
  await writeFile(paths[1], "# mine\n");
  await input.setInputFiles(paths[0]);
  await expect(verdict(page)).toHaveText("This code was opened from a file. Read it, then press Run.");
  await input.setInputFiles(paths[1]);
  const source = page.getByRole("textbox", { name: "Source of optim.py" });
  await expect(source).toHaveText("# mine");
  expect(await files(page)).toEqual({ ...before, "optim.py": "# mine\n" });
  await source.press("ControlOrMeta+z");
  await page.waitForFunction(() => window.micrograd.state.code.files?.["optim.py"] === "# optim\nx = 1\n");
  expect(await running(page)).toBe(null);
});

/** Drops a file on the editor. @param {Page} page @param {string} name @param {number[]} bytes */
const drop = (page, name, bytes) =>
  page.locator(".code-editor").evaluate(
    (host, [called, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(content)], called));
      const target = host.shadowRoot?.querySelector(".cm-content") ?? host;
      for (const type of ["dragover", "drop"])
        target.dispatchEvent(
          new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }),
        );
    },
    /** @type {const} */ ([name, bytes]),
  );

test("a dropped file is opened; one that is not Python text or too large is refused, and nothing changes", async ({
  cPage: page,
}) => {
  await edit(page);
  await page.waitForFunction(() =>
    document.querySelector(".code-editor")?.shadowRoot?.querySelector(".cm-content"),
  );
  const before = await files(page);
  for (const [name, bytes, says] of /** @type {[string, number[], string][]} */ ([
    ["notes.md", [35], "notes.md is not a Python file: its name must end in .py."],
    ["latin.py", [0x23, 0xe9, 0x0a], "latin.py is not Python text in UTF-8."],
    ["zero.py", [0x23, 0, 0x0a], "zero.py is not Python text in UTF-8."],
    ["large.py", Array(200_001).fill(35), "large.py is 201 kB; at most 200 kB can be opened."],
  ])) {
    await drop(page, name, bytes);
    await expect(notice(page)).toHaveText(says);
  }
  expect(await files(page)).toEqual(before);
  await drop(page, "nn.py", [...new TextEncoder().encode("# dropped é\n")]);
  await expect(page.getByRole("textbox", { name: "Source of nn.py" })).toHaveText("# dropped é");
  expect(await files(page)).toEqual({ ...before, "nn.py": "# dropped é\n" });
});

test("characters that can't be seen, or turn a line around, are shown in a link's code", async ({
  cPage: page,
}) => {
  await edit(page);
  const hunk = await page.evaluate(async () => {
    const { packed } = await import(new URL("source/web/protocol/pack.js", location.href).href);
    return packed(JSON.stringify([0, [0, "import math\n", "import math  # \u202e\u200b\n"]]));
  });
  await page.evaluate((text) => {
    location.hash = `#step=0&code=${text}`;
  }, hunk);
  await expect(page.locator(".cm-specialChar")).toHaveCount(2);
});

test("axe finds nothing in the editor with a link's code, in both themes", async ({ cPage: page }) => {
  test.setTimeout(240_000);
  await edit(page);
  await change(page, "import math", "import math  # mine");
  const hunk = await page.evaluate(async () => {
    const { packed } = await import(new URL("source/web/protocol/pack.js", location.href).href);
    return packed(JSON.stringify([0, [0, "import math\n", "import math  # theirs\n"]]));
  });
  await page.evaluate((text) => {
    location.hash = `#step=0&code=${text}`;
  }, hunk);
  await expect(page.getByRole("button", { name: "Bring back my own" })).toBeVisible();
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    await page.evaluate((name) => window.micrograd.dispatch({ type: "view/theme", theme: name }), theme);
    expect(await violations(page)).toEqual([]);
  }
});
