/** A tooltip for the hovered node, while its own text is too small to read. */

import { el, setText } from "../dom.js";
import { boxNumber } from "../node/values.js";

export function makeTip() {
  const name = el("b");
  const numbers = el("span");
  const element = el(
    "div",
    { className: "graph-tip num", hidden: true, "aria-hidden": "true" },
    name,
    numbers,
  );
  return {
    element,
    /**
     * @param {import("./node.js").Box | undefined} box
     * @param {import("./zoom.js").Viewport} viewport
     */
    show(box, viewport) {
      element.hidden = box === undefined;
      if (!box) return;
      setText(name, box.caption);
      setText(numbers, `data ${boxNumber(box.data)}   grad ${boxNumber(box.grad)}`);
      const { k, x, y } = viewport.transform;
      const left = k * box.x + x;
      const below = k * (box.y + box.height / 2) + y + 6;
      const width = element.offsetWidth;
      const over = below + element.offsetHeight > viewport.height;
      const top = over ? k * (box.y - box.height / 2) + y - 6 - element.offsetHeight : below;
      element.style.left = `${Math.max(4, Math.min(left - width / 2, viewport.width - width - 4))}px`;
      element.style.top = `${top}px`;
    },
  };
}
