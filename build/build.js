// `npm run build`: builds the page with everything it needs, dist/site/, and the native program, dist/micrograd.

import path from "node:path";
import { buildNative } from "./c/native.js";
import { buildWasm } from "./c/wasm.js";
import { buildWheel } from "./python/wheel.js";
import { FOR_THE_PAGE, setup } from "./setup.js";
import { buildBundle } from "./site/bundle.js";
import { buildCourse } from "./site/course.js";
import { buildDescription } from "./site/describe.js";
import { buildSite } from "./site/site.js";
import { buildVendor } from "./site/vendor.js";
import { isMain, main, ROOT, SITE } from "./tools.js";

/** Installs what is missing, builds what has changed, and returns the site's folder. */
export async function build() {
  await setup(FOR_THE_PAGE);
  const [vendor, wheel, course, wasm, simd] = await Promise.all([
    buildVendor(),
    buildWheel(),
    buildCourse(),
    buildWasm(),
    buildWasm("simd"),
  ]);
  await buildDescription(); // into the folder of vendored files, once that is there
  const bundle = await buildBundle(vendor);
  return buildSite({ wasm, simd, wheel, course, vendor, bundle });
}

if (isMain(import.meta.url)) {
  await main(async () => {
    await setup([...FOR_THE_PAGE, "cc"]);
    await build();
    await buildNative();
    console.log(`${path.relative(ROOT, SITE)}/ and dist/micrograd are up to date`);
  });
}
