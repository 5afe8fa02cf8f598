// What goes wrong between a consent request and the screen: it fails closed, says what happened and
// whether anything was granted, and never sends a decision twice.
import { CONSENT, EVENTS, REQUESTS_API, refocus, sent } from "../support/consent.mjs";
import { answer, CONTEXT_ID, cut, first, gate, gatewayPage, loginPage, refusal } from "../support/faults.mjs";
import { CLIENT, FAILED_ANSWER, consentWords } from "../support/fixtures.mjs";
import { consentOf, idOf, looks, opened, pass, stateOf } from "./opened.mjs";
import { expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ provokes: [FAILED_ANSWER] });

// Nobody can say what became of the decision: the screen looks, and never sends it again.
const UNCLEAR = [
  ["a reset connection", (route) => void route.abort("connectionreset")],
  ["a page of a gateway, with 502", () => gatewayPage(502)],
  ["an error of the server, with 500", () => refusal(500, "internal.server.error")],
  ["a page of HTML, with 500", () => gatewayPage(500)],
  ["a login page, with 200", () => loginPage],
  ["JSON that was cut", () => cut({ redirectTo: "https://crm.partner.example/callback?code=1" })],
  ["JSON without an address", () => ({ status: 200, json: {} })],
  ["nothing, with 204", () => ({ status: 204 })],
];

test("Allow with an unclear answer that recorded nothing says so, and can be pressed again", async ({ page, crm, signIn, api }) => {
  const posts = sent(page);
  await answer(page, "POST", CONSENT, (route, before) =>
    before < UNCLEAR.length ? UNCLEAR[before][1](route) : void route.fallback());
  const screen = await opened({ page, crm, signIn });
  await page.getByRole("checkbox", { name: /analytics/ }).uncheck();
  for (const [at, [what]] of UNCLEAR.entries()) {
    await test.step(what, async () => {
      await screen.allow.click();
      await expect.poll(() => posts.length).toBe(at + 1);
      // Until it is known what became of it.
      await expect(screen.allow).not.toHaveAttribute("aria-disabled");
      await expect(screen.news).toHaveText(t("note.not_recorded"));
      await expect(page.getByRole("checkbox", { name: /analytics/ }), "what was picked stays").not.toBeChecked();
      await page.clock.runFor(500);
      expect(posts).toHaveLength(at + 1);
    });
  }
  expect(await stateOf(api)).toBe("Unauthorized");

  await screen.allow.click();
  expect((await crm.hears()).get("code")).not.toBe(null);
  expect(posts).toHaveLength(UNCLEAR.length + 1);
});

test("Allow whose answer was lost is found to be recorded, and not sent again", async ({ page, crm, signIn, api }) => {
  const posts = sent(page);
  await answer(page, "POST", CONSENT, async (route, before) => {
    await route.fetch();
    return UNCLEAR[before][1](route);
  });
  const screen = await opened({ page, crm, signIn });
  for (const [at, [what]] of UNCLEAR.entries()) {
    await test.step(what, async () => {
      await screen.allow.click();
      await expect(screen.heading).toHaveText(t("end.title"));
      await expect(screen.news).toHaveText(t("note.recorded"));
      await screen.expectNothingToDecide();
      expect(posts).toHaveLength(at + 1);
      expect(await consentOf(api, idOf(page))).toBe("allowed");
      expect(await stateOf(api)).toBe("Authorized");
      expect(page.url(), "no code, so no way on").toContain("/consent?request=");
      // A start anew is how it goes on: the same question is asked of a public client.
      await page.getByRole("link", { name: t("end.again") }).click();
      await expect(page.getByText(t("why.public"))).toBeVisible();
      await page.clock.runFor(500);
    });
  }
});

test("where not even the look is answered, the outcome stays unknown until it is", async ({ page, crm, signIn, api }) => {
  const posts = sent(page);
  let down = true;
  await page.route(CONSENT, (route) => (down ? route.abort("connectionreset") : route.fallback()));
  const screen = await opened({ page, crm, signIn });
  await screen.allow.click();
  await pass(page, () => expect(screen.check).toBeVisible({ timeout: 100 }));
  await expect(screen.news).toHaveText(t("note.lost"));
  await expect(screen.allow).toHaveAttribute("aria-disabled", "true");
  await screen.allow.click({ force: true });
  await screen.deny.click({ force: true });

  await screen.check.click();
  await pass(page, () => expect(screen.check).toBeVisible({ timeout: 100 }));
  await expect(screen.news).toHaveText(t("note.lost"));

  down = false;
  await screen.check.press("Enter");
  await expect(screen.news).toHaveText(t("note.not_recorded"));
  expect(posts, "nothing was sent again").toHaveLength(1);
  await page.clock.runFor(500);
  await expect.poll(() => page.evaluate(() => document.activeElement.localName), "the focus is lost").not.toBe("body");
  await screen.allow.click();
  await crm.hears();
  expect(await stateOf(api)).toBe("Authorized");
});

test("the id of the call stands beside an unknown outcome", async ({ page, crm, signIn }) => {
  await page.route(CONSENT, (route) => route.fulfill(gatewayPage(502)));
  const screen = await opened({ page, crm, signIn });
  await screen.allow.click();
  await pass(page, () => expect(screen.news).toContainText(CONTEXT_ID, { timeout: 100 }));
  await expect(screen.news).toContainText(t("note.lost"));
});

for (const [what, refused] of [
  ["a pause that the server wants", () => refusal(429, "too.many.requests.retry.after", {}, { "retry-after": "3" })],
  ["a gateway that refuses", () => ({ status: 403, contentType: "text/html", body: "<!doctype html><h1>Forbidden</h1>" })],
]) {
  test(`a look after a lost answer that meets ${what} does not claim that nothing was granted`, async ({ page, crm, signIn, api }) => {
    await answer(page, "POST", CONSENT, async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    let isRefused = true;
    await answer(page, "GET", CONSENT, (route) => (isRefused ? refused() : void route.fallback()));
    const screen = await opened({ page, crm, signIn });
    await screen.allow.click();
    await expect.poll(() => stateOf(api)).toBe("Authorized");
    await expect(screen.check.or(page.getByRole("button", { name: t("failed.again") }))).toBeVisible();
    await expect(page.getByText(/Nothing was granted/)).toHaveCount(0);
    isRefused = false;
    await screen.check.or(page.getByRole("button", { name: t("failed.again") })).click();
    await expect(screen.heading).toHaveText(t("end.title"));
  });
}

test("an unknown outcome is over once the window learns what is recorded", async ({ page, crm, signIn }) => {
  let down = true;
  await answer(page, "POST", CONSENT, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await answer(page, "GET", CONSENT, (route) => void (down ? route.abort("connectionreset") : route.fallback()));
  const screen = await opened({ page, crm, signIn });
  await screen.allow.click();
  await pass(page, () => expect(screen.check).toBeVisible({ timeout: 100 }));
  await page.clock.runFor(2_000);
  down = false;
  await refocus(page);
  await expect(screen.heading).toHaveText(t("end.title"));
  await expect(screen.check).toHaveCount(0);
});

test("a request for approval whose answer was lost is found to be there, and not sent again", async ({ page, crm, signIn }) => {
  const posts = await answer(page, "POST", REQUESTS_API, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  const screen = await opened({ page, crm, signIn }, "agent");
  await screen.why.fill("I copy notes by hand.");
  await screen.ask.click();
  await expect(page.getByText(t("wait.title"))).toBeVisible();
  await expect(screen.news).toHaveText(t("note.asked"));
  expect(posts).toHaveLength(1);
});

test("a request for approval that never arrived keeps its words", async ({ page, crm, signIn }) => {
  const posts = await answer(page, "POST", REQUESTS_API, (route, before) =>
    void (before === 0 ? route.abort("connectionreset") : route.fallback()));
  const screen = await opened({ page, crm, signIn }, "agent");
  await screen.why.fill("I copy notes by hand.");
  await screen.ask.click();
  await expect(screen.news).toHaveText(t("note.not_recorded"));
  await expect(screen.why).toHaveValue("I copy notes by hand.");
  await screen.ask.click();
  await expect(page.getByText(t("wait.title"))).toBeVisible();
  expect(posts).toHaveLength(2);
});

test.describe("the server refuses", () => {
  test("with 429: it counts down, and sends nothing by itself", async ({ page, crm, signIn }) => {
    const seconds = 3;
    const posts = sent(page);
    await first(page, "POST", CONSENT, refusal(429, "too.many.requests.retry.after", {}, { "retry-after": String(seconds) }));
    const screen = await opened({ page, crm, signIn });
    await screen.allow.click();
    await expect(screen.news).toHaveText(t("note.busy"));
    await expect(page.getByText(t("work.pause_other", { count: seconds }))).toBeVisible();
    await expect(screen.allow).toHaveAttribute("aria-disabled", "true");
    await page.clock.runFor(1_000);
    await expect(page.getByText(t("work.pause_other", { count: seconds - 1 }))).toBeVisible();
    await page.clock.runFor((seconds - 1) * 1_000);
    await expect(page.getByRole("status").filter({ hasText: t("note.again") })).toHaveCount(1);
    await expect(screen.allow).not.toHaveAttribute("aria-disabled");
    expect(posts).toHaveLength(1);
    await screen.allow.click();
    await crm.hears();
    expect(posts).toHaveLength(2);
  });

  test("a gateway that refuses without a code of ours is named by what is known of it", async ({ page, crm, signIn }) => {
    await first(page, "POST", CONSENT, { ...gatewayPage(403), headers: {} });
    const screen = await opened({ page, crm, signIn });
    await screen.allow.click();
    await expect(screen.news).toHaveText(/^The server refused this \(.*403.*\)\. Nothing was granted\.$/);
  });

  test("an unknown refusal says its code and id, and that nothing was granted", async ({ page, crm, signIn }) => {
    await first(page, "POST", CONSENT, refusal(422, "odd.refusal"));
    const screen = await opened({ page, crm, signIn });
    await screen.allow.click();
    await expect(screen.news).toHaveText(t("note.refused", { code: `422 odd.refusal ${CONTEXT_ID}` }));
    await expect(screen.allow).not.toHaveAttribute("aria-disabled");
  });

  test("an application that was blocked meanwhile takes no request", async ({ page, crm, signIn, other }) => {
    // Nothing tells the screen before it asks.
    await page.route(EVENTS, (route) => route.abort("connectionreset"));
    const screen = await opened({ page, crm, signIn }, "agent", { hasStream: false });
    await screen.why.fill("Please.");
    const [agent, admin] = [await other("agent"), await other("admin")];
    const { id } = await agent.post("/oauth/requests", { clientId: CLIENT.partnerCrm, scope: ["user-basic-info"], reason: "Mine." });
    await admin.post(`/oauth/requests/${id}/decision`, { decision: "block", reason: "It reads every message." });
    await screen.ask.click();
    await expect(screen.news).toHaveText(t("note.blocked"));
    await expect(page.getByRole("heading", { name: t("blocked.title") })).toBeVisible();
    await expect(page.getByText("It reads every message.")).toBeVisible();
    await expect(screen.ask).toHaveCount(0);
  });
});

test("a decision whose answer takes long says after 5 s that it is still working, and is sent once", async ({ page, crm, signIn }) => {
  const posts = sent(page);
  const { open, opened: later } = gate();
  await answer(page, "POST", CONSENT, async (route) => {
    await later;
    return void route.fallback();
  });
  const screen = await opened({ page, crm, signIn });
  await screen.allow.click();
  await page.clock.runFor(4_900);
  await expect(page.getByText(t("work.slow"))).toHaveCount(0);
  await page.clock.runFor(100);
  await expect(screen.news).toHaveText(t("work.slow"));
  await expect(screen.allow).toHaveAttribute("aria-disabled", "true");
  await screen.allow.click({ force: true });
  await page.clock.runFor(25_000);
  open();
  expect((await crm.hears()).get("code")).not.toBe(null);
  expect(posts).toHaveLength(1);
});

test("a page that is removed in the middle of a call says nothing", async ({ page, crm, signIn }) => {
  const { open, opened: later } = gate();
  await answer(page, "POST", CONSENT, async (route) => {
    await later;
    return void route.fallback();
  });
  const screen = await opened({ page, crm, signIn });
  await screen.deny.click();
  await page.goto("/signed-in");
  open();
  await expect(page.getByRole("heading")).toBeVisible();
});
