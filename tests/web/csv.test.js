/** Tables as programs and people write them: each gives the points stated here, or is refused with the sentence stated here. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { readTable } from "../../web/state/data/csv.js";
import { guessChoices, keepOf } from "../../web/state/data/guess.js";
import { makePoints } from "../../web/state/data/points-of.js";
import { textOf } from "../../web/state/data/text.js";
import { pointsToCsv } from "../../web/state/data/to-csv.js";

const FOLDER = new URL("./csv/", import.meta.url);

/** @param {string} text @param {Partial<import("../../web/state/data/guess.js").Choices>} [told] */
function pointsOf(text, told) {
  const table = readTable(text);
  return makePoints(table, { ...guessChoices(table), ...told });
}

/** Points as the table below writes them: x, y, label. @param {import("../../web/state/data/points-of.js").NewPoint[]} points */
const written = (points) =>
  points.map(({ x, y, label }) => `${[x, y].map((c) => Number(c.toFixed(3))).join()},${label}`).join(" ");

/** Each file with its points, and how many rows of it are left out and why. @type {Record<string, [string, string?]>} */
const READ = {
  "aligned.txt": ["1,1.5,0 -1,-1.5,1"],
  "bad-rows.csv": [
    "1,1.5,0 -1,-1.5,1 0.5,0.5,1 -0.5,0.5,1 0.25,-1,0",
    "6 left out: line 3: x is '12 cm', not a number; line 5: 2 columns instead of 3; line 6: 4 columns instead of 3; " +
      "line 7: x is '1e999', not a number; line 8: x is '0x10', not a number",
  ],
  "bars.csv": ["-1.8,-1.8,0 1.8,1.8,1"],
  "comments.csv": ["1,1.5,0 -1,-1.5,1", "1 left out: line 5: x is missing"],
  "constant.csv": ["0,-1.8,0 0,1.8,1"],
  "decimal-comma-spaces.txt": ["1.8,1.8,0 -1.8,-1.8,1"],
  "diagnosis.csv": ["-1.8,-1.8,1 1.8,1.8,0 0,0,0"],
  "empty-rows.csv": ["1,1.5,0 -1,-1.5,1"],
  "excel-german.csv": ["-1.8,-1.8,0 1.8,1.8,1 0,0,0"],
  "five-species.csv": ["1,1.5,1 0.5,1,0 0,0,2 0.1,0,1 0.2,0,2 0.3,0,0 0.4,0,0"],
  "id-column.csv": ["-1.8,-1.8,0 1.8,1.8,1 0,0,0"],
  "large-numbers.csv": ["-1.8,-1.8,0 1.8,1.8,1"],
  "line-breaks.csv": ["1,-1,0 -1,1.5,1", "1 left out: line 5: x is 'far', not a number"],
  "missing.csv": [
    "1,1.5,0 -1,-1,1",
    "5 left out: line 3: x is missing; line 4: y is missing; line 5: y is missing; line 6: x is missing; line 7: label is missing",
  ],
  "no-classes.csv": ["1,1.5,0 -1,-1.5,0"],
  "no-names.csv": ["1.5,-1.5,0 -1.5,1.5,1 0.5,0.5,2"],
  "numpy-savetxt.txt": ["1,-0.5,0 -0.125,1.5,2"],
  "old-mac.csv": ["0.5,-0.5,0 1.5,0.25,2"],
  "open-quote.csv": ["1,1.5,0 -1,-1.5,1", "1 left out: line 3: a quote is never closed"],
  "own-output.csv": ["0.1,0,1 0,2,2 -0.333,2,1"],
  "pandas-index.csv": ["-1.8,-1.8,0 1.8,1.8,1 0,0,1 -0.9,-0.9,0"],
  "plus-minus-one.csv": ["-1.8,-1.8,0 1.8,1.8,1 0,0,0"],
  "r-write-table.txt": ["0.5,-1.5,0 -0.25,0.2,1 1,1,0"],
  "splits.csv": [
    "1,1.5,0 -1,-1.5,1 0.5,0.5,2",
    "1 left out: line 5: Split is 'other', not train, val or test",
  ],
  "spreadsheet-paste.tsv": ["-1.8,-1.8,0 1.8,1.8,1 0,0,1"],
  "trailing-commas.csv": ["1,1.5,0 -1,-1.5,1"],
  "typographic.csv": ["-1,1.5,0 1,-1.5,1 0.5,1,1"],
  "unicode-text.txt": ["-1.8,-1.8,0 1.8,1.8,1"],
  "utf16-be.csv": ["1,-1.5,0 -1,1.5,1"],
  "windows-1252.csv": ["-1.5,1,1 1.5,-1,0"],
};

/** Each file that is refused, and the sentence. @type {Record<string, string>} */
const REFUSED = {
  "damaged-utf16.csv": "The text is damaged: it is not in UTF-16LE, as it says.",
  "empty.csv": "There is nothing in it.",
  "list.json": "This is JSON, not a table in CSV.",
  "names-only.csv": "There is a line of names, but no row below it.",
  "no-value.csv": "No row gives a point. Line 2: y is missing.",
  "old-workbook.xls": "This is an old spreadsheet. In the spreadsheet program, save it as CSV first.",
  "one-column.csv":
    "There is one column only; two are needed, with a comma, a semicolon, a tab or a space between.",
  "one-number.csv": "Only height has numbers; two such columns are needed, for x and y.",
  "only-test.csv": "No row has the split train, and without such points nothing can be learned.",
  "packed.csv.gz": "This file is compressed. Unpack it first.",
  "page.html": "This is a web page or XML, not a table in CSV.",
  "picture.png": "This is not text: it has characters that no table has.",
  "words.csv": "None of the columns has numbers; two such columns are needed, for x and y.",
  "workbook.xlsx": "This is a spreadsheet or an archive. In the spreadsheet program, save it as CSV first.",
};

for (const [file, [points, said = ""]] of Object.entries(READ)) {
  test(`${file} gives its points`, async () => {
    const made = pointsOf(textOf(await readFile(new URL(file, FOLDER))).text);
    const named = made.problems.map(({ line, reason }) => `line ${line}: ${reason}`).join("; ");
    assert.equal(written(made.points), points);
    assert.equal(made.left === 0 ? "" : `${made.left} left out: ${named}`, said);
  });
}

for (const [file, sentence] of Object.entries(REFUSED)) {
  test(`${file} is refused with its reason`, async () => {
    const bytes = await readFile(new URL(file, FOLDER));
    assert.throws(() => pointsOf(textOf(bytes).text), { name: "Problem", message: sentence });
  });
}

test("every file of the folder is in one of the two lists", async () => {
  const files = (await readdir(FOLDER)).sort();
  assert.deepEqual(files, [...Object.keys(READ), ...Object.keys(REFUSED)].sort());
});

test("what had to be guessed of an encoding is said", async () => {
  const { notes } = textOf(await readFile(new URL("windows-1252.csv", FOLDER)));
  assert.match(notes.join(), /Windows-1252/);
  assert.deepEqual(textOf(await readFile(new URL("excel-german.csv", FOLDER))).notes, []);
});

test("names that are numbers are taken for a row, until somebody says otherwise", () => {
  const text = "2019,2020,region\n0,4,north\n10,8,south\n";
  assert.equal(readTable(text).header, false);
  const table = readTable(text, { header: true });
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    ["2019", "2020", "region"],
  );
  assert.equal(written(makePoints(table, guessChoices(table)).points), "-1.8,-1.8,0 1.8,1.8,1");
});

test("the scale is one for each axis, one for both, or none, and the formula says which", () => {
  const text = "a,b,label\n0,10,1\n4,12,2\n";
  const each = pointsOf(text);
  assert.equal(written(each.points), "-1.8,-1.8,0 1.8,1.8,1");
  assert.equal(each.formula, "x = 1.8 · (a − 2) / 2, y = 1.8 · (b − 11) / 1");
  const same = pointsOf(text, { scale: "same" });
  assert.equal(written(same.points), "-1.8,-0.9,0 1.8,0.9,1");
  assert.equal(same.formula, "x = 1.8 · (a − 2) / 2, y = 1.8 · (b − 11) / 2");
  assert.throws(() => pointsOf(text, { scale: "none" }), {
    message: "These numbers lie outside of the plane from -2 to 2; they have to be scaled.",
  });
  assert.equal(pointsOf("a,b,label\n-2,2,1\n0,1,2\n", { scale: "none" }).formula, "");
});

test("of more than three classes the three most frequent are kept, or those that are chosen", async () => {
  const { text } = textOf(await readFile(new URL("five-species.csv", FOLDER)));
  const table = readTable(text);
  const choices = guessChoices(table);
  assert.deepEqual(choices.keep, ["elm", "oak", "yew"]);
  assert.equal(makePoints(table, choices).other, 2);
  const chosen = makePoints(table, { ...choices, keep: ["ash", "fir"] });
  assert.equal(written(chosen.points), "-1,-1.5,0 1,0,1");
  assert.equal(chosen.other, 7);
  assert.throws(() => makePoints(table, { ...choices, keep: ["ash", "elm", "fir", "oak"] }), {
    message: "There are three classes on the plane; 4 are chosen.",
  });
});

test("80 % are for training, 10 % for val and for test, shuffled, and the same at every reading", () => {
  const text = `x,y,label\n${Array.from({ length: 100 }, (_, i) => `${i / 50},${-i / 50},${1 + Math.floor(i / 34)}`).join("\n")}`;
  const { points } = pointsOf(text);
  const of = (/** @type {string} */ split) => points.filter((p) => p.split === split);
  assert.deepEqual([of("train").length, of("val").length, of("test").length], [80, 10, 10]);
  for (const split of ["train", "val", "test"]) {
    assert.equal(new Set(of(split).map(({ label }) => label)).size, 3, `${split} has all classes`);
  }
  assert.deepEqual(pointsOf(text).points, points);
});

test("the points as CSV read back to the same bits, classes and splits", () => {
  const places = [0.1, -0, 5e-324, 1 / 3, -2, 2, 1.9999999999999998, -1e-7, 0.1 + 0.2];
  const points = places.map((x, id) => ({
    ...{ id, x, y: places[(id + 4) % places.length], label: 1 + (id % 2) },
    split: /** @type {const} */ (["train", "val", "test"])[id % 3],
  }));
  const text = pointsToCsv(points);
  assert.match(text, /^x,y,label,split\n0.1,-2.0,2,train\n-0.0,2.0,3,val\n5e-324,/);
  const made = pointsOf(text);
  assert.equal(made.left, 0);
  for (const [i, { id: _, ...point }] of points.entries()) {
    assert.ok(Object.is(made.points[i].x, point.x) && Object.is(made.points[i].y, point.y), `point ${i}`);
    assert.deepEqual(made.points[i], point);
  }
});

test("a million rows are read within seconds, and give an evenly drawn sample of 2,000", () => {
  const rows = Array.from({ length: 1e6 }, (_, i) => `${i / 1e6},${Math.sin(i)},${"abc"[i % 3]}`);
  /** @type {number[]} */
  const heard = [];
  const begun = performance.now();
  const table = readTable(`time,height,kind\n${rows.join("\n")}\n`, {
    onProgress: (part) => heard.push(part),
  });
  const made = makePoints(table, guessChoices(table));
  const took = performance.now() - begun;
  assert.ok(took < 30_000, `${took} ms`);
  assert.deepEqual([made.rows, made.points.length, made.left], [1e6, 2000, 0]);
  assert.equal(heard.length, 100);
  assert.ok(heard.every((part, i) => part <= 1 && part > (heard[i - 1] ?? 0)));
  // every tenth of the time has a tenth of the sample, and each class a third
  for (let k = 0; k < 10; k++) {
    const low = -1.8 + k * 0.36;
    const there = made.points.filter(({ x }) => x >= low && x < low + 0.36).length;
    assert.ok(Math.abs(there - 200) <= 1, `${there} from ${low}`);
  }
  for (const label of [0, 1, 2]) {
    const count = made.points.filter((point) => point.label === label).length;
    assert.ok(Math.abs(count - 2000 / 3) < 100, `${count} of class ${label + 1}`);
  }
});

/** What is known of the data that come with the page. @type {[string, number, number[], Record<string, number>, Record<string, [number, number]>][]} */
const EXAMPLES = [
  [
    "iris.csv",
    150,
    [50, 50, 50],
    { setosa: 50, versicolor: 50, virginica: 50 },
    {
      "sepal length": [5.843333, 150],
      "sepal width": [3.057333, 150],
      "petal length": [3.758, 150],
      "petal width": [1.199333, 150],
    },
  ],
  [
    "penguins.csv",
    344,
    [151, 68, 123],
    { Adelie: 152, Chinstrap: 68, Gentoo: 124 },
    {
      "bill length": [43.92193, 342],
      "bill depth": [17.15117, 342],
      "flipper length": [200.915205, 342],
      "body mass": [4201.754386, 342],
    },
  ],
];

for (const [file, rows, classes, species, means] of EXAMPLES) {
  test(`${file} has the rows, species and means that are known of it`, async () => {
    const text = await readFile(new URL(`../../web/data/${file}`, import.meta.url), "utf8");
    const table = readTable(text);
    assert.equal(table.rows, rows);
    const column = (/** @type {string} */ name) => table.columns.findIndex((each) => each.name === name);
    assert.deepEqual(Object.fromEntries(table.columns[column("species")].values ?? []), species);
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const [name, [mean, count]] of Object.entries(means)) {
      const numbers = lines
        .slice(1)
        .map((line) => line.split(",")[column(name)])
        .filter((cell) => cell !== "NA")
        .map(Number);
      assert.equal(numbers.length, count, name);
      const sum = numbers.reduce((total, x) => total + x, 0);
      assert.ok(Math.abs(sum / count - mean) < 1e-6, `${name}: ${sum / count}`);
    }
    const made = makePoints(table, guessChoices(table));
    assert.deepEqual(
      [0, 1, 2].map((label) => made.points.filter((point) => point.label === label).length),
      classes,
    );
    assert.equal(made.left, rows - classes.reduce((sum, n) => sum + n, 0));
  });
}

test("another column of classes brings its own names", async () => {
  const text = await readFile(new URL("../../web/data/penguins.csv", import.meta.url), "utf8");
  const { columns } = readTable(text);
  assert.deepEqual(
    keepOf(
      columns,
      columns.findIndex(({ name }) => name === "island"),
    ),
    ["Biscoe", "Dream", "Torgersen"],
  );
  assert.deepEqual(keepOf(columns, null), []);
});
