// Every state of the consent screen: axe, its size, and that nothing leads away by itself.
import { expectAccessibleInBothThemes, settled } from "../support/axe.mjs";
import { LANGUAGES, consentWords } from "../support/fixtures.mjs";
import { misfits, widenText } from "../support/layout.mjs";
import { POPUP, SCENES, expect, test } from "./scenes.mjs";

const t = consentWords("en");

/** Pixels by which an element is higher than what is seen of it. */
const hidden = (locator) => locator.evaluate((element) => element.scrollHeight - element.clientHeight);

/** Policy of whoever must not be shown inside another page. */
const UNFRAMED = /(^|;)\s*frame-ancestors 'none'\s*(;|$)/;

/** Documents of the server that the browser loads, with their policies. */
function documents(page, { url }) {
  const seen = [];
  page.on("response", (response) => {
    const { origin, pathname } = new URL(response.url());
    if (!response.request().isNavigationRequest() || origin !== url) return;
    seen.push([pathname, response.headers()["content-security-policy"] ?? "no policy"]);
  });
  return seen;
}

/** The scene fits into the popup and from 320 px on, also with wide text. */
async function expectFits(page) {
  await settled(page);
  expect(await hidden(page.locator("html")), "the page does not scroll").toBeLessThanOrEqual(0);
  const found = {};
  const note = async (where) => {
    await settled(page);
    const faults = await misfits(page);
    if (faults.length > 0) found[where] = faults;
  };
  for (const width of [320, POPUP.width, 1280]) {
    await page.setViewportSize({ width, height: POPUP.height });
    await note(`${width} px`);
  }
  await widenText(page);
  for (const size of [{ width: 320, height: 256 }, POPUP]) {
    await page.setViewportSize(size);
    await note(`${size.width} px, wide text`);
  }
  expect(found).toEqual({});
}

// Where most is to be read and pressed.
const ZOOMED = ["an administrator decides", "a user is asked for new scopes", "who may not decide can ask", "a request waits for an administrator"];

/** At 400 % zoom every scope and every button can be scrolled to and pressed. */
async function expectWithinReach(page) {
  await page.setViewportSize({ width: 320, height: 256 });
  for (const one of await page.locator("main :is(button, input:enabled, a, textarea, summary)").all()) {
    await one.scrollIntoViewIfNeeded();
    await expect(one).toBeInViewport();
    await one.click({ trial: true });
  }
}

for (const scene of SCENES) {
  test.describe(scene.name, () => {
    test.use({ provokes: scene.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });

    test("is accessible in both themes, stays where it is, is never framed, and fits", async ({ page, crm, wallboard, signIn, api, server }) => {
      const shown = documents(page, server);
      await scene.open({ page, crm, wallboard, signIn, api, t });
      const address = page.url();
      const left = [];
      page.on("request", (request) => request.isNavigationRequest() && left.push(request.url()));
      await expectAccessibleInBothThemes(page);
      await page.setViewportSize(POPUP);
      expect([page.url(), left], "nothing leads away by itself").toEqual([address, []]);
      if (scene.terminal) {
        await expect(page.getByRole("button", { name: t("decide.allow"), exact: true })).toHaveCount(0);
        await expect(page.locator("main a[href^='http'], main form, meta[http-equiv]")).toHaveCount(0);
      }
      expect(shown.map(([path]) => path), "the screen is one of them").toContain("/consent");
      expect(shown.filter(([, policy]) => !UNFRAMED.test(policy)), "no page may show it in a frame, nor what leads to it").toEqual([]);
      if (ZOOMED.includes(scene.name)) await expectWithinReach(page);
      await page.setViewportSize(POPUP);
      await expectFits(page);
    });
  });
}

// In French words are longest; axe looks at all of it in the gallery. Three scenes look the same. Arabic runs from right to left.
const EVERYWHERE = ["an administrator decides", "an administrator picks roles", "who may not decide can ask", "a request waits for an administrator"];

for (const [tag, locale, scenes] of [
  ["fr", "fr-FR", SCENES.filter(({ name }) => !["its id is garbage", "it has no id"].includes(name))],
  ["ar", "ar", SCENES.filter(({ name }) => EVERYWHERE.includes(name))],
]) {
  for (const scene of scenes) {
    test.describe(`${scene.name} (${tag})`, () => {
      test.use({ locale, provokes: scene.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });

      test("is in that language, and fits", async ({ page, crm, wallboard, signIn, api }) => {
        await scene.open({ page, crm, wallboard, signIn, api, t: consentWords(tag) });
        await expect(page.locator("html")).toHaveAttribute("lang", tag);
        const { direction } = LANGUAGES.find((one) => one.tag === tag);
        expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(direction);
        if (tag === "ar") {
          await expectAccessibleInBothThemes(page);
          await page.setViewportSize(POPUP);
        }
        await expectFits(page);
      });
    });
  }
}

const sceneOf = (name) => SCENES.find((scene) => scene.name === name);

for (const [language, locale, tag] of [["English", "en-US", "en"], ["French", "fr-FR", "fr"]]) {
  test.describe(() => {
    test.use({ locale });

    test(`six scopes fit into the popup in ${language} without scrolling`, async ({ page, crm, signIn, api }) => {
      const t = consentWords(tag);
      await sceneOf("an administrator decides").open({ page, crm, signIn, api, t });
      expect(await hidden(page.getByRole("region"))).toBeLessThanOrEqual(0);
      for (const box of await page.getByRole("checkbox").all()) await expect(box).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole("button", { name: t("decide.allow"), exact: true })).toBeInViewport({ ratio: 1 });
    });
  });
}

test("neither answer looks like the better one, and none has the focus", async ({ page, crm, signIn, api }) => {
  await sceneOf("an administrator decides").open({ page, crm, signIn, api, t });
  const look = (name) =>
    page.getByRole("button", { name, exact: true }).evaluate((button) => {
      const { color, backgroundColor, borderColor, borderWidth, fontSize, fontWeight } = getComputedStyle(button);
      const { width, height } = button.getBoundingClientRect();
      return { color, backgroundColor, borderColor, borderWidth, fontSize, fontWeight, width, height };
    });
  expect(await look(t("decide.allow"))).toEqual(await look(t("decide.deny")));
  expect(await page.evaluate(() => document.activeElement.localName)).toBe("body");
});

for (const [what, path, title] of [
  ["the page that stops a sign-in", "/oauth/authorize?client_id=nobody&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code", "This sign-in can’t go on"],
  ["the sign-in", "/login", "Sign in"],
  ["the end of a sign-in", "/signed-in", "You are signed in"],
  ["the sign-out", "/logout", "Sign out"],
]) {
  test(`no page may show ${what} in a frame`, async ({ page, signIn }) => {
    if (path !== "/login") await signIn("agent");
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect(await answer.text()).toContain(`<title>${title} · Countersign</title>`);
    expect(answer.headers()["content-security-policy"]).toMatch(UNFRAMED);
  });
}

test("no page may show it in a frame, cache it or learn its address", async ({ page, crm, signIn, api }) => {
  await sceneOf("an administrator decides").open({ page, crm, signIn, api, t });
  const headers = (await page.request.get(page.url())).headers();
  expect(headers["content-security-policy"]).toMatch(UNFRAMED);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["referrer-policy"]).toMatch(/^(same-origin|no-referrer)$/);
});
