/** The C engine, which every browser runs. */

import { CEngine, instantiate } from "./c-engine.js";
import { serve } from "./serve.js";

serve(async () => new CEngine(await instantiate(new URL("../micrograd.wasm", import.meta.url))));
