// Back after a decision where the browser keeps pages that it leaves, as people's browsers do.
import { consentWords, sent } from "../support/consent.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] }) });

for (const name of ["allow", "deny"]) {
  test(`Back and Forward after ${name} decide nothing a second time`, async ({ page, crm, signIn }) => {
    const posts = sent(page);
    const screen = new Screen(page, t);
    await signIn("admin");
    await crm.asks();
    await expect(async () => {
      await screen[name].click({ timeout: 500 });
      await page.waitForURL(`${crm.redirect}?**`, { timeout: 1_000 });
    }).toPass();
    for (const _ of [1, 2]) {
      await page.goBack();
      await expect(screen.heading).toHaveText(t("end.title"));
      await screen.expectNothingToDecide();
      await expect(page.getByRole("button")).toHaveCount(0);
      expect(await page.content()).not.toContain("code=");
      await page.goForward();
      await expect(page).toHaveURL(/127\.0\.0\.1:8090/);
    }
    expect(posts).toHaveLength(1);
  });
}
