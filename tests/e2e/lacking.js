/** Browsers that really lack something: switched off by a setting of their own, or not there for a site like this one. */

import { expect, test as watched } from "./fixtures.js";
import { publish } from "./published.js";

export { expect };

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{chromium?: string[], firefox?: Record<string, boolean | number | string>, host?: string}} Lack */
/** @typedef {{url: string, newPage(): Promise<Page>}} Site */

/** A name that leads to this machine, where nothing is encrypted: what a browser keeps for https and localhost is not there. */
const HOST = "classroom.test";

/** What switches each off: arguments for Chromium, settings for Firefox. Where there is nothing, none is known. */
export const LACKS = {
  WebAssembly: { chromium: ["--js-flags=--jitless"], firefox: { "javascript.options.wasm": false } },
  SIMD: { chromium: ["--js-flags=--no-enable-sse4-1"] }, // as on a processor without it
  "site data": { firefox: { "network.cookie.cookieBehavior": 2 } },
  localStorage: { firefox: { "dom.storage.enabled": false } },
  "service workers": { firefox: { "dom.serviceWorkers.enabled": false } },
  "a secure connection": {
    chromium: [`--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
    firefox: { "network.dns.localDomains": HOST },
    host: HOST,
  },
  "exact clocks and pictures": { firefox: { "privacy.resistFingerprinting": true } },
};

/**
 * A browser with other settings of its own.
 * @param {import("@playwright/test").BrowserType} type @param {import("@playwright/test").LaunchOptions} options what it is started with otherwise
 * @param {Pick<Lack, "chromium" | "firefox">} how
 */
export const launchWith = (type, options, { chromium = [], firefox = {} }) =>
  type.launch({
    ...options,
    ...(type.name() === "chromium"
      ? { args: [...(options.args ?? []), ...chromium] }
      : { firefoxUserPrefs: { ...options.firefoxUserPrefs, ...firefox } }),
  });

/** @type {any} */
const fixtures = {
  lack: [null, { option: true }],

  /** The site as such a browser sees it; skipped where the browser of this run can't lack it. */
  site: async (
    /** @type {any} */
    { playwright, browserName, launchOptions, channel, headless, viewport, complaints, lack },
    /** @type {any} */ use,
    /** @type {import("@playwright/test").TestInfo} */ info,
  ) => {
    const row = /** @type {any} */ (LACKS)[lack];
    const [how, host] = [row[browserName], row.host];
    info.skip(!how, `nothing is known that takes ${lack} from ${browserName}`);
    const published = await publish();
    const url = host ? published.url.replace("127.0.0.1", host) : published.url;
    const options = { ...launchOptions, channel, headless };
    const browser = await launchWith(playwright[browserName], options, { [browserName]: how });
    const context = await browser.newContext({ baseURL: url, viewport });
    complaints.expect(new RegExp(`asked another origin: ${url}`)); // it is this test's own
    complaints.watch(context);
    await use({ url, newPage: () => context.newPage() });
    await browser.close();
    await published.close();
  },
};

export const test =
  /** @type {import("@playwright/test").TestType<import("./fixtures.js").Args & import("./fixtures.js").Mine & {site: Site, lack: keyof typeof LACKS}, import("./fixtures.js").WorkerArgs>} */ (
    /** @type {unknown} */ (watched.extend(fixtures))
  );
