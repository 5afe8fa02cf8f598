// How the consent screen starts: its program does not arrive, its language, what it keeps.
import { sent, served } from "../support/consent.mjs";
import { FAILED_ANSWER, LANGUAGES, consentWords, startWords } from "../support/fixtures.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");
const said = startWords("en");
const MISSING = said("missing.title");
const RELOAD = said("reload");
const BLOCKED = said("blocked.title");
const DIRECTIVE = "script-src 'self' 'wasm-unsafe-eval'";
const WASM = /\/consent_bg-[^/]*\.wasm$/;

const BROKEN = new RegExp(`${FAILED_ANSWER.source}|WebAssembly|Wasm|MIME|module|preload|Content.Security.Policy`, "i");

async function opened({ page, crm, signIn }) {
  await signIn("admin");
  await crm.asks();
  return new Screen(page, t);
}

test.describe("the program", () => {
  test.use({ provokes: [BROKEN] });

  for (const [what, no] of [
    ["is gone", { status: 404, body: "no" }],
    ["is a page", { status: 200, contentType: "text/html", body: "<!doctype html><p>Countersign" }],
  ]) {
    test(`${what}: one reload, then words and a button, and nothing is decided`, async ({ page, crm, signIn }) => {
      const posts = sent(page);
      await page.route(WASM, (route) => route.fulfill(no));
      const screen = await opened({ page, crm, signIn });
      await expect(page.getByRole("heading", { name: MISSING, level: 1 })).toBeFocused();
      await screen.expectNothingToDecide();
      expect(posts).toEqual([]);
      await page.unroute(WASM);
      await page.getByRole("button", { name: RELOAD }).click();
      await expect(screen.allow).toBeVisible();
    });
  }
});

test.describe("a policy without wasm-unsafe-eval", () => {
  test.use({ provokes: [BROKEN] });

  test("is named, without a reload, and nothing can be decided", async ({ page, crm, signIn }) => {
    const posts = sent(page);
    const screen = await opened({ page, crm, signIn });
    await expect(screen.allow).toBeVisible();
    await served(page, (text) => text, (headers) => {
      const policy = headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
      return { ...headers, "content-security-policy": policy };
    });
    const documents = sent(page, /\/consent\?request=/, "GET");
    await page.reload();
    await expect(page.getByRole("heading", { name: BLOCKED, level: 1 })).toBeFocused();
    await expect(page.getByRole("alert")).toContainText(DIRECTIVE);
    await screen.expectNothingToDecide();
    expect(documents, "a reload would not help").toHaveLength(1);
    expect(posts).toEqual([]);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("it says what it needs, in every language", async ({ page, crm, signIn }) => {
    await opened({ page, crm, signIn });
    // Playwright's text locators leave out what stands in `noscript`.
    const paragraphs = page.locator("noscript p");
    await expect(paragraphs).toHaveText(LANGUAGES.map(({ tag }) => startWords(tag)("noscript.consent")));
    for (const [at, { tag, direction }] of LANGUAGES.entries()) {
      await expect(paragraphs.nth(at)).toBeVisible();
      const read = await paragraphs.nth(at).evaluate((one) => [one.closest("[lang]").lang, one.closest("[dir]")?.dir ?? "ltr"]);
      expect(read).toEqual([tag, direction]);
    }
    await expect(page.getByRole("button")).toHaveCount(0);
  });
});

test("it needs one document and no call of the API before somebody can decide", async ({ page, crm, signIn }) => {
  const reads = sent(page, /\/api\/|\/locales\//, "GET");
  const screen = await opened({ page, crm, signIn });
  await expect(screen.allow).toBeVisible();
  expect(reads.map((read) => read.url())).toEqual([]);
});

test.describe("in French", () => {
  test.use({ locale: "fr-FR" });

  test("it needs no call either", async ({ page, crm, signIn }) => {
    // The words of boot.js come beside the program, which does not wait for them.
    const reads = sent(page, /\/api\/|\/locales\/(?!fr\/start\.json)/, "GET");
    await page.route(/\/locales\/fr\/start\.json/, () => {});
    await opened({ page, crm, signIn });
    await expect(page.getByRole("button", { name: consentWords("fr")("decide.allow"), exact: true })).toBeVisible();
    expect(reads.map((read) => read.url())).toEqual([]);
  });
});

test("the language that was chosen in the portal wins, for the words and for the scopes", async ({ page, crm, signIn }) => {
  await page.addInitScript(() => localStorage.setItem("countersign.locale", "fr"));
  await opened({ page, crm, signIn });
  await expect(page.getByRole("button", { name: consentWords("fr")("decide.allow"), exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /enregistrements/ })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("the theme that was chosen in the portal wins", async ({ page, crm, signIn }) => {
  await page.addInitScript(() => localStorage.setItem("countersign.theme", "dark"));
  const screen = await opened({ page, crm, signIn });
  await expect(screen.allow).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("it works where storage throws", async ({ page, crm, signIn }) => {
  await page.addInitScript(() => {
    for (const storage of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, storage, {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    }
  });
  const screen = await opened({ page, crm, signIn });
  await screen.deny.click();
  expect((await crm.hears()).get("error")).toBe("access_denied");
});

test("it keeps nothing in storage", async ({ page, crm, signIn }) => {
  const screen = await opened({ page, crm, signIn });
  await expect(screen.allow).toBeVisible();
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test("another request than the one in the address is not shown", async ({ page, crm, signIn, api }) => {
  const screen = await opened({ page, crm, signIn });
  await expect(screen.allow).toBeVisible();
  const first = new URL(page.url()).searchParams.get("request");
  await crm.asks({ scope: "user-basic-info" });
  await expect(page.getByRole("checkbox")).toHaveCount(1);
  await page.goto(`/consent?request=${first}`);
  await expect(page.getByRole("checkbox")).toHaveCount(6);
  expect((await api.get(`/oauth/consents/${first}`)).body.state).toBe("pending");
});
