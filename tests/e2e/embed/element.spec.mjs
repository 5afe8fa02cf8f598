// The contract with the host: tokens, events, places, and an element that moves, goes and comes back.
import { CLIENT, LIST, en, expect, test } from "./host.mjs";

const link = (page, name) => page.getByRole("link", { name, exact: true });

test("one token serves all requests; after a 401 it is asked for once, and reads are repeated", async ({ page, open, host }) => {
  await open();
  await expect(link(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  expect(host.asked).toEqual(["request"]);

  let refusing = true;
  await page.route(/\/api\/v2\/oauth\/authorizations\?/, (route) => {
    if (!refusing) return route.fallback();
    refusing = false;
    return route.fulfill({ status: 401, json: { code: "bad.credentials", status: 401 }, headers: { "access-control-allow-origin": host.url } });
  });
  const first = host.token;
  host.token = `${first}`;
  await page.getByRole("searchbox").fill("wallb");
  // The host has no other one: what the backend refused stays refused, and the pages say so.
  await expect.poll(() => host.asked).toEqual(["request", "unauthorized"]);
});

test("a revocation that the host prevents does not happen", async ({ page, open, api }) => {
  await open();
  await page.evaluate(() => addEventListener("cs-revoking", (event) => event.preventDefault()));
  await page.evaluate((route) => document.querySelector("authorized-applications").navigate(route), `${LIST}/${CLIENT.wallboard}`);
  await page.getByRole("button", { name: en("revoke.action") }).first().click({ timeout: 20_000 });
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
});

test("where it is, is told and kept in memory; the host's address stays", async ({ page, open, host }) => {
  await open();
  await page.evaluate(() => {
    window.places = [];
    addEventListener("cs-navigate", (event) => window.places.push(event.detail.route));
  });
  await link(page, "Wallboard").click({ timeout: 20_000 });
  await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
  expect(await page.evaluate(() => window.places)).toEqual([`${LIST}/${CLIENT.wallboard}`]);
  expect(page.url()).toBe(`${host.url}/`);
});

test("moved it stays what it was; removed and put back it starts anew; two are two", async ({ page, open }) => {
  await open();
  await expect(link(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("searchbox").fill("wallb");
  await page.evaluate(() => document.body.append(document.querySelector("authorized-applications")));
  await expect(page.getByRole("searchbox")).toHaveValue("wallb");

  await page.evaluate(async () => {
    const element = document.querySelector("authorized-applications");
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.querySelector("main").append(element);
  });
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(link(page, "Wallboard")).toBeVisible();

  await page.evaluate(() => {
    const [first] = document.querySelectorAll("authorized-applications");
    const second = document.createElement("authorized-applications");
    second.setAttribute("locale", "fr");
    second.setAttribute("api-base", first.getAttribute("api-base"));
    second.getAccessToken = first.getAccessToken;
    document.querySelector("main").append(second);
  });
  await expect(page.getByRole("heading", { name: "Applications autorisées" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Authorized Applications" })).toBeVisible();
});

test("a hostile style sheet of the host changes nothing inside", async ({ page, open }) => {
  await open();
  await expect(link(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  const looks = () =>
    page.evaluate(() => {
      const root = document.querySelector("authorized-applications").shadowRoot;
      return [...root.querySelectorAll("h1, .button--primary, .table, th, .badge, .chip, input")].slice(0, 40).map((one) => {
        const { color, backgroundColor, fontFamily, fontSize, display, padding, border } = getComputedStyle(one);
        return [one.className, color, backgroundColor, fontFamily, fontSize, display, padding, border].join("|");
      });
    });
  const before = await looks();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { all: unset !important; display: none !important; letter-spacing: 9px !important; }");
    document.adoptedStyleSheets.push(sheet);
  });
  // What is around it is the host's to hide.
  await page.evaluate(() => {
    for (const one of [document.documentElement, document.body, document.querySelector("main")]) one.style.setProperty("display", "block", "important");
  });
  expect(await looks()).toEqual(before);
});

test("a thousand times put in and taken out, it leaves nothing behind", async ({ page, open }) => {
  test.slow();
  await open();
  await expect(link(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  // No request: what is counted is what mounting itself leaves.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const counted = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const rounds = (count) =>
    page.evaluate(async (count) => {
      const template = document.querySelector("authorized-applications");
      for (let round = 0; round < count; round += 1) {
        const element = document.createElement("authorized-applications");
        element.fetch = () => new Promise(() => {});
        element.setAttribute("api-base", template.getAttribute("api-base"));
        document.querySelector("main").append(element);
        await Promise.resolve();
        await new Promise((resolve) => setTimeout(resolve));
        element.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, count);
  await rounds(100);
  const before = await counted();
  await rounds(1_000);
  const after = await counted();
  for (const name of ["Nodes", "JSEventListeners"]) expect(after[name] - before[name], name).toBeLessThan(100);
  expect(after.JSHeapUsedSize / before.JSHeapUsedSize, "heap").toBeLessThan(1.3);
});
