// Forced colours and reduced motion. That all is drawn by lines then is looked at in the gallery.
import { STATES } from "../support/states.mjs";
import { FAILED_ANSWER, en, expect, test } from "../support/fixtures.mjs";

const state = (name) => STATES.find((one) => one.name === name);

const style = (locator, property) => locator.evaluate((element, name) => getComputedStyle(element)[name], property);

test.describe("forced colours", () => {
  test.use({ contextOptions: { forcedColors: "active", reducedMotion: "reduce" } });

  test("what is chosen is told apart", async ({ page, signIn, api }) => {
    await state("list").open({ page, signIn, api, t: en });
    const segments = page.locator(".segments__label");
    expect(await style(segments.nth(0), "backgroundColor")).not.toBe(await style(segments.nth(1), "backgroundColor"));
    const here = page.locator(".shell__side-link[aria-current]");
    expect(await style(here, "outlineStyle")).toBe("solid");
    await state("review, approved").open({ page, signIn, api, t: en });
    const toggle = page.getByRole("button", { name: en("risk.high") });
    const before = await style(toggle, "backgroundColor");
    await toggle.click();
    await expect(toggle).toHaveAttribute("aria-pressed", "true");
    expect(await style(toggle, "backgroundColor")).not.toBe(before);
  });

  test("the focus has an outline", async ({ page, signIn, api }) => {
    await state("list").open({ page, signIn, api, t: en });
    await page.getByRole("button", { name: en("list.authorize") }).focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    expect(await style(page.locator(":focus"), "outlineStyle")).toBe("solid");
  });
});

test.describe("motion", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  /** Names of animations and transitions that take time just now. */
  const moving = (page) =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => Number(one.effect.getComputedTiming().duration) > 0)
        .map((one) => one.animationName ?? one.transitionProperty),
    );

  const takesTime = (locator) =>
    locator.evaluate((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      const seconds = [animationName === "none" ? "0s" : animationDuration, transitionDuration];
      return seconds.flatMap((list) => list.split(",")).some((time) => parseFloat(time) > 0);
    });

  for (const reducedMotion of ["reduce", "no-preference"]) {
    const moves = reducedMotion === "no-preference";
    test(`is ${moves ? "there" : "gone"} with ${reducedMotion}`, async ({ page, signIn, api }) => {
      await page.emulateMedia({ reducedMotion });
      await state("list, loading").open({ page, signIn, api, t: en });
      expect(await takesTime(page.locator(".skeleton").first())).toBe(moves);
      await page.getByRole("button", { name: en("list.authorize") }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toBeVisible();
      expect(await takesTime(dialog)).toBe(moves);
      expect(await takesTime(dialog.getByRole("button").last())).toBe(moves);
      if (!moves) expect(await moving(page)).toEqual([]);
    });
  }
});
