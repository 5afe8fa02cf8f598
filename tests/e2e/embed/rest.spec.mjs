// What the list does without is in a file of its own: it comes later, once, and without it there are words.
import { LIST, en, expect, test } from "./host.mjs";

const REST = "**/pages_rest.wasm";
const link = (page, name) => page.getByRole("link", { name, exact: true });
const heading = (page, name) => page.getByRole("heading", { level: 1, name });

test("it comes unasked when the list is there, once for all elements and pages", async ({ page, open }) => {
  const fetched = [];
  page.on("request", (request) => request.url().endsWith("/pages_rest.wasm") && fetched.push(request.url()));
  const answered = page.waitForResponse(REST);
  await open();
  await answered;

  await link(page, "Wallboard").click();
  await expect(heading(page, "Wallboard")).toBeVisible();
  await page.evaluate((route) => {
    const [first] = document.querySelectorAll("authorized-applications");
    const second = document.createElement("authorized-applications");
    second.setAttribute("route", `${route}/requests`);
    second.setAttribute("api-base", first.getAttribute("api-base"));
    second.getAccessToken = first.getAccessToken;
    document.querySelector("main").append(second);
  }, LIST);
  await expect(heading(page, en("nav.requests"))).toBeVisible();
  expect(fetched).toHaveLength(1);
});

test("a click that comes before it is answered when it is there", async ({ page, open }) => {
  let come;
  const held = new Promise((resolve) => (come = resolve));
  await page.route(REST, async (route) => {
    await held;
    await route.fallback();
  });
  await open();
  await link(page, "Wallboard").click();
  await expect(page.getByRole("status", { name: en("loading.label") })).toBeVisible();
  come();
  await expect(heading(page, "Wallboard")).toBeVisible();
});

test.describe(() => {
  test.use({ provokes: [/.*/] });

  test("without it the list works, other pages are words, and trying again helps", async ({ page, open }) => {
    await page.route(REST, (route) => route.abort());
    await open();
    await link(page, "Wallboard").click();
    await expect(page.getByRole("alert")).toContainText(en("later.failed"));
    await page.evaluate((list) => document.querySelector("authorized-applications").navigate(list), LIST);
    await expect(link(page, "Wallboard")).toBeVisible();

    await link(page, "Wallboard").click();
    await page.getByRole("button", { name: en("error.retry") }).click();
    await expect(page.getByRole("alert")).toContainText(en("later.failed"));
    await page.unroute(REST);
    await page.getByRole("button", { name: en("error.retry") }).click();
    await expect(heading(page, "Wallboard")).toBeVisible();
  });
});

for (const [what, change] of [
  ["of another build", (body) => Buffer.from(body.toString("latin1").replace(/pair[0-9a-f]{16}/, `pair${"0".repeat(16)}`), "latin1")],
  ["that is cut", (body) => body.subarray(0, body.length / 2)],
  ["that is a page", () => "<!doctype html><p>Portal"],
]) {
  test.describe(() => {
    test.use({
      provokes: [/.*/],
      hostOptions: { change: (name, body) => (name === "countersign/pages_rest.wasm" ? change(body) : undefined) },
    });

    test(`one ${what} is refused, and the list goes on`, async ({ page, open }) => {
      await open();
      await link(page, "Wallboard").click();
      await expect(page.getByRole("alert")).toContainText(en("later.failed"));
      await page.evaluate((list) => document.querySelector("authorized-applications").navigate(list), LIST);
      await expect(link(page, "Wallboard")).toBeVisible();
    });
  });
}

for (const [what, settings, place] of [
  ["follows the program to another folder", { wasmUrl: "/moved/pages_bg.wasm" }, "/moved/pages_rest.wasm"],
  ["may have an address of its own", { wasmUrl: "/moved/a.wasm", restWasmUrl: "/moved/b.wasm" }, "/moved/b.wasm"],
]) {
  test(`it ${what}`, async ({ page, host }) => {
    await page.route(`${host.url}/`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Empty</title>" }));
    await page.route("**/moved/*", async (route) => {
      const file = route.request().url().endsWith(place) ? "pages_rest.wasm" : "pages_bg.wasm";
      await route.fulfill({ response: await route.fetch({ url: `${host.url}/countersign/${file}` }) });
    });
    await page.goto(host.url);
    const answered = page.waitForResponse(host.url + place);
    await page.evaluate(async (settings) => {
      const { configure, preload } = await import("/countersign/index.js");
      configure(settings);
      await preload();
    }, settings);
    expect((await answered).status()).toBe(200);
  });
}
