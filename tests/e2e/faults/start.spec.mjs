// The program doesn't arrive, may not run, or breaks: words instead of a blank page.
import { test, expect, en, startWords, CLIENT, CLIENTS, FAILED_ANSWER, LANGUAGES, LIST } from "../support/fixtures.mjs";
import { authorization, calls, Review, start } from "../support/faults.mjs";

const WASM = /\/pages_bg-[^/]*\.wasm$/;
const REST = /\/pages_rest-[^/]*\.wasm$/;
const JS = /\/pages-[^/]*\.js$/;
const said = startWords("en");
const MISSING = said("missing.title");
const MISSING_FR = startWords("fr")("missing.title");
const BLOCKED = said("blocked.title");
const PANIC = said("panic.title");
const RELOAD = said("reload");

// One pattern: of a list of two, Playwright takes the second for the options of a fixture.
const BROKEN = new RegExp(`${FAILED_ANSWER.source}|WebAssembly|Wasm|MIME|module|preload|Content.Security.Policy`, "i");
test.use({ reads: true, provokes: [BROKEN] });

const row = (page) => page.getByRole("link", { name: "Wallboard", exact: true });
const documents = (page) => {
  const seen = [];
  page.on("request", (request) => request.isNavigationRequest() && seen.push(request.url()));
  return seen;
};

const LOSSES = [
  ["a Wasm file that is gone", WASM, { status: 404, contentType: "text/plain", body: "no" }],
  ["a Wasm file that is a page", WASM, { status: 200, contentType: "text/html", body: "<!doctype html><p>Countersign" }],
  ["a Wasm file that is cut", WASM, { status: 200, contentType: "application/wasm", body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 99]) }],
  ["a script that is gone", JS, { status: 404, contentType: "text/plain", body: "no" }],
  ["a script that is a page", JS, { status: 200, contentType: "text/html", body: "<!doctype html><p>Countersign" }],
];

for (const [what, where, no] of LOSSES) {
  test(`${what} is mended by one reload; for good it ends in words, and the button tries again`, async ({ page, signIn }) => {
    await signIn("admin");
    const opened = documents(page);
    // After a redeploy the page that names files that are gone is followed by one that doesn't.
    await page.route(where, async (route) => (opened.length === 1 ? route.fulfill(no) : route.fallback()));
    await page.goto(LIST);
    await expect(row(page)).toBeVisible({ timeout: 20_000 });
    expect(opened).toHaveLength(2);
    await expect(page.getByText(MISSING)).toHaveCount(0);
    await page.unroute(where);

    await page.route(where, (route) => route.fulfill(no));
    await page.goto(LIST);
    const card = page.getByRole("alert").filter({ hasText: MISSING });
    await expect(card).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole("heading", { name: MISSING, level: 1 })).toBeFocused();
    expect(opened).toHaveLength(4);

    await page.unroute(where);
    await card.getByRole("button", { name: RELOAD }).click();
    await expect(row(page)).toBeVisible({ timeout: 20_000 });
    expect(opened).toHaveLength(5);
  });
}

test("without the rest of the program the list works, other pages are words, and trying again helps", async ({ page, signIn }) => {
  await signIn("admin");
  const opened = documents(page);
  await page.route(REST, (route) => route.fulfill({ status: 404 }));
  await start(page);
  const lost = page.getByRole("alert").filter({ hasText: en("later.failed") });
  const again = lost.getByRole("button", { name: en("error.retry") });
  await row(page).click();
  await expect(lost).toBeVisible();
  await page.goBack();
  await expect(row(page)).toBeVisible();

  await row(page).click();
  await again.click();
  await expect(lost).toBeVisible();
  await page.unroute(REST);
  await again.click();
  await expect(new Review(page).bar).toBeVisible();
  expect(opened, "the page is not loaded anew").toHaveLength(1);
});

test("a review that is opened by its address without the rest of the program says so, and trying again helps", async ({ page, signIn }) => {
  await signIn("admin");
  await page.route(REST, (route) => route.abort("connectionreset"));
  await start(page, `${LIST}/${CLIENT.wallboard}`);
  const lost = page.getByRole("alert").filter({ hasText: en("later.failed") });
  await expect(lost).toBeVisible();
  await page.unroute(REST);
  await lost.getByRole("button", { name: en("error.retry") }).click();
  await expect(new Review(page).bar).toBeVisible();
});

test("a page that was mended once is mended again at the next redeploy", async ({ page, signIn }) => {
  await signIn("admin");
  for (let time = 0; time < 2; time += 1) {
    let gone = true;
    await page.route(WASM, async (route) => {
      if (!gone) return route.fallback();
      gone = false;
      return route.fulfill({ status: 404 });
    });
    await page.goto(time === 0 ? LIST : CLIENTS);
    await expect(page.getByRole("rowheader").first()).toBeVisible({ timeout: 20_000 });
    await page.unroute(WASM);
  }
  await expect(page.getByText(MISSING)).toHaveCount(0);
});

test.describe("in French", () => {
  test.use({ locale: "fr-FR" });

  test("a program that never comes is said in French", async ({ page, signIn }) => {
    await signIn("admin");
    await page.route(WASM, (route) => route.fulfill({ status: 404 }));
    await page.goto(LIST);
    const card = page.getByRole("alert").filter({ hasText: MISSING_FR });
    await expect(card).toBeVisible({ timeout: 20_000 });
    await expect(card).toHaveAttribute("lang", "fr");
  });

  test("a catalogue that does not come leaves the page usable in English", async ({ page, signIn }) => {
    await signIn("admin");
    await page.route(/\/locales\/fr\/pages\.json/, (route) => route.fulfill({ status: 503, body: "no" }));
    await start(page);
    await expect(row(page)).toBeVisible();
    await expect(page.getByRole("button", { name: en("list.authorize") })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what it needs, in every language", async ({ page, signIn }) => {
    await signIn("admin");
    await page.goto(LIST);
    // Playwright's text locators leave out what stands in `noscript`.
    const paragraphs = page.locator("noscript p");
    await expect(paragraphs).toHaveText(LANGUAGES.map(({ tag }) => startWords(tag)("noscript.pages")));
    for (const [at, { tag, direction }] of LANGUAGES.entries()) {
      const paragraph = paragraphs.nth(at);
      await expect(paragraph).toBeVisible();
      const read = await paragraph.evaluate((one) => [one.closest("[lang]").lang, one.closest("[dir]")?.dir ?? "ltr"]);
      expect(read).toEqual([tag, direction]);
    }
  });
});

test("a policy without wasm-unsafe-eval is named, not answered with a blank page", async ({ page, signIn }) => {
  await signIn("admin");
  const opened = documents(page);
  await page.route(new RegExp(`${LIST}$`), async (route) => {
    const response = await route.fetch();
    const policy = response.headers()["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  await page.goto(LIST);
  const card = page.getByRole("alert").filter({ hasText: BLOCKED });
  await expect(card).toBeVisible({ timeout: 20_000 });
  await expect(card).toContainText("script-src 'self' 'wasm-unsafe-eval'");
  expect(opened, "a reload would not help").toHaveLength(1);
});

/** As where a person or a policy refuses storage: to name it throws. */
const refuseStorage = (page) =>
  page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    }
  });

for (const [what, choice, attribute, value] of [
  ["the language", "Français", "lang", "fr"],
  ["the theme", en("account.theme_dark"), "data-theme", "dark"],
]) {
  test(`refused storage leaves the pages usable, and ${what} can be chosen while they are open`, async ({ page, signIn }) => {
    await signIn("admin");
    await refuseStorage(page);
    await start(page);
    await expect(row(page)).toBeVisible();
    await page.getByRole("button", { name: /^Ada Brandt/ }).click();
    await page.getByRole("button", { name: choice }).click();
    await expect(page.locator("html")).toHaveAttribute(attribute, value);
    await expect(row(page)).toBeVisible();
  });
}

test("refused storage and a Wasm file that is gone end in words, not in a loop of reloads", async ({ page, signIn }) => {
  await signIn("admin");
  await refuseStorage(page);
  const opened = documents(page);
  await page.route(WASM, (route) => route.fulfill({ status: 404 }));
  await page.goto(LIST);
  await expect(page.getByRole("alert").filter({ hasText: MISSING })).toBeVisible({ timeout: 20_000 });
  expect(opened).toHaveLength(1);
});

test("storage that is full changes nothing", async ({ page, signIn }) => {
  await signIn("admin");
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await start(page);
  await page.getByRole("button", { name: /^Ada Brandt/ }).click();
  await page.getByRole("button", { name: "Français" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});

test("a program that broke is replaced by a card, and is not called again", async ({ page, signIn }) => {
  await signIn("admin");
  const review = new Review(page);
  const saves = calls(page, "PUT", authorization(CLIENT.wallboard));
  await review.open(CLIENT.wallboard);
  await review.edit();
  await page.evaluate(() => dispatchEvent(new Event("countersign-panic")));

  const card = page.getByRole("alert").filter({ hasText: PANIC });
  await expect(card).toBeVisible();
  await expect(page.getByRole("heading", { name: PANIC, level: 1 })).toBeFocused();
  await expect(review.bar).toHaveCount(0);
  expect(saves).toHaveLength(0);
  // Twice is once.
  await page.evaluate(() => dispatchEvent(new Event("countersign-panic")));
  await expect(page.getByRole("alert")).toHaveCount(1);
});

test("the card of a broken program reloads into a working page", async ({ page, signIn }) => {
  await signIn("admin");
  page.on("dialog", (dialog) => dialog.accept());
  await start(page);
  await expect(row(page)).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event("countersign-panic")));
  await page.getByRole("button", { name: RELOAD }).click();
  await expect(row(page)).toBeVisible({ timeout: 20_000 });
});
