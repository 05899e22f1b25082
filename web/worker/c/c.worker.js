/** The C engine, which every browser runs. */

import { serve } from "../serve.js";
import { CEngine, instantiate } from "./c-engine.js";

serve(async () => new CEngine(await instantiate(new URL("../../micrograd.wasm", import.meta.url))));
