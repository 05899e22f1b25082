/** The moment that a panel shows, in words: one way of saying it, everywhere on the page. */

/** "after step 12", or "before step 1" at the start of a run. @param {number} step how many steps have been made */
export const momentWords = (step) => (step === 0 ? "before step 1" : `after step ${step}`);
