/** A film of the run: what it shows, how it is ended, and what is said where there can be none. */

import { button, settled, step } from "./actions.js";
import { runBits } from "./bits.js";
import { colourOf, dialog, saved } from "./files.js";
import { expect, test } from "./fixtures.js";
import { lonelyPoint } from "./plane.js";

test("a film shows the run from its first step to where it is, and the page comes back there", async ({
  cPage: page,
}) => {
  await step(page, 6);
  const before = await runBits(page);
  const lonely = lonelyPoint(await page.evaluate(() => window.micrograd.state.session.points));
  const { name, bytes } = await saved(page, "Film as WebM");
  expect(name).toBe("micrograd-step-6.webm");
  const cinema = await page.context().newPage(); // the page's own policy lets no video in
  const seen = await cinema.evaluate(
    async ([base64, x, y]) => {
      const video = document.createElement("video");
      video.muted = true;
      video.src = URL.createObjectURL(await (await fetch(`data:video/webm;base64,${base64}`)).blob());
      const ended = new Promise((resolve, reject) => {
        video.onended = resolve;
        video.onerror = () => reject(video.error);
      });
      await video.play();
      await ended;
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
      context.drawImage(video, 0, 0);
      const at = [40 + ((Number(x) + 2) / 4) * 640, 40 + ((2 - Number(y)) / 4) * 640];
      const [r, g, b] = context.getImageData(Math.round(at[0]), Math.round(at[1]), 1, 1).data;
      return { size: [video.videoWidth, video.videoHeight], seconds: video.currentTime, colour: [r, g, b] };
    },
    /** @type {const} */ ([bytes.toString("base64"), lonely.x, lonely.y]),
  );
  await cinema.close();
  expect(seen.size).toEqual([1280, 720]);
  expect(seen.seconds).toBeGreaterThan(0); // how long it is depends on the machine, which may leave pictures out
  const hex = await colourOf(page, lonely.label);
  const wanted = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  for (const [i, c] of wanted.entries()) expect(Math.abs(seen.colour[i] - c)).toBeLessThan(48); // it is compressed
  await settled(page);
  expect(await runBits(page)).toEqual(before);
});

test("a film is ended by Close, and refused with a sentence where there is nothing to be seen or no recorder", async ({
  cPage: page,
}) => {
  await button(page, "Files").click();
  const start = dialog(page).getByRole("button", { name: "Film as WebM" });
  await start.click();
  await expect(dialog(page).getByRole("alert")).toHaveText(
    "A film needs steps to go through: press Play first.",
  );
  await button(page, "Close").click();
  await step(page, 40);
  await button(page, "Files").click();
  await start.click();
  await expect(dialog(page).getByRole("status")).toHaveText("Recording 40 steps … Close ends it.");
  await expect(page.locator(".files-said .num")).toHaveText(/^step [1-9]/);
  await button(page, "Close").click();
  await expect.poll(() => page.evaluate(() => window.micrograd.state.session.snapshot?.step)).toBe(40);
  await page.evaluate(() => Reflect.deleteProperty(window, "MediaRecorder"));
  await button(page, "Files").click();
  await start.click();
  await expect(dialog(page).getByRole("alert")).toHaveText(
    "This browser can't record WebM; Chrome, Edge and Firefox can.",
  );
});
