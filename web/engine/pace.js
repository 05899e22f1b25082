/** How often a playing run is asked for what it does not need itself. */

/** While playing, the minimum interval between two answers to a query, or two surfaces, whose drawing costs the page most. */
export const ASKED_EVERY = 30;

/** While playing, a query takes at most 1/QUERY_SHARE of the engine's time. */
const QUERY_SHARE = 8;

/** Whether a query may be asked again. @param {{at: number, ms: number}} last when it was asked, and how long it took @param {number} now */
export const queryDue = ({ at, ms }, now) => now - at >= Math.max(ASKED_EVERY, QUERY_SHARE * ms);
