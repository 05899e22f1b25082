/** The top bar: title, engines, settings, theme, sharing and help. */

import { mediaQuery } from "../../protocol/browser.js";
import { titleOf } from "../../protocol/config.js";
import { ENGINE_NAMES, ENGINES } from "../../protocol/engines.js";
import { isOffered } from "../../state/code/known.js";
import { SCALAR } from "../../state/engine-status.js";
import { isOwn } from "../../state/points.js";
import { stepTime, timeWords } from "../../state/speed.js";
import { el, setText, unfolder } from "../dom.js";
import { arrival, missing } from "../later.js";
import { settingsInSight } from "./settings.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/messages.js").EngineName} EngineName */

/** The order of the button: its first press changes what is seen. */
const THEMES = /** @type {const} */ ({
  light: ["system", "dark", "light"],
  dark: ["system", "light", "dark"],
});

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const engines = engineSwitch(dispatch);
  const all = () => import("./settings-dialog.js").then(({ settingsDialog }) => settingsDialog(dispatch));
  const settings = onDemand("The list of settings", all, dispatch);
  const help = onDemand("Help", () => import("./help.js").then(({ helpDialog }) => helpDialog()), dispatch);
  const inSight = settingsInSight(dispatch);
  const more = el("button", { type: "button", className: "more-settings" }, "More…");
  more.setAttribute("aria-label", "More settings");
  more.onclick = () => shown && settings.open(shown);
  const share = el(
    "button",
    { type: "button", className: "quiet", title: "Copy a link to all that you see now" },
    "Share",
  );
  const edit = el(
    "button",
    { type: "button", className: "edit-python", title: "Change the engine's own source, and run it: key E" },
    "Edit",
    el("span", { className: "in-full" }, "the Python"),
  );
  edit.setAttribute("aria-label", "Edit the Python");
  edit.onclick = () => dispatch({ type: shown?.code.open ? "code/close" : "code/open" });
  const stage = el(
    "button",
    { type: "button", className: "quiet to-stage", title: "Fill the screen for a lecture: key G" },
    "Stage",
  );
  stage.onclick = () => dispatch({ type: "view/stage", on: true });
  const load = () => import("./runs.js").then(({ runsDialog }) => runsDialog(dispatch));
  const runs = onDemand("The list of runs", load, dispatch);
  const runsButton = el(
    "button",
    { type: "button", className: "quiet", title: "Runs that this browser keeps" },
    "Runs",
  );
  runsButton.onclick = () => runs.open(shown?.run.entry ?? null);
  const loadFiles = () => import("../files/dialog.js").then(({ filesDialog }) => filesDialog(dispatch));
  const files = onDemand("The Files dialog", loadFiles, dispatch);
  const filesButton = el(
    "button",
    {
      type: "button",
      className: "quiet",
      title: "Save or open files: the experiment, the network, pictures",
    },
    "Files",
  );
  filesButton.onclick = () => {
    if (shown) files.open(() => /** @type {State} */ (shown));
  };
  const themeWord = el("span", { className: "in-full" });
  const theme = el("button", { type: "button", className: "quiet theme" }, "◐", themeWord);
  const helpButton = el("button", { type: "button", className: "quiet", title: "Help: key ?" }, "Help");
  helpButton.dataset.action = "help";
  helpButton.onclick = () => help.open(null);
  const title = el(
    "h1",
    {},
    el("strong", {}, "micrograd"),
    el("span", { className: "soft" }, " in the browser"),
  );
  root.append(
    title,
    engines.element,
    unfolder(root, "Menu", "Menu"),
    edit,
    inSight.element,
    more,
    share,
    stage,
    runsButton,
    filesButton,
    theme,
    helpButton,
  );

  /** @type {State | null} */
  let shown = null;
  theme.onclick = () => {
    const order = THEMES[dark.matches ? "dark" : "light"];
    const next = order[(order.indexOf(shown?.view.theme ?? "system") + 1) % order.length];
    dispatch({ type: "view/theme", theme: next });
  };
  share.onclick = async () => {
    const arrived = await arrival(() => import("./share.js"));
    if (!arrived) dispatch(missing("Share"));
    else if (shown) dispatch({ type: "notice/show", notice: await arrived.shared(shown) });
  };

  for (const type of /** @type {const} */ (["dragover", "drop"])) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // the browser would leave the page for the file
      if (!shown?.view.data) dispatch({ type: "view/data", data: "drop" });
    });
  }

  const dark = mediaQuery("(prefers-color-scheme: dark)");
  const applyTheme = () => {
    const chosen = shown?.view.theme ?? "system";
    const theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
    const { dataset } = document.documentElement;
    if (dataset.theme !== theme) dataset.theme = theme; // all that is painted is painted anew
  };
  dark.onchange = applyTheme;
  applyTheme();

  return {
    sync(state) {
      const before = shown;
      shown = state;
      engines.sync(state);
      edit.setAttribute("aria-pressed", String(state.code.open));
      settings.sync(state);
      inSight.sync(state);
      if (before?.view.theme !== state.view.theme) applyTheme();
      const word = { system: "Auto", light: "Light", dark: "Dark" }[state.view.theme];
      setText(themeWord, word);
      theme.title = `Theme: ${word}`;
      theme.setAttribute("aria-label", `Theme: ${word}`);
      more.title = describe(state);
    },
  };
}

/**
 * A dialog whose code is loaded when it is first opened.
 * @template T
 * @param {string} label what a notice calls it if it does not arrive
 * @param {() => Promise<{element: HTMLElement, open(what: T): void, sync?(state: State): void}>} load
 * @param {import("../index.js").Dispatch} dispatch
 */
function onDemand(label, load, dispatch) {
  /** @type {Awaited<ReturnType<typeof load>> | null} */
  let dialog = null;
  return {
    /** @param {T} what */
    async open(what) {
      const arrived = dialog ?? (await arrival(load));
      if (!arrived) return dispatch(missing(label));
      dialog ??= arrived;
      if (!dialog.element.isConnected) document.body.append(dialog.element);
      dialog.open(what);
    },
    /** @param {State} state */
    sync: (state) => dialog?.sync?.(state),
  };
}

/** The settings in one line. @param {State} state */
function describe({ run: { starting }, session }) {
  const config = starting?.config ?? session.config;
  const sizes = [2, ...config.layers, 3].join("-");
  const nonlin = config.layers.length > 0 ? ` ${config.nonlin}` : "";
  return `${isOwn(session.points) ? "your data" : config.dataset} · ${sizes}${nonlin} · ${titleOf("optimizer", config.optimizer)} lr ${config.lr} · ${config.loss}`;
}

/**
 * The engines with their status. An engine chosen while it loads takes over when it is ready.
 * @param {import("../index.js").Dispatch} dispatch
 */
function engineSwitch(dispatch) {
  const rows = ENGINE_NAMES.map((name) => {
    // click, not change: choosing C while it is already running is a choice too, and keeps Python from taking over
    const onclick = () => dispatch({ type: "engine/choose", name });
    const input = el("input", { type: "radio", name: "engine", value: name, onclick });
    const label = el("label", {}, input, ENGINES[name].label);
    const status = el("span", {
      role: "status",
      className: "engine-status",
      "aria-label": `${ENGINES[name].label} engine`,
    });
    const bar = el("progress", { max: 1, "aria-label": `Loading ${ENGINES[name].label}` });
    const text = el("span");
    // outside the status: a screen reader should not announce every percent and every step time
    const number = el("span", { className: "num" });
    const retry = el("button", { type: "button", className: "quiet" }, "Retry");
    retry.onclick = () => dispatch({ type: "engine/retry", name });
    const details = el("pre");
    const unfolds = el("details", { className: "engine-details" }, el("summary", {}, "Details"), details);
    status.append(text);
    return {
      name,
      input,
      label,
      element: el("span", { className: "engine-state" }, bar, status, number, retry, unfolds),
      bar,
      status,
      text,
      number,
      retry,
      details,
      unfolds,
    };
  });
  const compare = el("input", { type: "radio", name: "engine", value: "compare" });
  compare.onchange = () => dispatch({ type: "compare/open" });
  const group = el(
    "div",
    { className: "segmented", role: "radiogroup", "aria-label": "Engine" },
    ...rows.map((row) => row.label),
    el("label", {}, compare, "Side by side"),
  );

  return {
    element: el(
      "div",
      { className: "engines" },
      group,
      el("div", { className: "engine-states" }, ...rows.map((row) => row.element)),
    ),
    /** @param {State} state */
    sync(state) {
      compare.checked = state.compare !== null;
      for (const row of rows) {
        const { name, input, label, element, bar, status, text, number, retry } = row;
        const { phase, loaded, total, reason, details, boot } = state.engines.status[name];
        label.hidden = !isOffered(state, name);
        const running = state.engines.active === name && phase === "ready";
        input.checked = state.engines.active === name && !state.compare;
        label.title = status.title = phase === "failed" ? reason : boot === "scalar" ? SCALAR : "";
        bar.hidden = phase !== "loading" || total === 0;
        if (total > 0) bar.value = loaded / total;
        retry.hidden = phase !== "failed";
        row.unfolds.hidden = phase !== "failed";
        setText(row.details, [reason, details].filter(Boolean).join(".\n\n")); // the bar may cut the sentence off
        const waits = ENGINES[name].lazy && phase === "loading" && state.engines.active !== name;
        const elsewhere = Boolean(ENGINES[name].own) && phase === "failed"; // the editor says why
        element.hidden = waits || label.hidden || elsewhere || (phase === "ready" && !running);
        setText(text, `${ENGINES[name].label} ${statusText(state, name, running)}`);
        setText(number, statusNumber(state, name, running));
      }
    },
  };
}

/** @param {State} state @param {EngineName} name @param {boolean} running */
function statusText({ engines: { status, measured } }, name, running) {
  const { phase, reason } = status[name];
  if (phase === "failed") return `could not start: ${reason}`;
  if (phase === "ready") return running && measured[name] ? "running" : "ready";
  return "loading";
}

/** @param {State} state @param {EngineName} name @param {boolean} running */
function statusNumber({ engines: { status, measured } }, name, running) {
  const { phase, loaded, total } = status[name];
  if (phase === "loading" && total > 0) return `${Math.floor((100 * loaded) / total)} %`;
  const ms = stepTime(measured[name]);
  return running && ms !== null ? `${timeWords(ms)} a step` : "";
}
