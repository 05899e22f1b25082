// `npm run format`: lays every file out anew, so that nobody has to think about it.

import { setup } from "./setup.js";
import { inNodeModules, inVenv, main, run } from "./tools.js";

await main(async () => {
  await setup(["node", "python"]);
  await run(inNodeModules("biome"), ["check", "--write", "."]);
  await run(inVenv("ruff"), ["check", "--fix", "--quiet", "."]);
  await run(inVenv("ruff"), ["format", "."]);
});
