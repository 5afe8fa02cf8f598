// Back after a decision where the browser may keep pages that it leaves, as people's browsers do.
// This one is not kept, since it and the answer to its decision are `no-store`: Back loads it again.
// What it does where a browser keeps it all the same is in faults.spec.mjs, with a made-up event.
import { consentWords, sent } from "../support/consent.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] }) });

/** Whether the page on screen was kept as it was left, and why not. */
const kept = (page) =>
  page.evaluate(() => {
    const { notRestoredReasons } = performance.getEntriesByType("navigation")[0];
    return { wasKept: window.wasKept, reasons: (notRestoredReasons?.reasons ?? []).map(({ reason }) => reason) };
  });

for (const name of ["allow", "deny"]) {
  test(`Back and Forward after ${name} decide nothing a second time`, async ({ page, crm, signIn }) => {
    const posts = sent(page);
    const screen = new Screen(page, t);
    await page.addInitScript(() => addEventListener("pageshow", ({ persisted }) => (window.wasKept = persisted)));
    await signIn("admin");
    await crm.asks();
    await expect(async () => {
      await screen[name].click({ timeout: 500 });
      await page.waitForURL(`${crm.redirect}?**`, { timeout: 1_000 });
    }).toPass();
    for (const time of [1, 2]) {
      await page.goBack();
      await expect(screen.heading).toHaveText(t("end.title"));
      const { wasKept, reasons } = await kept(page);
      expect(wasKept).toBe(false);
      if (time === 1) expect(reasons, "why it was not kept").toContain("response-cache-control-no-store");
      await screen.expectNothingToDecide();
      await expect(page.getByRole("button")).toHaveCount(0);
      expect(await page.content()).not.toContain("code=");
      await page.goForward();
      await expect(page).toHaveURL(/127\.0\.0\.1:8090/);
    }
    expect(posts).toHaveLength(1);
  });
}
