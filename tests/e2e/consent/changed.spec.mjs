// What is stored, or who is signed in, changes while the screen is open: it grants nothing that was not
// on screen, to nobody who did not see it.
import { CONSENT, refocus, sent, told } from "../support/consent.mjs";
import { answer, refusal } from "../support/faults.mjs";
import { CLIENT, FAILED_ANSWER, consentWords } from "../support/fixtures.mjs";
import { consentOf, expectHeadingFocused, idOf, looks, opened, stateOf } from "./opened.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ provokes: [FAILED_ANSWER] });

test.describe("what is stored changed", () => {
  test("between display and decision: nothing is granted, and what is there now is shown", async ({ page, crm, signIn, api }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await page.getByRole("checkbox", { name: /recordings/ }).check();
    const before = await api.put(`/oauth/authorizations/${CLIENT.partnerCrm}`, { scope: ["user-basic-info"], roles: [] });
    expect(before.status).toBe(200);

    await screen.allow.click();

    await expect(screen.news).toHaveText(t("note.changed"));
    await expect(page.getByText(/It asks for 5 scopes more than Harbourline allowed on/)).toBeVisible();
    await expect(page.getByRole("checkbox", { name: /recordings/ }), "what was ticked before").not.toBeChecked();
    await expectHeadingFocused(screen);
    expect(posts).toHaveLength(1);
    expect((await api.authorization(CLIENT.partnerCrm)).scope).toEqual(["user-basic-info"]);
    expect(await consentOf(api, idOf(page))).toBe("pending");

    await page.clock.runFor(500);
    await screen.allow.click();
    expect((await crm.hears()).get("code")).not.toBe(null);
    expect(posts).toHaveLength(2);
  });

  test("before Deny too, which then has to be pressed again", async ({ page, crm, signIn, api }) => {
    const screen = await opened({ page, crm, signIn });
    await api.put(`/oauth/authorizations/${CLIENT.partnerCrm}`, { scope: ["user-basic-info"], roles: [] });
    await screen.deny.click();
    await expect(screen.news).toHaveText(t("note.changed"));
    await screen.deny.click();
    expect((await crm.hears()).get("error")).toBe("access_denied");
  });

  test("when the window comes to the front again, it says so before anything is pressed", async ({ page, crm, signIn, api }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(2_000);
    await api.put(`/oauth/authorizations/${CLIENT.partnerCrm}`, { scope: ["user-basic-info"], roles: [] });
    await refocus(page);
    await expect(screen.news).toHaveText(t("note.changed"));
    expect(posts).toEqual([]);
  });

  test("a permission that was lost takes the buttons away", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    await told(page, (request) => ({ ...request, canDecide: false, blocked: "permission", audience: null, digest: "other" }));
    await answer(page, "POST", CONSENT, refusal(403, "missing.any.permissions"));
    await screen.allow.click();
    await expect(screen.news).toHaveText(t("note.forbidden"));
    await expect(screen.ask).toBeVisible();
    await screen.expectNothingToDecide();
  });
});

test.describe("it was decided before", () => {
  test("in another tab: this one says so when something is pressed, and grants nothing", async ({ page, context, crm, signIn, api }) => {
    const screen = await opened({ page, crm, signIn });
    const tab = await context.newPage();
    await tab.goto(page.url());
    await tab.getByRole("button", { name: t("decide.deny"), exact: true }).click();
    await tab.waitForURL(`${crm.redirect}?**`);

    await screen.allow.click();

    await expect(screen.heading).toHaveText(t("end.title"));
    await expect(page.getByText(/^You denied Partner CRM on/)).toBeVisible();
    await expectHeadingFocused(screen);
    await screen.expectNothingToDecide();
    expect(await stateOf(api)).toBe("Unauthorized");
    expect(page.url()).toContain("/consent?request=");
  });

  test("in another tab: this one says so as soon as it is looked at", async ({ page, crm, signIn, api }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(2_000);
    const { digest } = (await api.get(`/oauth/consents/${idOf(page)}`)).body;
    await api.post(`/oauth/consents/${idOf(page)}`, { decision: "deny", digest });
    await refocus(page);
    await expect(screen.heading).toHaveText(t("end.title"));
    expect(posts).toEqual([]);
  });

  test("Back after Allow shows that, and nothing can be decided", async ({ page, crm, signIn }) => {
    const posts = sent(page);
    await signIn("admin");
    await crm.asks();
    const screen = new Screen(page, t);
    await expect(async () => {
      await screen.allow.click({ timeout: 500 });
      await page.waitForURL(`${crm.redirect}?**`, { timeout: 1_000 });
    }).toPass();
    await page.goBack();
    await expect(screen.heading).toHaveText(t("end.title"));
    await screen.expectNothingToDecide();
    await expect(page.getByText(crm.state)).toHaveCount(0);
    expect(posts).toHaveLength(1);
    expect(await page.content()).not.toContain("code=");
  });

  test("a page that comes back as it was left looks again, and keeps no address", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    // An app of this device that the browser hands the address to, so that the page stays.
    await page.route("http://127.0.0.1:8090/**", (route) => route.fulfill({ status: 204 }));
    await screen.allow.click();
    await expect(screen.heading).toHaveText(t("done.allowed", { app: "Partner CRM" }));
    await expect(page.getByText(t("done.return"))).toBeVisible();
    expect(await page.content()).not.toContain("code=");
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await expect(screen.heading).toHaveText(t("end.title"));
    await expectHeadingFocused(screen);
    await screen.expectNothingToDecide();
    await expect(page.getByRole("button", { name: t("done.open") })).toHaveCount(0);
  });

  test("a reload shows that, and Start again begins anew", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    const address = page.url();
    await screen.deny.click();
    await crm.hears();
    await page.goto(address);
    await expect(screen.heading).toHaveText(t("end.title"));
    await page.getByRole("link", { name: t("end.again") }).click();
    await expect(screen.allow).toBeVisible();
    expect(page.url()).not.toBe(address);
  });
});

test.describe("the session", () => {
  test("ended before the decision: nothing is sent on, nothing of the request stays, and there is a way to sign in", async ({ page, context, crm, signIn, api }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await context.clearCookies();
    await screen.allow.click();
    await expect(screen.heading).toHaveText(t("out.title"));
    await expectHeadingFocused(screen);
    await screen.expectNothingToDecide();
    await expect(page.getByText("Partner CRM")).toHaveCount(0);
    await expect(page).toHaveTitle(/^Access request/);
    expect(posts).toHaveLength(1);
    await signIn("admin");
    expect(await stateOf(api)).toBe("Unauthorized");
  });

  test("ended, and the way to sign in leads on where it stopped", async ({ page, context, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    await context.clearCookies();
    await screen.allow.click();
    await page.getByRole("link", { name: t("out.sign_in") }).click();
    await page.locator("#username").fill("admin@demo.example");
    await page.locator("#password").fill("countersign-demo");
    await page.locator("button").click();
    await expect(page.getByRole("heading", { name: "Partner CRM" })).toBeVisible();
    await expect(screen.allow).toBeVisible();
  });

  test("ended while an administrator is awaited: the screen says so", async ({ page, context, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn }, "agent");
    await page.clock.runFor(2_000);
    await context.clearCookies();
    await looks(page, () => expect(screen.heading).toHaveText(t("out.title"), { timeout: 500 }));
    await expect(page.getByText("Partner CRM")).toHaveCount(0);
  });

  test("of somebody else, in another tab: all of it is taken away as soon as the window is looked at", async ({ page, crm, signIn }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(2_000);
    await signIn("agent");
    await looks(page, () => expect(screen.heading).toHaveText(t("other.title"), { timeout: 500 }));
    await expect(page.getByText(t("other.switched"))).toBeVisible();
    await screen.expectNothingToDecide();
    await expect(page.getByText("Partner CRM")).toHaveCount(0);
    await expect(page.getByText("admin@demo.example")).toHaveCount(0);
    expect(posts).toEqual([]);
  });

  test("of somebody else: what is pressed before the window noticed grants nothing", async ({ page, crm, signIn, api }) => {
    const screen = await opened({ page, crm, signIn });
    await signIn("supervisor");
    await screen.allow.click();
    await expect(screen.heading).toHaveText(t("other.title"));
    await expect(page.getByText(t("other.switched"))).toBeVisible();
    await screen.expectNothingToDecide();
    await signIn("admin");
    expect(await stateOf(api)).toBe("Unauthorized");
  });

  test("of somebody else: what was typed is not left for them", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn }, "agent");
    await screen.why.fill("My secret reason.");
    await page.clock.runFor(2_000);
    await signIn("admin");
    await looks(page, () => expect(screen.heading).toHaveText(t("other.title"), { timeout: 500 }));
    await expect(page.locator("textarea")).toHaveCount(0);
    expect(await page.content()).not.toContain("My secret reason.");
  });
});
