// exercises/ -> dist/course/: index.json, the texts and solutions that the page shows, and files.json, the Python files that its
// worker checks with.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, filesUnder, inVenv, isMain, main, ROOT, replaceFile, run } from "../tools.js";

const OUT = path.join(DIST, "course");

/** What only a laptop needs, and the file of whoever builds here. */
const NOT_FOR_A_PAGE = ["__main__.py", "test_mine.py", "my_micrograd.py"];

/** Writes both files; returns their folder. */
export async function buildCourse() {
  const outputs = ["index.json", "files.json"].map((file) => path.join(OUT, file));
  await once("course", { inputs: ["exercises", "build/site/course.js"], outputs }, async () => {
    await mkdir(OUT, { recursive: true });
    const env = { PYTHONDONTWRITEBYTECODE: "1" };
    const { output } = await run(inVenv("python"), ["-m", "exercises", "--index"], { env, capture: true });
    const texts = [JSON.stringify(JSON.parse(output)), JSON.stringify(await sources())];
    for (const [i, file] of outputs.entries()) await replaceFile(file, (to) => writeFile(to, texts[i]));
  });
  return OUT;
}

/** The text of each file, by its path. @returns {Promise<Record<string, string>>} */
async function sources() {
  const files = (await filesUnder("exercises")).filter(
    (file) => /\.(py|toml)$/.test(file) && !NOT_FOR_A_PAGE.includes(path.basename(file)),
  );
  const texts = files.map(async (file) => [
    file.split(path.sep).join("/"),
    await readFile(path.join(ROOT, file), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

if (isMain(import.meta.url)) await main(buildCourse);
