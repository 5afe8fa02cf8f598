// What people do on the consent screen, and how what it is told is changed on its way.
import { expect } from "@playwright/test";

export { consentWords } from "./words.mjs";

/** One consent request: read with GET, decided with POST. */
export const CONSENT = /\/api\/v2\/oauth\/consents\/[^/?]+$/;
/** The stream that says that it changed. */
export const EVENTS = /\/api\/v2\/oauth\/consents\/[^/?]+\/events$/;
/** Approval requests. */
export const REQUESTS_API = /\/api\/v2\/oauth\/requests$/;
/** The page itself. */
export const PAGE = /\/consent\?request=/;

const INLINED = /(<script type="application\/json" id="consent-request">)(.*?)(<\/script>)/s;
const inlined = (request) => JSON.stringify(request).replaceAll("<", "\\u003c");

/**
 * Answers the page as `write` makes it of its text, from the next load on: a page that a redirect
 * led to can't be changed.
 */
export const served = (page, write, header = (headers) => headers) =>
  page.route(PAGE, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const body = write(await response.text());
    await route.fulfill({ response, headers: header(response.headers()), body });
  });

/** Leaves the request out of the page, so that the screen asks for it. */
export const withoutInlined = (page) => served(page, (text) => text.replace(INLINED, ""));

/** Changes the request wherever the screen is told of it: in the page and in each answer. */
export async function told(page, change) {
  const changed = (request) => change(request) ?? request;
  await served(page, (text) =>
    text.replace(INLINED, (_, open, json, close) => open + inlined(changed(JSON.parse(json))) + close));
  await page.route(CONSENT, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    const text = await response.text();
    if (response.status() !== 200) return route.fulfill({ response, body: text });
    await route.fulfill({ response, json: changed(JSON.parse(text)) });
  });
}

/** Calls of one method, as they are sent. */
export function sent(page, where = CONSENT, method = "POST") {
  const seen = [];
  page.on("request", (request) => {
    if (request.method() === method && where.test(request.url())) seen.push(request);
  });
  return seen;
}

/**
 * Puts clock, visibility and focus of the page into the test's hands, standing still; before it
 * opens. Wasm takes ids of timers as 32-bit numbers, and those of Playwright's clock are larger.
 */
export async function stopClock(page) {
  await page.clock.install({ time: "2026-11-23T09:00:00Z" });
  await page.clock.pauseAt("2026-11-23T09:00:01Z");
  await page.addInitScript(() => {
    const ids = new Map();
    let next = 1;
    for (const kind of ["Timeout", "Interval"]) {
      const [set, clear] = [window[`set${kind}`], window[`clear${kind}`]];
      window[`set${kind}`] = (...all) => {
        ids.set(next, set.apply(window, all));
        return next++;
      };
      window[`clear${kind}`] = (id) => clear.call(window, ids.get(id));
    }
    window.view = { focused: true, hidden: false };
    Document.prototype.hasFocus = () => window.view.focused;
    Object.defineProperty(Document.prototype, "hidden", { get: () => window.view.hidden });
  });
}

/** The window loses or gets the focus, or is hidden or shown, where the clock is stopped. */
export const view = (page, what) =>
  page.evaluate((what) => {
    Object.assign(window.view, what);
    if ("focused" in what) window.dispatchEvent(new Event(what.focused ? "focus" : "blur"));
    if ("hidden" in what) document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, what);

/** The window comes to the front, as after a look at another one. */
export const refocus = (page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));

const decides = async (page, name) => {
  const button = page.getByRole("button", { name, exact: true });
  await expect(button).toBeVisible();
  const gone = () => page.isClosed() || !page.url().includes("/consent");
  // A click in the first half second gets an answer and no decision, so that it is done again.
  await expect(async () => {
    if (!gone()) await button.click({ timeout: 1_000 }).catch(() => {});
    await expect.poll(gone, { timeout: 500 }).toBe(true);
  }).toPass();
};

export const allows = (page, words) => decides(page, words.allow);
export const denies = (page, words) => decides(page, words.deny);
