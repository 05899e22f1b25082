/** The learner's file and progress between visits, in this browser. */

import { localEntries } from "../../protocol/browser.js";

/** @typedef {import("../../protocol/browser.js").Entries} Entries */
/** @typedef {import("./types.js").CourseState} CourseState */
/** @typedef {import("./types.js").Exercise} Exercise */
/** @typedef {import("./types.js").Kept} Kept */

export const COURSE = "micrograd-course";

/** What an entry holds, as far as it is of this course; null where there is nothing. @param {Exercise[]} exercises @param {string | null} text @returns {Kept | null} */
export function readCourse(exercises, text) {
  try {
    const { source, current, reached, solved, hints } = JSON.parse(text ?? "");
    if (typeof source !== "string") return null;
    const ids = exercises.map(({ id }) => id);
    const at = Math.max(0, ids.indexOf(current));
    const most = Number.isInteger(reached) ? Math.min(Math.max(reached, at + 1), ids.length) : at + 1;
    return {
      source,
      current: ids[at],
      reached: most,
      solved: ids.filter((id) => Array.isArray(solved) && solved.includes(id)),
      hints: Object.fromEntries(
        exercises.flatMap(({ id, hints: all }) => {
          const shown = Number(hints?.[id]);
          return Number.isInteger(shown) && shown > 0 ? [[id, Math.min(shown, all.length)]] : [];
        }),
      ),
    };
  } catch {
    return null;
  }
}

/** @param {CourseState} course */
export const courseText = ({ source, current, reached, solved, hints }) =>
  JSON.stringify({ source, current, reached, solved, hints });

/**
 * This tab's hand on the one entry that all tabs share. It writes only what its own learner has changed; where another tab has
 * written meanwhile, it says what that tab's file was.
 */
export class KeptCourse {
  /** @param {Entries} [storage] */
  constructor(storage = localEntries()) {
    this.storage = storage;
    /** The entry as this tab read or wrote it last. */
    this.known = storage.get(COURSE);
  }

  /** @param {Exercise[]} exercises */
  read(exercises) {
    this.known = this.storage.get(COURSE);
    return readCourse(exercises, this.known);
  }

  /**
   * Keeps the file: `lasts` is whether the browser did, `other` the file that another tab had kept there.
   * @param {CourseState} course
   * @returns {{lasts: boolean, other: string | null}}
   */
  write(course) {
    const there = this.storage.get(COURSE);
    const theirs = there === this.known ? null : readCourse(course.exercises ?? [], there);
    const text = courseText(course);
    const lasts = this.storage.set(COURSE, text) && this.storage.lasts;
    if (lasts) this.known = text;
    return { lasts, other: theirs && theirs.source !== course.source ? theirs.source : null };
  }
}
