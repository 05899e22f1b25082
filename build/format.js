// `npm run format`: formats every file.

import { setup } from "./setup.js";
import { inNodeModules, inVenv, main, run } from "./tools.js";

await main(async () => {
  await setup(["node", "python"]);
  await run(inNodeModules("biome"), ["check", "--write", "."]);
  await run(inVenv("ruff"), ["check", "--fix", "--quiet", "."]);
  await run(inVenv("ruff"), ["format", "."]);
});
