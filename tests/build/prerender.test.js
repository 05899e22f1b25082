/** The first picture in index.html: every panel in its place, also one that index.html has no element for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pageWith } from "../../build/site/prerender/index.js";

const PAGE = `<head>
    <link rel="stylesheet" href="style.css">
    <script src="start.js" async></script>
</head>
<body>
    <header id="topbar" class="bar"></header>
    <main>
      <section id="code" class="panel" aria-label="Your Python" hidden></section>
      <section id="graph" class="panel" aria-label="Graph"></section>
    </main>
</body>`;
const SCENE = { scene: { html: "<g></g>", width: 2, height: 1 } };
const DRAWN = {
  parts: {
    topbar: { attributes: ' class="bar drawn"', html: "<h1>micrograd</h1>" },
    graph: { attributes: ' class="panel drawn"', html: "<div>\0scenes\0</div>" },
  },
  sheets: [],
};
/** @param {Parameters<typeof pageWith>[1]} drawn */
const filled = (drawn) => pageWith(PAGE, drawn, [SCENE, SCENE, SCENE]);

test("what was drawn stands in the elements of the page, with a scene for each width", () => {
  const page = filled(DRAWN);
  assert.match(page, /<header id="topbar" class="bar drawn" inert><h1>micrograd<\/h1><\/header>/);
  assert.match(
    page,
    /<section id="graph" class="panel drawn" inert><div><div class="scenes">(<svg.*<\/svg>){3}<\/div>/,
  );
  assert.match(page, /<section id="code" [^>]* hidden><\/section>/);
});

test("a panel without an element comes after the others, and its style sheet after the page's own", () => {
  const step = { attributes: ' class="panel drawn" aria-label="Step"', html: "<output>0</output>" };
  const page = filled({ parts: { ...DRAWN.parts, step }, sheets: ["view/step/step.css"] });
  assert.match(
    page,
    /<\/section>\s*<section id="step" [^>]*aria-label="Step" inert><output>0<\/output><\/section>\s*<\/main>/,
  );
  assert.match(page, /href="style.css">\n {4}<link rel="stylesheet" href="view\/step\/step.css">\n/);
});
