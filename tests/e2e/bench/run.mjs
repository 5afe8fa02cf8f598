// What the pages take in a browser, cold, on this machine, and what a plain page takes that shows
// the same list. Started by `cargo xtask bench`; prints figures, asserts nothing.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "../playwright.config.mjs";
import { LIST } from "../support/people.mjs";
import { startServer } from "../support/server.mjs";
import { measureConsent } from "./consent.mjs";
import { RUNS, median, signedIn, slowDown, span } from "./measure.mjs";

/** In the page: when the first row is painted, and when only rows that have a typed letter are. */
const watch = () => {
  const rows = () => [...document.querySelectorAll(".apps__row:not([aria-hidden])")];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = async (ready) => {
    while (!ready()) await frame();
    await frame();
    return performance.now();
  };
  window.firstRows = painted(() => rows().length > 0);
  const isFiltered = (letter) =>
    rows().length > 0 && rows().every((row) => row.cells[0].textContent.toLowerCase().includes(letter));
  window.afterKey = (letter) =>
    new Promise((resolve) => {
      addEventListener(
        "keydown",
        async (event) => resolve((await painted(() => isFiltered(letter))) - event.timeStamp),
        { once: true, capture: true },
      );
    });
};

async function measure(browser, url) {
  const context = await signedIn(browser, url);
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(url + LIST, { waitUntil: "commit" });
  const cold = await page.evaluate(() => window.firstRows);
  // All of the page, not just what is in sight.
  await page.waitForFunction(() => document.querySelectorAll(".apps__row:not([aria-hidden])").length > 20);
  await page.getByRole("searchbox").click();
  // Listens before the key is pressed.
  await page.evaluate(() => void (window.measured = window.afterKey("z")));
  await page.keyboard.press("z");
  const key = await page.evaluate(() => window.measured);
  await context.close();
  return { cold, key };
}

/** When the first rows are painted over a slow line with a slow processor. */
async function measureSlow(browser, url) {
  const context = await signedIn(browser, url);
  const page = await context.newPage();
  await slowDown(context, page);
  await page.addInitScript(watch);
  await page.goto(url + LIST, { waitUntil: "commit" });
  const slow = await page.evaluate(() => window.firstRows);
  await context.close();
  return slow;
}

const plain = await mkdtemp(join(tmpdir(), "countersign-plain-"));
await copyFile(new URL("plain.html", import.meta.url), join(plain, "index.html"));
await copyFile(new URL("plain.js", import.meta.url), join(plain, "plain.js"));
const servers = { ours: await startServer(), plain: await startServer({ pages: plain }) };
const browser = await chromium.launch(config.use.launchOptions);
const taken = { ours: [], plain: [] };
// In turn, so that what else the machine does meets both.
for (let run = 0; run < RUNS; run += 1) {
  for (const [name, server] of Object.entries(servers)) taken[name].push({ ...(await measure(browser, server.url)), slow: await measureSlow(browser, server.url) });
}
const consent = await measureConsent(browser, servers.ours.url);
await browser.close();
for (const server of Object.values(servers)) await server.stop();
await rm(plain, { recursive: true });

for (const [what, key, target] of [
  ["first rows after navigation, cold", "cold", 700],
  ["first rows, slow line", "slow", undefined],
  ["filter keystroke to painted rows", "key", 100],
]) {
  const [ours, least] = [taken.ours, taken.plain].map((runs) => runs.map((run) => run[key]));
  console.log(`${what}: ${span(ours)}${target ? ` (target ${target} ms)` : ""}; plain page ${span(least)}, ratio ${(median(ours) / median(least)).toFixed(1)}`);
}
for (const line of consent) console.log(line);
