/** The minimap: the whole graph, with the visible part marked; pressing or dragging moves the view there. */

import { svg } from "../dom.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./zoom.js").Viewport} Viewport */

const WIDTH = 168;
const TALLEST = 24;

/** @param {Viewport} viewport */
export function makeMinimap(viewport) {
  const view = svg("rect", { class: "view" });
  const shapes = svg("g");
  const size = { width: 98, height: TALLEST }; // the default network's, until a scene is drawn: an SVG without one is 150 high
  const element = svg("svg", { class: "minimap", "aria-hidden": "true", ...size }, shapes, view);
  let scale = 1;

  /** @param {PointerEvent} event */
  function move(event) {
    const { left, top } = element.getBoundingClientRect();
    const [x, y] = [(event.clientX - left) / scale, (event.clientY - top) / scale];
    viewport.centre({ x, y, width: 0, height: 0 }, 0, false);
  }
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    move(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) move(event);
  });

  return {
    element,
    /** @param {Scene} scene */
    draw(scene) {
      scale = Math.min(WIDTH / scene.width, TALLEST / scene.height);
      const [width, height] = [scene.width, scene.height].map((size) => Math.round(size * scale));
      element.setAttribute("viewBox", `0 0 ${scene.width} ${scene.height}`);
      element.setAttribute("width", String(width));
      element.setAttribute("height", String(height));
      view.setAttribute("stroke-width", String(1.5 / scale));
      shapes.replaceChildren(
        ...scene.hulls.cloneNode(true).childNodes,
        ...scene.groups.flatMap((group) => group.shapes()),
      );
    },
    update() {
      const { x, y, width, height } = viewport.visible();
      const { scene } = viewport;
      element.classList.toggle("whole", width >= 0.97 * scene.width && height >= 0.97 * scene.height);
      for (const [name, value] of Object.entries({ x, y, width, height }))
        view.setAttribute(name, value.toFixed(1));
    },
  };
}
