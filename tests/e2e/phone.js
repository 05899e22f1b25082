/** Phones: the screen, where things are on it, and how large what a thumb presses is. */

/** @typedef {import("@playwright/test").Page} Page */

export const PHONE = { hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** @param {Page} page @param {string} selector */
export const box = async (page, selector) =>
  (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

/**
 * What fingers can't hit within 44 pixels each way: a control is as large as the area around its middle that belongs to it. Links
 * and words within a sentence are left out, as WCAG 2.5.5 does.
 * @param {Page} page
 * @param {string} [root] where to look
 */
export const tooSmall = (page, root = "body") =>
  page.evaluate((selector) => {
    const LEAST = 44;
    const controls = document.querySelectorAll(
      `${selector} :is(button, select, summary, textarea, input, label:has(input), [role=slider], [role=switch])`,
    );
    /** @param {Element} control */
    function reaches(control) {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const to = LEAST / 2 - 1;
      return [
        [-to, 0],
        [to, 0],
        [0, -to],
        [0, to],
      ].every(([dx, dy]) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit !== null && (control.contains(hit) || hit.closest("label")?.contains(control));
      });
    }
    const small = [...controls].filter((control) => {
      const { width, height } = control.getBoundingClientRect();
      const shown = control.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
      const ofLabel = control.matches("input") && control.closest("label");
      if (!shown || ofLabel || (width >= LEAST - 0.5 && height >= LEAST - 0.5)) return false;
      control.scrollIntoView({ block: "center", inline: "center" });
      return !reaches(control);
    });
    return small.map((control) => {
      const { width, height } = control.getBoundingClientRect();
      const place = control.closest("[id]")?.id ?? "";
      const name = control.ariaLabel || control.textContent?.trim() || control.getAttribute("name");
      return `#${place} ${control.localName}.${control.className} "${name?.slice(0, 40)}": ${Math.round(width)} x ${Math.round(height)}`;
    });
  }, root);
