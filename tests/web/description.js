/** The engine's tables, as the build writes them: a clean clone has none yet, so they are imported when a test runs. */

const built = new URL("../../dist/vendor/generated/description.js", import.meta.url).href;
/** @type {typeof import("../../build/types/generated/description.js")} */
export const { DESCRIPTION } = await import(built);
