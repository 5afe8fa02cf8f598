// Pages and dialogs as people have them, with the shell around them and the server behind: each is
// opened once and looked at in both themes, in every width and with wide text. The other states are
// in the gallery, see gallery.spec.mjs.
import { expectAccessible, expectAccessibleInBothThemes, settled } from "../support/axe.mjs";
import { expect, LANGUAGES, test, words } from "../support/fixtures.mjs";
import { misfits, widenText } from "../support/layout.mjs";
import { STATES } from "../support/states.mjs";

const WIDTHS = [768, 360, 320];
const LOCALES = { en: "en-US", fr: "fr-FR", ar: "ar" };

// What the gallery can't show: the shell, the server's own pages, and one of each kind of page between
// the two.
const SEEN = {
  list: ["en", "fr", "ar"],
  "review, changes": ["en", "fr", "ar"],
  "requests, deny": ["en", "ar"],
  "authorize, error": ["en", "ar"],
  clients: ["en"],
  history: ["en"],
  "my applications": ["en", "fr"],
  "portal menu": ["en"],
  "account menu": ["en", "ar"],
  toast: ["en"],
  "signed-out banner": ["en"],
  "sign-in page, error": ["en", "fr", "ar"],
  "signed in": ["en"],
};

/** Every button at the foot of a dialog can be pressed at 400 % zoom. */
async function expectDialogWithinReach(page) {
  await page.setViewportSize({ width: 320, height: 256 });
  expect(await misfits(page)).toEqual([]);
  await page.mouse.move(160, 128);
  // As a person scrolls: to the end, whatever the pointer is over.
  for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, 400);
  const buttons = page.getByRole("dialog").locator(".dialog__foot button");
  await expect(buttons.last()).toBeInViewport({ ratio: 1 });
  await buttons.last().click({ trial: true });
  // The other ones may be above, where the foot takes several lines.
  for (const button of await buttons.all()) await button.click({ trial: true });
}

for (const [name, tags] of Object.entries(SEEN)) {
  const state = STATES.find((one) => one.name === name);
  for (const tag of tags) {
    test.describe(`${name} (${tag})`, () => {
      test.use({ locale: LOCALES[tag], provokes: state.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });

      test("is accessible in both themes, and fits from 320 px on, also with wide text", async ({ page, signIn, api }) => {
        await state.open({ page, signIn, api, t: words(tag) });
        const { direction } = LANGUAGES.find((one) => one.tag === tag);
        await expect(page.locator("html")).toHaveAttribute("lang", tag);
        expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(direction);

        const found = {};
        const note = async (where) => {
          await settled(page);
          const faults = await misfits(page);
          if (faults.length > 0) found[where] = faults;
        };
        await expectAccessibleInBothThemes(page);
        await note("1280 px");
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          await note(`${width} px`);
        }
        await expectAccessible(page);
        await widenText(page);
        for (const width of [320, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await note(`${width} px, wide text`);
        }
        expect(found).toEqual({});
        if (state.dialog) await expectDialogWithinReach(page);
      });
    });
  }
}

test("a short page in a narrow window starts under the menu, not in the middle", async ({ page, signIn, api }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await STATES.find(({ name }) => name === "forbidden").open({ page, signIn, api, t: words("en") });
  const bottom = async (place) => {
    const { y, height } = await place.boundingBox();
    return y + height;
  };
  const menu = await bottom(page.getByRole("navigation", { name: words("en")("nav.admin") }));
  const { y } = await page.locator("main").boundingBox();
  expect(y - menu).toBeLessThan(1);
});
