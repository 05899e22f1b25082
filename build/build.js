// `npm run build`: builds the page with everything it needs, dist/site/, and the native program, dist/micrograd.

import path from "node:path";
import { buildBundle } from "./bundle.js";
import { buildCourse } from "./course.js";
import { buildDescription } from "./describe.js";
import { buildNative } from "./native.js";
import { FOR_THE_PAGE, setup } from "./setup.js";
import { buildSite } from "./site.js";
import { isMain, main, ROOT, SITE } from "./tools.js";
import { buildVendor } from "./vendor.js";
import { buildWasm } from "./wasm.js";
import { buildWheel } from "./wheel.js";

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
