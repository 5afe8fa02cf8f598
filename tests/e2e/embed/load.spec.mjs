// The program is not to be had, or the page around is hostile: words in the element, never a blank box.
import { readFileSync } from "node:fs";
import { expect, shown, test } from "./host.mjs";

const alert = (page) => page.locator("authorized-applications").getByRole("alert");
const errors = (page) =>
  page.addInitScript(() => {
    window.told = [];
    addEventListener("cs-error", (event) => window.told.push(event.detail.code));
  });

const { version } = JSON.parse(readFileSync(new URL("../../../packages/countersign/package.json", import.meta.url), "utf8"));
const MISSING = /could not be loaded/;
const FAULTS = [
  ["a program that is gone", "pages_bg.wasm", () => null, MISSING, "element.missing"],
  ["a program that is a page", "pages_bg.wasm", () => "<!doctype html><p>Portal", MISSING, "element.missing"],
  ["a program that is cut", "pages_bg.wasm", (body) => body.subarray(0, body.length / 2), MISSING, "element.missing"],
  ["a style sheet that is gone", "style.js", () => null, MISSING, "element.missing"],
  ["a script of another version", "index.js", (body) => String(body).replaceAll(version, "9.9.9"), /two versions/, "element.version"],
];

for (const [what, file, change, words, code] of FAULTS) {
  test.describe(() => {
    test.use({
      provokes: [/.*/],
      hostOptions: { change: (name, body) => (name === `countersign/${file}` ? change(body) : undefined) },
    });

    test(`${what} is said in words and told to the host`, async ({ page, open }) => {
      await errors(page);
      await open();
      await expect(alert(page)).toContainText(words);
      expect(await page.evaluate(() => window.told)).toEqual([code]);
    });
  });
}

test.describe(() => {
  const change = (name) => (name === "countersign/words.js" ? null : undefined);
  test.use({ provokes: [/.*/], hostOptions: { change } });

  test("without the list of languages the pages are there in English", async ({ page, open }) => {
    await open();
    await shown(page);
  });
});

test.describe(() => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *";
  test.use({ provokes: [/.*/], hostOptions: { headers: { "content-security-policy": policy } } });

  test("a policy without wasm-unsafe-eval is named", async ({ page, open }) => {
    await errors(page);
    await open();
    await expect(alert(page)).toContainText("'wasm-unsafe-eval'");
    expect(await page.evaluate(() => window.told)).toEqual(["element.blocked"]);
  });
});

test.describe(() => {
  test.use({ provokes: [/.*/], hostOptions: { types: { wasm: "text/plain" } } });

  test("a program that is sent as something else runs all the same", async ({ page, open }) => {
    await open();
    await shown(page);
  });
});

test("an element of that name that is somebody else's stays theirs, and the page is told", async ({ page, open }) => {
  await open();
  const message = await page.evaluate(async () => {
    customElements.define("of-somebody-else", class extends HTMLElement {});
    document.querySelector("main").append(document.createElement("of-somebody-else"));
    const full = document.createElement("of-somebody-else");
    full.append("theirs");
    document.querySelector("main").append(full);
    const { define } = await import("/countersign/index.js");
    define();
    const told = [];
    addEventListener("cs-error", ({ detail }) => told.push(detail.code));
    try {
      define({ applications: "of-somebody-else" });
    } catch (error) {
      return [error.message, ...told];
    }
  });
  await expect(page.locator("of-somebody-else")).toHaveText([/is another element already/, "theirs"]);
  expect(message).toEqual([expect.stringContaining("<of-somebody-else> is another element already"), "element.defined"]);
});
