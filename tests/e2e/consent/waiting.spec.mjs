// Time goes by: the request ends, or an administrator answers while the window is open.
import { CONSENT, EVENTS, refocus, sent, told } from "../support/consent.mjs";
import { answer, first, gatewayPage, refusal } from "../support/faults.mjs";
import { CLIENT, FAILED_ANSWER, consentWords } from "../support/fixtures.mjs";
import { expectHeadingFocused, looks, opened, pass } from "./opened.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ provokes: [FAILED_ANSWER] });

test.describe("the end of the request", () => {
  test("is told a minute before, once to screen readers, and only the server's word ends it", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    // Ten minutes by the server, half a second of them over.
    await page.clock.runFor(538_000);
    await expect(page.getByText(/^This request ends in/)).toHaveCount(0);
    await page.clock.runFor(2_500);
    await expect(page.getByText(/^This request ends in (60|59) seconds\./).first()).toBeVisible();
    const announced = page.getByRole("status").filter({ hasText: /^This request ends in/ });
    await expect(announced).toHaveCount(1);
    const words = await announced.textContent();
    await page.clock.runFor(30_000);
    await expect(page.getByText(/^This request ends in (30|29) seconds\./)).toBeVisible();
    expect(await announced.textContent()).toBe(words);
    const asked = page.waitForResponse(CONSENT);
    await page.clock.runFor(31_000);
    await asked;
    await expect(screen.allow, "its clock stands still, so it is pending").toBeVisible();
  });

  test("is asked for again where the server did not answer", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    await told(page, (request) => ({ ...request, state: "expired", expiresIn: 0 }));
    let down = true;
    let asked = 0;
    await page.route(CONSENT, (route) => {
      if (!down) return route.fallback();
      asked += 1;
      return route.abort("connectionreset");
    });
    await page.clock.runFor(600_000);
    await expect(page.getByText(/^This request ends in 0 seconds/).first()).toBeAttached();
    // A read is asked three times.
    await pass(page, () => expect(asked).toBeGreaterThanOrEqual(3));
    await page.clock.runFor(10_000);
    down = false;
    await pass(page, () => expect(screen.heading).toHaveText(t("end.expired"), { timeout: 100 }));
  });

  test("is shown where the server says so", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn });
    await page.clock.runFor(2_000);
    await told(page, (request) => ({ ...request, state: "expired", expiresIn: 0 }));
    await refocus(page);
    await expect(screen.heading).toHaveText(t("end.expired"));
    await expectHeadingFocused(screen);
    await screen.expectNothingToDecide();
    await expect(page.getByText(/^This request ends in/)).toHaveCount(0);
  });

  test("a clock of the device that is a day off changes nothing of it", async ({ page, crm, signIn }) => {
    await page.clock.install({ time: "2026-11-24T21:00:00Z" });
    await signIn("admin");
    await crm.asks();
    const screen = new Screen(page, t);
    await expect(screen.allow).toBeVisible();
    await expect(page.getByText(/^This request ends in/)).toHaveCount(0);
  });
});

test.describe("while an administrator is awaited", () => {
  async function waiting({ page, crm, signIn }, options) {
    const screen = await opened({ page, crm, signIn }, "agent", options);
    await screen.why.fill("I copy notes by hand.");
    await screen.ask.click();
    await expect(page.getByText(t("wait.title"))).toBeVisible();
    return screen;
  }

  const approves = async (other) => {
    const admin = await other("admin");
    const { entities } = await admin.get("/oauth/requests?state=open");
    const { id } = entities.find((request) => request.client.id === CLIENT.partnerCrm);
    await admin.post(`/oauth/requests/${id}/decision`, { decision: "approve", roles: [] });
  };

  for (const [what, broken] of [
    ["breaks", (route) => route.abort("connectionreset")],
    ["is answered by a page of a gateway", (route) => route.fulfill(gatewayPage(502))],
    ["is buffered for good", () => {}],
  ]) {
    test(`a stream that ${what} leaves the questions, so that the window goes on`, async ({ page, crm, signIn, other }) => {
      await page.route(EVENTS, broken);
      const screen = await waiting({ page, crm, signIn }, { hasStream: false });
      await approves(other);
      await pass(page, () => expect(screen.news).toHaveText(t("note.approved"), { timeout: 100 }));
      await expect(screen.allow).toBeVisible();
      await expectHeadingFocused(screen);
    });
  }

  test("answers that fail in between change nothing on screen", async ({ page, crm, signIn, other }) => {
    await page.route(EVENTS, (route) => route.abort("connectionreset"));
    const screen = await waiting({ page, crm, signIn }, { hasStream: false });
    let failed = 0;
    let down = true;
    await answer(page, "GET", CONSENT, (route) => {
      if (!down) return void route.fallback();
      failed += 1;
      return gatewayPage(502);
    });
    await pass(page, () => expect(failed).toBeGreaterThan(3));
    await expect(page.getByText(t("wait.title"))).toBeVisible();
    down = false;
    await approves(other);
    await pass(page, () => expect(screen.news).toHaveText(t("note.approved"), { timeout: 100 }));
  });

  test("a pause that the server wants between two questions changes nothing on screen", async ({ page, crm, signIn, other }) => {
    await page.route(EVENTS, (route) => route.abort("connectionreset"));
    const screen = await waiting({ page, crm, signIn }, { hasStream: false });
    const asked = await first(page, "GET", CONSENT, refusal(429, "too.many.requests.retry.after", {}, { "retry-after": "3" }));
    await pass(page, () => expect(asked.length).toBeGreaterThan(0));
    await expect(page.getByText(t("wait.title"))).toBeVisible();
    await approves(other);
    await pass(page, () => expect(screen.news).toHaveText(t("note.approved"), { timeout: 100 }));
  });

  test("nothing is asked once the window is at an end", async ({ page, crm, signIn, context }) => {
    const screen = await waiting({ page, crm, signIn });
    await page.clock.runFor(2_000);
    await context.clearCookies();
    await looks(page, () => expect(screen.heading).toHaveText(t("out.title"), { timeout: 500 }));
    const reads = sent(page, CONSENT, "GET");
    const streams = sent(page, EVENTS, "GET");
    await page.clock.runFor(120_000);
    expect([reads, streams]).toEqual([[], []]);
  });

  test("what is being typed stays where it is when somebody changes something", async ({ page, crm, signIn }) => {
    const screen = await opened({ page, crm, signIn }, "agent");
    await screen.why.pressSequentially("I copy ");
    await page.clock.runFor(2_000);
    await told(page, (request) => ({ ...request, approvers: 9, digest: "other" }));
    const asked = page.waitForResponse(CONSENT);
    await refocus(page);
    await asked;
    await expect(page.getByText(t("ask.approvers_other", { count: 9 }))).toBeVisible();
    await page.clock.runFor(1);
    await expect(screen.why).toHaveValue("I copy ");
    await expect(screen.why).toBeFocused();
    await page.keyboard.type("notes");
    await expect(screen.why).toHaveValue("I copy notes");
  });
});
