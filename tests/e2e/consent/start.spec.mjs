// How the consent screen starts: its program does not arrive, its language, what it keeps.
import { readFileSync } from "node:fs";
import { consentWords, sent, served } from "../support/consent.mjs";
import { FAILED_ANSWER } from "../support/fixtures.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");
// The sentences of boot.js, as it has them.
const boot = readFileSync(new URL("../../../public/boot.js", import.meta.url), "utf8");
const sentence = (text) => {
  if (!boot.includes(text)) throw new Error(`boot.js does not say: ${text}`);
  return text;
};
const MISSING = sentence("This page could not be loaded");
const RELOAD = sentence("Reload the page");
const BLOCKED = sentence("This page is not allowed to run");
const DIRECTIVE = "script-src 'self' 'wasm-unsafe-eval'";
const WASM = /consent-[^/]*_bg\.wasm$/;

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

  test("it says what it needs, in both languages", async ({ page, crm, signIn }) => {
    await opened({ page, crm, signIn });
    await expect(page.getByText(/^This page needs JavaScript and WebAssembly/)).toBeVisible();
    await expect(page.getByText(/^Cette page a besoin de JavaScript/)).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(0);
  });
});

test("it needs one document and no call of the API before somebody can decide", async ({ page, crm, signIn }) => {
  const reads = sent(page, /\/api\/|\/locales\//, "GET");
  const screen = await opened({ page, crm, signIn });
  await expect(screen.allow).toBeVisible();
  expect(reads).toEqual([]);
});

test.describe("in French", () => {
  test.use({ locale: "fr-FR" });

  test("it needs no call either", async ({ page, crm, signIn }) => {
    const reads = sent(page, /\/api\/|\/locales\//, "GET");
    await opened({ page, crm, signIn });
    await expect(page.getByRole("button", { name: consentWords("fr")("decide.allow"), exact: true })).toBeVisible();
    expect(reads).toEqual([]);
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
