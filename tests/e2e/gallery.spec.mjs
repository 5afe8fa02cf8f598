// The gallery: every piece and every state of the pages, whatever its switches are at.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { serve } from "../../crates/xtask/scripts/static.mjs";
import { expectAccessible } from "./support/axe.mjs";

const file = (path) => new URL(`../../${path}`, import.meta.url);
const FOLDER = process.env.COUNTERSIGN_GALLERY ?? fileURLToPath(file("dist/gallery"));
const GROUPS = ["ui", "components", "states", "consent"];

const test = base.extend({
  gallery: [
    async ({}, use) => {
      const server = await serve(FOLDER);
      await use(server.url);
      server.stop();
    },
    { scope: "worker" },
  ],

  /** Opens the gallery with its switches as said; resolves when every specimen is in its state. */
  open: async ({ page, gallery }, use) => {
    const troubles = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) troubles.push(message.text());
    });
    page.on("pageerror", (error) => troubles.push(`uncaught: ${error}`));
    await use(async (switches) => {
      await page.goto(`${gallery}/?${new URLSearchParams(switches)}`);
      await expect(page.locator(".gallery__stage").first()).toBeAttached();
      await expect.poll(() => unready(page), { timeout: 20_000 }).toEqual([]);
    });
    expect(troubles, "console errors and warnings").toEqual([]);
  },
});

function unready(page) {
  return page
    .locator(".gallery__specimen", { has: page.locator(".gallery__stage:not([data-ready])") })
    .evaluateAll((all) => all.map(({ dataset }) => `${dataset.piece}: ${dataset.state}`));
}

/** What is wider than where it stands. */
function sideways(page) {
  return page.evaluate(() => {
    const faults = [...document.querySelectorAll(".gallery__stage")]
      .filter((stage) => stage.scrollWidth > stage.clientWidth)
      .map((stage) => {
        const { piece, state } = stage.parentElement.dataset;
        return `${piece}: ${state}, ${stage.scrollWidth} in ${stage.clientWidth} px`;
      });
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [...faults, `the page, ${scrollWidth} in ${clientWidth} px`] : faults;
  });
}

async function expectWell(page) {
  expect(await sideways(page)).toEqual([]);
  await expectAccessible(page);
}

/** Whether what has the focus has a size. */
const focusIsSeen = (page) =>
  page.evaluate(() => {
    let focused = document.activeElement;
    while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const { width, height } = focused.getBoundingClientRect();
    return width > 4 && height > 4;
  });

/** In a window as high as the page nothing that sticks to its edges covers anything. */
async function wholePage(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize().width, height });
}

test.use({ contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1280, height: 800 } });
test.describe.configure({ timeout: 90_000 });

// Each two of theme, language and direction once.
for (const [theme, lang, dir] of [
  ["light", "en", "rtl"],
  ["light", "fr", "ltr"],
  ["dark", "en", "ltr"],
  ["dark", "fr", "rtl"],
]) {
  for (const only of GROUPS) {
    test(`nothing is wrong with ${only}: ${theme}, ${lang}, ${dir}`, async ({ page, open }) => {
      await open({ theme, lang, dir, only });
      await wholePage(page);
      await expectWell(page);
    });
  }
}

for (const width of [320, 768]) {
  for (const only of GROUPS) {
    test(`${only} fit into ${width} px`, async ({ page, open }) => {
      await page.setViewportSize({ width, height: 800 });
      await open({ width, lang: "fr", only });
      await expectWell(page);
    });
  }
}

for (const [switches, width] of [
  [{ theme: "light", lang: "en", dir: "ltr" }, 1280],
  [{ theme: "dark", lang: "fr", dir: "rtl" }, 1280],
  [{ theme: "light", lang: "fr", dir: "rtl" }, 320],
]) {
  for (const group of GROUPS.filter((one) => one !== "components")) {
    const how = Object.values(switches).join(", ");
    test(`nothing is wrong with what covers the window, of ${group}: ${how}, ${width} px`, async ({ page, open }) => {
      await page.setViewportSize({ width, height: 800 });
      await open({ ...switches, only: group });
      const links = page.locator(".gallery__alone a");
      const addresses = await links.evaluateAll((all) => all.map(({ search }) => search));
      for (const address of addresses) {
        await open(new URLSearchParams(address));
        expect(await focusIsSeen(page), address).toBe(true);
        await expectWell(page);
      }
    });
  }
}

test("without switches all is shown, in the theme of the system", async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open({});
  const pieces = await page.locator(".gallery__stage").count();
  expect(pieces).toBeGreaterThan(100);
  const scheme = (selector) =>
    page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await scheme(".gallery__stage")).toBe(await scheme("html"));
});

test("a switch keeps the others", async ({ page, open }) => {
  await open({ theme: "dark", only: "button" });
  await page.getByRole("navigation", { name: "Direction" }).getByRole("link", { name: "rtl" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  // The page is made anew, once its texts are there.
  await expect(page.locator(".gallery__specimen").first()).toBeAttached();
  const pieces = await page.locator(".gallery__specimen").evaluateAll((all) => all.map(({ dataset }) => dataset.piece));
  expect(new Set(pieces)).toEqual(new Set(["Button"]));
});

/** Components that the modules of a folder of `src` make public, and what they show by functions. */
function pieces(folder) {
  const path = file(`src/${folder}/`);
  const exported = readFileSync(new URL("mod.rs", path), "utf8").match(/^pub use [^;]+;/gm).join(" ");
  return readdirSync(path)
    .filter((name) => name.endsWith(".rs"))
    .map((name) => readFileSync(new URL(name, path), "utf8"))
    .flatMap((text) => [...text.matchAll(/^#\[component\]\npub fn (\w+)/gm), ...text.matchAll(/^pub fn (section)\(/gm)])
    .map(([, name]) => name)
    .filter((name) => new RegExp(`\\b${name}\\b`).test(exported));
}

test("every public piece has a specimen", async ({ page, open }) => {
  const wanted = [...pieces("ui"), ...pieces("components")];
  expect(wanted.length).toBeGreaterThan(25);
  await open({});
  const shown = new Set(await page.locator("[data-piece]").evaluateAll((all) => all.map(({ dataset }) => dataset.piece)));
  expect(wanted.filter((name) => !shown.has(name))).toEqual([]);
});
