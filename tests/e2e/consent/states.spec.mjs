// Every state of the consent screen: axe, its size, and that nothing leads away by itself.
import { expectAccessible, settled } from "../support/axe.mjs";
import { consentWords } from "../support/consent.mjs";
import { POPUP, SCENES, expect, test } from "./scenes.mjs";

/** Text as wide as WCAG 1.4.12 lets a person make it. */
const WIDE_TEXT = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
`;

/** What sticks out sideways, and words that reach over the edge of their button. */
const tooWide = (page) =>
  page.evaluate(() => {
    const root = document.scrollingElement;
    const faults = [];
    if (root.scrollWidth > root.clientWidth) faults.push(`page: ${root.scrollWidth} in ${root.clientWidth} px`);
    for (const element of document.querySelectorAll("main *, dialog[open] *")) {
      const name = `${element.localName}.${element.getAttribute("class")}`;
      const { overflowX } = getComputedStyle(element);
      if (["auto", "scroll"].includes(overflowX) && element.scrollWidth > element.clientWidth && !element.matches("textarea, input")) {
        faults.push(`${name}: ${element.scrollWidth} in ${element.clientWidth} px`);
      }
      if (element.matches("button, summary")) {
        const range = document.createRange();
        range.selectNodeContents(element);
        const edge = element.getBoundingClientRect();
        for (const rect of range.getClientRects()) {
          if (rect.left < edge.left - 1 || rect.right > edge.right + 1) faults.push(`“${element.textContent}” leaves its ${name}`);
        }
      }
    }
    return [...new Set(faults)];
  });

/** Pixels by which an element is higher than what is seen of it. */
const hidden = (locator) => locator.evaluate((element) => element.scrollHeight - element.clientHeight);

/** Policy of whoever must not be shown inside another page. */
const UNFRAMED = /(^|;)\s*frame-ancestors 'none'\s*(;|$)/;

for (const [tag, locale] of [["en", "en-US"], ["fr", "fr-FR"]]) {
  const t = consentWords(tag);
  for (const scene of SCENES) {
    test.describe(`${scene.name} (${tag})`, () => {
      test.use({ locale, provokes: scene.provokes ?? [], contextOptions: { reducedMotion: "reduce" } });

      test("has nothing that axe finds, light and dark, and stays where it is", async ({ page, crm, wallboard, signIn, api }) => {
        await scene.open({ page, crm, wallboard, signIn, api, t });
        const address = page.url();
        const left = [];
        page.on("request", (request) => request.isNavigationRequest() && left.push(request.url()));
        for (const theme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: theme });
          await expectAccessible(page);
        }
        expect([page.url(), left], "nothing leads away by itself").toEqual([address, []]);
        if (scene.terminal) {
          await expect(page.getByRole("button", { name: t("decide.allow"), exact: true })).toHaveCount(0);
          await expect(page.locator("main a[href^='http'], main form, meta[http-equiv]")).toHaveCount(0);
        }
        expect(await page.locator("html").getAttribute("lang")).toBe(tag);
      });

      test("fits into the popup and from 320 px on, also with wide text", async ({ page, crm, wallboard, signIn, api }) => {
        await scene.open({ page, crm, wallboard, signIn, api, t });
        await settled(page);
        expect(await hidden(page.locator("html")), "the page does not scroll").toBeLessThanOrEqual(0);
        const found = {};
        const note = async (where) => {
          await settled(page);
          const faults = await tooWide(page);
          if (faults.length > 0) found[where] = faults;
        };
        for (const width of [320, POPUP.width, 1280]) {
          await page.setViewportSize({ width, height: POPUP.height });
          await note(`${width} px`);
        }
        await page.evaluate((css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }, WIDE_TEXT);
        for (const size of [{ width: 320, height: 256 }, POPUP]) {
          await page.setViewportSize(size);
          await note(`${size.width} px, wide text`);
        }
        expect(found).toEqual({});
      });
    });
  }
}

const t = consentWords("en");
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

for (const name of ["an administrator decides", "a user is asked for new scopes", "who may not decide can ask", "a request waits for an administrator"]) {
  test(`at 400 % zoom every scope and every button is within reach: ${name}`, async ({ page, crm, wallboard, signIn, api }) => {
    await sceneOf(name).open({ page, crm, wallboard, signIn, api, t });
    await page.setViewportSize({ width: 320, height: 256 });
    for (const one of await page.locator("main :is(button, input:enabled, a, textarea, summary)").all()) {
      await one.scrollIntoViewIfNeeded();
      await expect(one).toBeInViewport();
      await one.click({ trial: true });
    }
    expect(await tooWide(page)).toEqual([]);
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

for (const scene of SCENES) {
  test.describe(scene.name, () => {
    test.use({ provokes: scene.provokes ?? [] });

    test("no page may show it in a frame, nor what leads to it", async ({ page, crm, wallboard, signIn, api, server }) => {
      const documents = [];
      page.on("response", (response) => {
        const { origin, pathname } = new URL(response.url());
        if (!response.request().isNavigationRequest() || origin !== server.url) return;
        documents.push([pathname, response.headers()["content-security-policy"] ?? "no policy"]);
      });
      await scene.open({ page, crm, wallboard, signIn, api, t });
      expect(documents.map(([path]) => path), "the screen is one of them").toContain("/consent");
      expect(documents.filter(([, policy]) => !UNFRAMED.test(policy))).toEqual([]);
    });
  });
}

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
