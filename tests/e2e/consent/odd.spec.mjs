// What comes from outside is odd or broken: names, addresses, values, and what comes instead of a request.
import { CONSENT, sent, told, withoutInlined } from "../support/consent.mjs";
import { answer, cut, gate, gatewayPage, loginPage } from "../support/faults.mjs";
import { FAILED_ANSWER, consentWords } from "../support/fixtures.mjs";
import { idOf, opened } from "./opened.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

test.use({ provokes: [FAILED_ANSWER] });

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
