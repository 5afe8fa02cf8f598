// axe over every page and dialog, light and dark.
import { expectAccessible, IN_FRENCH, STATES } from "../support/axe.mjs";
import { test, words } from "../support/fixtures.mjs";


for (const [tag, locale] of [["en", "en-US"], ["fr", "fr-FR"]]) {
  for (const state of STATES) {
    if (tag === "fr" && !IN_FRENCH.includes(state.name)) continue;
    test.describe(`${state.name} (${tag})`, () => {
      test.use({ locale, provokes: state.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });
      test("has nothing that axe finds, light and dark", async ({ page, signIn, api }) => {
        await state.open({ page, signIn, api, t: words(tag) });
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          await expectAccessible(page);
        }
      });
    });
  }
}

test.describe("a narrow window", () => {
  test.use({ viewport: { width: 360, height: 740 }, contextOptions: { reducedMotion: "reduce" } });
  for (const name of ["list", "review, changes", "clients", "requests, deny", "history", "my applications"]) {
    const state = STATES.find((one) => one.name === name);
    test(`has nothing that axe finds: ${name}`, async ({ page, signIn, api }) => {
      await state.open({ page, signIn, api, t: words("en") });
      await expectAccessible(page);
    });
  }
});
