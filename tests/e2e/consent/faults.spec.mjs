// What goes wrong between a consent request and the screen: it fails closed, says what happened and
// whether anything was granted, and never sends a decision twice.
import { CONSENT, EVENTS, REQUESTS_API, consentWords, refocus, sent, stopClock, told, withoutInlined } from "../support/consent.mjs";
import { answer, CONTEXT_ID, cut, first, gate, gatewayPage, loginPage, refusal } from "../support/faults.mjs";
import { CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ provokes: [FAILED_ANSWER] });

/** The screen of Partner CRM, half a second after it came. */
async function opened({ page, crm, signIn }, name = "admin", { hasStream = name === "agent" } = {}) {
  await stopClock(page);
  await signIn(name);
  // Whoever waits for an administrator is told at once by the stream, and asks.
  const told = hasStream && page.waitForResponse(CONSENT);
  await crm.asks();
  const screen = new Screen(page, t);
  await expect(screen.heading).toBeVisible();
  await page.clock.runFor(500);
  await told;
  return screen;
}

/** The heading gets the focus in the next turn of the page's clock. */
async function expectHeadingFocused(screen) {
  await screen.page.clock.runFor(1);
  await expect(screen.heading).toBeFocused();
}

const idOf = (page) => new URL(page.url()).searchParams.get("request");
const stateOf = async (api) => (await api.authorization(CLIENT.partnerCrm)).state;
const consentOf = async (api, id) => (await api.get(`/oauth/consents/${id}`)).body.state;

/** Lets the time of the page go on until what is asked for holds. */
const pass = (page, check) =>
  expect(async () => {
    await page.clock.runFor(1_000);
    await check();
  }).toPass({ timeout: 15_000, intervals: [50] });

/** Comes back to the window, which is not fresh any more, until what is asked for holds. */
const looks = (page, check) =>
  expect(async () => {
    await page.clock.runFor(2_000);
    await refocus(page);
    await check();
  }).toPass({ timeout: 15_000 });

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

test("an answer that leads nowhere that a browser may be sent to is not followed", async ({ page, crm, signIn }) => {
  const addresses = ["javascript:void(document.title='run')", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "//evil.example/", "/admin", " https://evil.example/", "https:"];
  await answer(page, "POST", CONSENT, (_, before) => ({ json: { redirectTo: addresses[before] } }));
  const screen = await opened({ page, crm, signIn });
  for (const address of addresses) {
    await test.step(address, async () => {
      await screen.allow.click();
      await expect(screen.heading).toHaveText(t("done.allowed", { app: "Partner CRM" }));
      await expect(page.getByText(t("done.no_way"))).toBeVisible();
      await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
      await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
      expect(page.url()).toContain("/consent?request=");
      expect(await page.title()).not.toBe("run");
      // Nothing was recorded: the server never saw the decision.
      await page.reload();
      await expect(screen.allow).toBeVisible();
      await page.clock.runFor(500);
    });
  }
});

const HIDDEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/u;
const NAMES = [
  ["that turns the direction", "Invoice \u202Efdp.exe\u202C \u2067right", /Invoice �fdp\.exe/],
  ["with characters of no width", "Wall\u200Bbo\u200Dard\uFEFF", /Wall�bo�ard/],
  ["that ends the data block", `</script><script>window.hacked=1</script><!--`, /<\/script><script>/],
  ["of markup", `<img src=x onerror="window.hacked=1"><b>bold</b>`, /<img src=x onerror=/],
  ["of 10,000 letters", "W".repeat(10_000), /^W{50,}…/],
  ["of 10,000 marks over one letter", `Z${"\u0301\u0323".repeat(5_000)}`, /^Z/],
  ["of line breaks", "Wall\r\n\n\tboard\0", /Wall.*board/],
];

test("names are text, capped, and hide neither the scopes nor the buttons", async ({ page, crm, signIn }) => {
  let text;
  await signIn("admin");
  await crm.asks();
  await told(page, (request) => {
    request.client.name = text;
    request.client.publisher = { name: text, verified: false };
    request.organization.name = text;
    request.user.name = text;
    request.user.email = text;
    request.redirect = { kind: "web", host: "crm.partner.example" };
    for (const scope of request.scopes.slice(0, 3)) Object.assign(scope, { description: text, title: text, riskReason: text, risk: "high" });
  });
  const screen = new Screen(page, t);
  for (const [what, name, shown] of NAMES) {
    await test.step(what, async () => {
      text = name;
      await page.reload();
      await expect(screen.heading).toHaveText(shown);
      expect((await screen.heading.textContent()).length).toBeLessThanOrEqual(100);
      expect(await page.evaluate(() => window.hacked)).toBeUndefined();
      await expect(screen.main.locator("img, script, b:text-is('bold')")).toHaveCount(0);
      const seen = await page.evaluate(() => {
        const named = [...document.querySelectorAll("main *")].flatMap((one) => [...one.attributes].map(({ value }) => value));
        return [document.title, document.querySelector("main").innerText, ...named].join("\n");
      });
      expect(seen.split("\n").filter((line) => HIDDEN.test(line)).map((line) => JSON.stringify(line.slice(0, 80)))).toEqual([]);
      await expect(page.getByRole("checkbox")).toHaveCount(6);
      for (const width of [400, 320, 1280]) {
        await page.setViewportSize({ width, height: width === 1280 ? 720 : 640 });
        const { height } = await page.getByRole("region").first().boundingBox();
        expect(height, `room for the scopes at ${width}`).toBeGreaterThan(96);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width}`).toBeLessThanOrEqual(width);
        for (const one of [screen.allow, screen.deny, ...(await page.getByRole("checkbox").all())]) {
          await one.scrollIntoViewIfNeeded();
          await expect(one).toBeInViewport({ ratio: 1 });
        }
      }
    });
  }
});

test("the whole of a name that was cut is within reach", async ({ page, crm, signIn }) => {
  const name = `${"Wallboard ".repeat(30)}by Evil Corporation`;
  await signIn("admin");
  await crm.asks();
  await told(page, (request) => void (request.client.name = name));
  await page.reload();
  const whole = page.locator("header details").first();
  await whole.getByText(t("text.whole")).click();
  await expect(whole.getByText(/by Evil Corporation$/)).toBeVisible();
});

test("a scope that nobody knows is shown raw, as of high risk", async ({ page, crm, signIn }) => {
  await signIn("admin");
  await crm.asks();
  await told(page, (request) => {
    request.scopes[1] = { id: "no:such:\u202Escope", known: false, risk: "low", title: "Harmless", description: "Reads nothing." };
  });
  await page.reload();
  const row = page.getByRole("listitem").nth(1);
  await expect(row).toContainText("no:such:�scope");
  await expect(row).toContainText(t("risk.unknown"));
  await expect(row).not.toContainText("Harmless");
  await expect(row.getByRole("checkbox"), "not said to be optional").toBeDisabled();
});

test("a request whose state is unknown or missing can't be decided", async ({ page, crm, signIn }) => {
  let change;
  await signIn("admin");
  await crm.asks();
  await told(page, (request) => change(request));
  const screen = new Screen(page, t);
  for (const unclear of [(request) => ({ ...request, state: "paused" }), ({ state: _, ...request }) => request]) {
    change = unclear;
    await page.reload();
    await expect(screen.heading).toHaveText(t("end.expired"));
    await screen.expectNothingToDecide();
  }
});

const ODD = [
  ["nulls where something may be absent", (request) => {
    for (const key of ["decidedAt", "blocked", "blockedReason", "request", "previousDate", "reason", "restartUri"]) request[key] = null;
    for (const scope of request.scopes) Object.assign(scope, { group: null, riskReason: null, access: null });
    request.client.publisher = null;
  }],
  ["words that this version does not know", (request) => {
    Object.assign(request, { reason: "becauseOfMoon", redirect: { kind: "teleport", host: "crm.partner.example" } });
    for (const scope of request.scopes) Object.assign(scope, { access: "imagine", risk: "odd", requirement: "sometimes" });
  }],
  ["fields that nobody knows", (request) => Object.assign(request, { more: { a: [1] }, html: "<b>bold</b>" })],
];

test("a request with odd values is shown and can be decided", async ({ page, crm, signIn }) => {
  let change = () => {};
  await signIn("admin");
  await told(page, (request) => void change(request));
  for (const [what, odd] of ODD) {
    await test.step(what, async () => {
      change = odd;
      await crm.asks();
      await page.reload();
      await expect(page.getByRole("checkbox")).toHaveCount(6);
      await new Screen(page, t).deny.click();
      expect((await crm.hears()).get("error")).toBe("access_denied");
    });
  }
});

test.describe("the request is not in the page, and", () => {
  const INSTEAD = [
    ["JSON that was cut", (request) => cut(request)],
    ["a login page, with 200", () => loginPage],
    ["JSON of something else", () => ({ json: { ok: true } })],
    ["a page of a gateway, with 502", () => gatewayPage(502)],
    ["a reset connection", (_, route) => void route.abort("connectionreset")],
  ];

  test("something else comes instead: nothing can be decided, and to try again shows it", async ({ page, crm, signIn, api }) => {
    await signIn("admin");
    await crm.asks();
    const screen = new Screen(page, t);
    await expect(screen.allow).toBeVisible();
    const request = (await api.get(`/oauth/consents/${idOf(page)}`)).body;
    let make;
    await withoutInlined(page);
    await answer(page, "GET", CONSENT, (route) => (make ? make(request, route) : void route.fallback()));
    for (const [what, instead] of INSTEAD) {
      await test.step(what, async () => {
        make = instead;
        await page.reload();
        await expect(screen.heading).toHaveText(t("failed.title"));
        await expect(page.getByText(t("failed.nothing"))).toBeVisible();
        await screen.expectNothingToDecide();
        make = undefined;
        await page.getByRole("button", { name: t("failed.again") }).press("Enter");
        await expect(screen.allow).toBeVisible();
        await expect(screen.heading).toHaveText("Partner CRM");
        await expect.poll(() => page.evaluate(() => document.activeElement.localName), "the focus is lost").not.toBe("body");
      });
    }
  });

  test("the answer is of another request: it is not shown", async ({ page, crm, signIn }) => {
    await signIn("admin");
    await crm.asks();
    await told(page, (request) => ({ ...request, id: "another" }));
    await page.reload();
    const screen = new Screen(page, t);
    await expect(screen.heading).toBeVisible();
    await screen.expectNothingToDecide();
  });

  test("the answer takes long: it says that it is loading, and then shows it", async ({ page, crm, signIn }) => {
    await signIn("admin");
    await crm.asks();
    const { open, opened: later } = gate();
    await withoutInlined(page);
    await answer(page, "GET", CONSENT, async (route) => {
      await later;
      return void route.fallback();
    });
    await page.reload();
    await expect(page.getByRole("status").filter({ hasText: t("asking") })).toHaveCount(1);
    open();
    await expect(new Screen(page, t).allow).toBeVisible();
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
