// A language that is added to the package is in the elements, too.
import { MADE_UP, marked, packageWithMadeUp, pagesWithMadeUp } from "../support/language.mjs";
import { PAGES } from "../support/server.mjs";
import { CLIENT, LIST, PACKAGE, en, expect, startWords, test as base } from "./host.mjs";

const test = base.extend({
  files: [
    async ({}, use) => use({ pages: await pagesWithMadeUp(PAGES), package: await packageWithMadeUp(PACKAGE) }),
    { scope: "worker" },
  ],
  hostOptions: async ({ files, lacks }, use) =>
    use({ package: files.package, change: (name) => (name === lacks ? null : undefined) }),
  // A file that the host does not have.
  lacks: [undefined, { option: true }],
  serverOptions: async ({ serverOptions, files }, use) => use({ ...serverOptions, pages: files.pages }),
});

const speak = (page) => page.evaluate((tag) => (document.documentElement.lang = tag), MADE_UP.tag);

test("it speaks a language of the package that was added, and so do its scopes", async ({ page, open }) => {
  await open();
  await speak(page);
  await expect(page.getByRole("heading", { level: 1, name: marked(en("nav.applications")), exact: true })).toBeVisible({ timeout: 20_000 });
  const root = page.locator("authorized-applications").locator(".embed");
  await expect(root).toHaveAttribute("lang", MADE_UP.tag);
  await page.locator("authorized-applications").evaluate((pages, route) => pages.navigate(route), `${LIST}/${CLIENT.wallboard}`);
  await expect(page.getByRole("checkbox", { name: /⟦[^⟧]+⟧.*presence:readonly/s }).first()).toBeVisible();
});

test.describe("without its program", () => {
  test.use({ provokes: [/.*/], lacks: "countersign/pages_bg.wasm" });

  test("it says so in that language", async ({ page, open }) => {
    await page.addInitScript((tag) => {
      new MutationObserver(() => document.documentElement?.setAttribute("lang", tag)).observe(document, { childList: true });
    }, MADE_UP.tag);
    await open();
    await expect(page.getByRole("alert")).toContainText(marked(startWords("en")("missing.element")));
  });
});

test("an element runs in the direction of its own language, whatever the page around does", async ({ page, open }) => {
  await open();
  const element = page.locator("authorized-applications");
  const root = element.locator(".embed");
  await element.evaluate((pages) => pages.setAttribute("locale", "ar"));
  await expect(root).toHaveAttribute("lang", "ar", { timeout: 20_000 });
  await expect(root).toHaveCSS("direction", "rtl");
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await element.evaluate((pages) => pages.setAttribute("locale", "en"));
  await expect(root).toHaveAttribute("lang", "en");
  await expect(root).toHaveCSS("direction", "ltr");
});
