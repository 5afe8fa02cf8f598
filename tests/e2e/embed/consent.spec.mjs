// `<oauth-consent>` in a page of the portal that stands before the server: same session, own look.
import { FAILED_ANSWER, askConsent, expect, test as base } from "./host.mjs";
import { consentWords } from "../support/consent.mjs";

const words = consentWords("en");
const button = (page, key) => page.getByRole("button", { name: words(key), exact: true });

const test = base.extend({
  hostOptions: { isFront: true },

  /** Shows the element in place of the list; answers the id of its request. */
  openConsent: async ({ page, context, host, open }, use) => {
    await use(async (attributes = {}) => {
      await open();
      // The request belongs to the session of the browser.
      const { id } = await askConsent({ get: (path, options) => context.request.get(host.url + path, options) });
      await page.evaluate((attributes) => {
        window.decided = [];
        addEventListener("cs-decided", (event) => {
          window.decided.push(event.detail);
          if (window.isHandled) event.preventDefault();
        });
        const consent = document.createElement("oauth-consent");
        for (const [name, value] of Object.entries(attributes)) consent.setAttribute(name, value);
        document.querySelector("main").replaceChildren(consent);
      }, { request: id, ...attributes });
      return id;
    });
  },
});

test("what a person allows is done, and the browser goes on; the host's title stays", async ({ page, openConsent }) => {
  await page.route("http://127.0.0.1:8090/**", (route) => route.fulfill({ body: "the application" }));
  await openConsent();
  await expect(page.getByRole("heading", { name: "Partner CRM" })).toBeVisible();
  await expect(page).toHaveTitle("Harbourline Portal");
  // The first half second counts no press.
  await expect(async () => {
    await button(page, "decide.allow").click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:8090\/callback\?/, { timeout: 2_000 });
  }).toPass();
  expect(new URL(page.url()).searchParams.get("code")).toBeTruthy();
});

test("a host that goes on by itself is told where to", async ({ page, host, openConsent }) => {
  const id = await openConsent();
  await page.evaluate(() => (window.isHandled = true));
  await button(page, "decide.deny").click();
  await expect.poll(() => page.evaluate(() => window.decided)).toEqual([
    { requestId: id, decision: "deny", redirectTo: expect.stringContaining("error=access_denied") },
  ]);
  expect(page.url()).toBe(`${host.url}/`);
});

for (const [what, act] of [
  ["made anew", () => (document.documentElement.lang = "fr")],
  ["taken out", () => document.querySelector("oauth-consent").remove()],
]) {
  test(`a decision under way is told although the element is ${what} meanwhile`, async ({ page, openConsent }) => {
    const id = await openConsent();
    let come;
    const held = new Promise((resolve) => (come = resolve));
    await page.route(/\/oauth\/consents\/[^/?]+$/, async (route) => {
      if (route.request().method() === "POST") await held;
      await route.fallback();
    });
    await page.evaluate(() => {
      window.heard = [];
      document.querySelector("oauth-consent").addEventListener("cs-decided", (event) => {
        event.preventDefault();
        window.heard.push(event.detail);
      });
    });
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await button(page, "decide.deny").click();
    await sent;
    await page.evaluate(act);
    come();
    await expect.poll(() => page.evaluate(() => window.heard)).toMatchObject([{ requestId: id, decision: "deny" }]);
  });
}

test("it speaks the language of the page around", async ({ page, openConsent }) => {
  await openConsent();
  await expect(button(page, "decide.allow")).toBeVisible();
  await page.evaluate(() => (document.documentElement.lang = "fr"));
  await expect(page.getByRole("button", { name: consentWords("fr")("decide.allow"), exact: true })).toBeVisible();
});

test.describe(() => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("a request that is none is said in words", async ({ page, openConsent }) => {
    await openConsent({ request: "none" });
    await expect(page.getByRole("heading", { name: words("unknown.title") })).toBeVisible();
  });
});

test.describe(() => {
  test.use({ hostOptions: { isFront: true, headers: { "content-security-policy": "default-src 'self' 'wasm-unsafe-eval'" } } });

  test("in a frame it refuses: what lies above it could make people click what they do not see", async ({ page, open }) => {
    await open();
    await page.evaluate(async () => {
      const frame = document.createElement("iframe");
      frame.src = "/";
      document.querySelector("main").replaceChildren(frame);
      await new Promise((resolve) => frame.addEventListener("load", resolve));
      const inside = frame.contentDocument;
      inside.querySelector("main").replaceChildren(inside.createElement("oauth-consent"));
    });
    await expect(page.frameLocator("iframe").getByRole("heading", { name: words("framed") })).toBeVisible();
  });
});
