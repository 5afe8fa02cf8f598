// What the pages take in a browser, cold, on this machine. Started by `cargo xtask bench`; prints
// figures, asserts nothing.
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { PASSWORD, LIST } from "./support/people.mjs";
import { startServer } from "./support/server.mjs";

const RUNS = 9;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const show = (name, values, target) => {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  console.log(`${name}: median ${Math.round(median(values))} ms, ${sorted[0]} to ${sorted.at(-1)} ms (target ${target} ms)`);
};

/** In the page: when the first row is painted, and when the rows differ from those before a key. */
const watch = () => {
  const rows = () => [...document.querySelectorAll(".apps__row:not([aria-hidden])")];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = async (ready) => {
    while (!ready()) await frame();
    await frame();
    return performance.now();
  };
  window.firstRows = painted(() => rows().length > 0);
  window.afterKey = () =>
    new Promise((resolve) => {
      const before = rows().length;
      addEventListener(
        "keydown",
        async (event) => resolve((await painted(() => rows().length !== before)) - event.timeStamp),
        { once: true, capture: true },
      );
    });
};

const server = await startServer();
const browser = await chromium.launch(config.use.launchOptions);
const cold = [];
const keystroke = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext({ locale: "en-US" });
  await context.request.post(`${server.url}/login`, {
    form: { username: "admin@demo.example", password: PASSWORD, next: "/signed-in" },
    headers: { origin: server.url },
    maxRedirects: 0,
  });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(server.url + LIST, { waitUntil: "commit" });
  cold.push(await page.evaluate(() => window.firstRows));
  // All of the page, not just what is in sight.
  await page.waitForFunction(() => document.querySelectorAll(".apps__row:not([aria-hidden])").length > 20);
  await page.getByRole("searchbox").click();
  // Listens before the key is pressed.
  await page.evaluate(() => void (window.measured = window.afterKey()));
  await page.keyboard.press("z");
  keystroke.push(await page.evaluate(() => window.measured));
  await context.close();
}
await browser.close();
await server.stop();
show("first rows after navigation, cold", cold, 700);
show("filter keystroke to painted rows", keystroke, 100);
