// What a click must not do: decide before the page was read, decide twice, decide inside a frame.
import { CONSENT, consentWords, refocus, sent, served, stopClock, view } from "../support/consent.mjs";
import { answer, gate } from "../support/faults.mjs";
import { CLIENT } from "../support/fixtures.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const decisions = (posts) => posts.map((post) => post.postDataJSON().decision);

for (const [tag, locale] of [["en", "en-US"], ["fr", "fr-FR"]]) {
  test.describe(locale, () => {
    const t = consentWords(tag);
    test.use({ locale });

    test("a press on Allow in the first half second sends nothing and says so, and a later one decides", async ({ page, crm, signIn, api }) => {
      const screen = new Screen(page, t);
      const posts = sent(page);
      await stopClock(page);
      await signIn("admin");
      await crm.asks();
      await screen.allow.click();
      await page.clock.runFor(50);
      await expect(screen.news).toHaveText(t("note.early"));
      await page.clock.runFor(449);
      await screen.allow.click();
      await page.clock.runFor(0);
      await expect(screen.allow).toBeVisible();
      expect(posts).toEqual([]);
      expect((await api.authorization(CLIENT.partnerCrm)).state).toBe("Unauthorized");

      await page.clock.runFor(51);
      await expect(screen.news, "announced again").toHaveText(t("note.early"));
      await screen.allow.click();
      expect((await crm.hears()).get("code")).not.toBe(null);
      expect(decisions(posts)).toEqual(["allow"]);
    });
  });
}

const t = consentWords("en");

async function opened({ page, crm, signIn }, name = "admin") {
  await signIn(name);
  await crm.asks();
  const screen = new Screen(page, t);
  await expect(screen.allow).toBeVisible();
  return screen;
}

for (const [what, leave, comeBack] of [
  ["the window lost the focus", { focused: false }, { focused: true }],
  ["the window was hidden", { hidden: true }, { hidden: false }],
]) {
  test(`the half second begins anew after ${what}`, async ({ page, crm, signIn }) => {
    const posts = sent(page);
    await stopClock(page);
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(10_000);
    await view(page, leave);
    await page.clock.runFor(10_000);
    const asked = page.waitForResponse(CONSENT);
    await view(page, comeBack);
    await asked;
    await screen.allow.click();
    await page.clock.runFor(50);
    await expect(screen.news).toHaveText(t("note.early"));
    expect(posts).toEqual([]);
    await page.clock.runFor(450);
    await screen.allow.click();
    await crm.hears();
    expect(decisions(posts)).toEqual(["allow"]);
  });
}

test("the half second begins anew when something else is shown", async ({ page, crm, signIn, api }) => {
  const posts = sent(page);
  await stopClock(page);
  const screen = await opened({ page, crm, signIn });
  await page.clock.runFor(10_000);
  await api.put(`/oauth/authorizations/${CLIENT.partnerCrm}`, { scope: ["user-basic-info"], roles: [] });
  await refocus(page);
  await expect(screen.news).toHaveText(t("note.changed"));
  await screen.allow.click();
  await page.clock.runFor(50);
  await expect(screen.news).toHaveText(t("note.early"));
  expect(posts).toEqual([]);
});

test("what is shown unchanged after a look does not make anybody wait again", async ({ page, crm, signIn }) => {
  const posts = sent(page);
  await stopClock(page);
  const screen = await opened({ page, crm, signIn });
  await page.clock.runFor(10_000);
  const asked = page.waitForResponse(CONSENT);
  await refocus(page);
  await asked;
  await screen.allow.click();
  await crm.hears();
  expect(decisions(posts)).toEqual(["allow"]);
});

test("Deny counts at once", async ({ page, crm, signIn }) => {
  const posts = sent(page);
  await stopClock(page);
  const screen = await opened({ page, crm, signIn });
  await screen.deny.click();
  expect((await crm.hears()).get("error")).toBe("access_denied");
  expect(decisions(posts)).toEqual(["deny"]);
});

test("a press without any focus, as from assistive technology, counts the second time", async ({ page, crm, signIn }) => {
  const posts = sent(page);
  await stopClock(page);
  await page.addInitScript(() => (window.view.focused = false));
  const screen = await opened({ page, crm, signIn });
  await page.clock.runFor(10_000);
  await screen.allow.click();
  await page.clock.runFor(500);
  await expect(screen.news).toHaveText(t("note.early"));
  expect(posts).toEqual([]);
  await screen.allow.click();
  await crm.hears();
  expect(decisions(posts)).toEqual(["allow"]);
});

for (const [what, press] of [
  ["a double click", (button) => button.dblclick()],
  ["three presses of Enter", async (button) => {
    for (const _ of [1, 2, 3]) await button.press("Enter");
  }],
]) {
  test(`${what} on Allow sends one decision`, async ({ page, crm, signIn }) => {
    const posts = sent(page);
    await stopClock(page);
    const { open, opened: later } = gate();
    await answer(page, "POST", CONSENT, async (route) => {
      await later;
      return void route.fallback();
    });
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(500);
    await press(screen.allow);
    await screen.deny.click({ force: true });
    await expect(screen.allow).toHaveAttribute("aria-disabled", "true");
    await expect(screen.deny).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByRole("status").filter({ hasText: t("work.sending") })).toHaveCount(1);
    open();
    await crm.hears();
    expect(decisions(posts)).toEqual(["allow"]);
  });
}

test("what is unticked while the decision is on its way changes nothing of it", async ({ page, crm, signIn, api }) => {
  await stopClock(page);
  const { open, opened: later } = gate();
  await answer(page, "POST", CONSENT, async (route) => {
    await later;
    return void route.fallback();
  });
  const screen = await opened({ page, crm, signIn });
  await page.clock.runFor(500);
  await screen.allow.click();
  await page.getByRole("checkbox", { name: /analytics/ }).uncheck();
  open();
  await crm.hears();
  expect((await api.authorization(CLIENT.partnerCrm)).scope).toContain("analytics:readonly");
});

test.describe("inside a frame", () => {
  test.use({ provokes: [/frame-ancestors|Failed to load resource|net::ERR_/] });

  async function framed({ page, crm, signIn, server }) {
    await opened({ page, crm, signIn });
    const address = page.url();
    await page.route("**/framing", (route) =>
      route.fulfill({ contentType: "text/html", body: `<title>Framing</title><iframe src="${address.replaceAll("&", "&amp;")}"></iframe>` }));
    return () => page.goto(`${server.url}/framing`);
  }

  test("the browser does not show it", async ({ page, crm, signIn, server }) => {
    const open = await framed({ page, crm, signIn, server });
    const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await open();
    await refused;
    const frame = page.frameLocator("iframe");
    await expect(frame.getByRole("button")).toHaveCount(0);
    await expect(frame.getByText("Partner CRM")).toHaveCount(0);
  });

  test("it refuses by itself where the browser lets it", async ({ page, crm, signIn, server }) => {
    const open = await framed({ page, crm, signIn, server });
    const [posts, reads] = [sent(page), sent(page, CONSENT, "GET")];
    await served(page, (text) => text, ({ "content-security-policy": policy, "x-frame-options": _, ...headers }) => ({
      ...headers,
      "content-security-policy": policy.replace(/;\s*frame-ancestors 'none'/, ""),
    }));
    await open();
    const frame = page.frameLocator("iframe");
    await expect(frame.getByRole("heading", { name: t("framed") })).toBeVisible();
    await expect(frame.getByRole("button")).toHaveCount(0);
    await expect(frame.getByText("Partner CRM")).toHaveCount(0);
    expect([posts, reads]).toEqual([[], []]);
  });
});

