/** The moment that a panel shows, in words: one way of saying it, everywhere on the page. */

/** "after step 12", or "before step 1" at the start of a run. @param {number} step how many steps have been made */
export const momentWords = (step) => (step === 0 ? "before step 1" : `after step ${step}`);

/**
 * A gradient's name. Three are shown: "grad at this point", of the probe's own loss; "grad of step 12", of the training loss,
 * which made that step's update; and "next grad", which will make the next. Before the first step there is none of a step.
 * @param {number} step
 */
export const stepGradWords = (step) => (step === 0 ? "grad of last step" : `grad of step ${step}`);
