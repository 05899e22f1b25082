// What the page offers in its console, for the functions that the tests run inside it.

import type { EngineClient } from "../../web/engine/client.js";
import type { EngineName } from "../../web/protocol/messages.js";
import type { Action, State } from "../../web/state/state.js";

declare global {
  interface Window {
    micrograd: {
      state: State;
      dispatch(action: Action): void;
      packages(): Promise<{ name: string; version: string; source: string }[]>;
    };
    /** Ends the frames that are drawn at once; made by atOnce in actions.js. */
    endAtOnce(): void;
    /** What the page has complained about; made by tests/webkit/browser.js. */
    heard?: string[];
    /** Made by clients.js, in a document without the page. */
    engines: Record<EngineName, EngineClient>;
  }
}
