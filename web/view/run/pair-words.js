/** What is shown of two parameters on their loss, and how it is said. */

import { parametersOf } from "../../protocol/names.js";
import { pairOf, wayOf } from "../../state/pair.js";
import { format } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/pair.js").Rows} Rows */

/** The loss of these two that arrived last; of another network, or of two others, there is none to show. @param {State} state @param {string} first @param {string} second @returns {Rows | null} */
export function shownRows({ answers: { pair }, session }, first, second) {
  const rows = pair?.shown;
  if (!rows || String(rows.asked.config.layers) !== String(session.config.layers)) return null;
  const names = parametersOf(session.config).map(({ name }) => name);
  return rows.asked.first === names.indexOf(first) && rows.asked.second === names.indexOf(second)
    ? rows
    : null;
}

/** @param {import("../node/relief.js").Relief} relief */
export const lossWords = ({ low, high, every }) =>
  `Train loss ${format(low, 2)} (light) to ${format(high, 2)} (dark), a contour every ${every}.`;

/** The picture in words. @param {State} state @param {Rows | null} rows */
export function pictureWords(state, rows) {
  const { first, second } = pairOf(state);
  const { places } = wayOf(state);
  const [from, to] = [places[0], places[places.length - 1]].map((place) =>
    place.map((x) => format(x, 2)).join(", "),
  );
  const finite = rows ? [...rows.losses].filter(Number.isFinite) : [];
  const loss = finite.length
    ? ` The train loss around goes from ${format(Math.min(...finite), 2)} to ${format(Math.max(...finite), 2)}.`
    : "";
  return `The path of ${first} and ${second} from ${from} to ${to}.${loss}`;
}
