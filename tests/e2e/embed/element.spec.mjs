// The contract with the host: properties, attributes, events, places, and an element that moves,
// goes and comes back.
import { CLIENT, FAILED_ANSWER, LIST, en, expect, shown, test, words } from "./host.mjs";

const link = (page, name) => page.getByRole("link", { name, exact: true });
const element = (page) => page.locator("authorized-applications");
const navigate = (page, route) => element(page).evaluate((pages, route) => pages.navigate(route), route);

test.describe("401", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  /** Refuses what carries this token from now on. */
  const refuse = (page, host, token, method) =>
    page.route(/\/api\/v2\//, (route) => {
      const request = route.request();
      if (request.method() !== method || request.headers().authorization !== `Bearer ${token}`) return route.fallback();
      return route.fulfill({ status: 401, json: { code: "bad.credentials", status: 401 }, headers: { "access-control-allow-origin": host.url } });
    });

  test("one token serves all requests; when it is refused another one is asked for once, and reads are repeated", async ({ page, open, host, tokenFor }) => {
    await open();
    await shown(page);
    expect(host.asked).toEqual(["request"]);

    await refuse(page, host, host.token, "GET");
    host.token = await tokenFor("admin");
    await page.getByRole("searchbox").fill("wallb");
    await expect(link(page, "Survey Bot")).toHaveCount(0);
    await expect(link(page, "Wallboard")).toBeVisible();
    expect(host.asked).toEqual(["request", "unauthorized"]);
  });

  test("a write that is refused is not repeated, and the edit is kept for another try", async ({ page, open, host, tokenFor, api }) => {
    await open();
    await shown(page);
    await navigate(page, `${LIST}/${CLIENT.wallboard}`);
    const scope = page.getByRole("checkbox", { name: /(^|\s)presence:readonly(\s|$)/ });
    await scope.uncheck();
    const before = await api.authorization(CLIENT.wallboard);
    await refuse(page, host, host.token, "PUT");
    host.token = await tokenFor("admin");
    const puts = [];
    page.on("request", (request) => request.method() === "PUT" && puts.push(request));

    const save = page.getByRole("button", { name: en("effect.save"), exact: true });
    await save.click();
    await expect.poll(() => host.asked).toEqual(["request", "unauthorized"]);
    await expect(page.locator("authorized-applications").getByRole("alert")).toBeVisible();
    expect(puts).toHaveLength(1);
    expect(await api.authorization(CLIENT.wallboard)).toEqual(before);
    await expect(scope).not.toBeChecked();

    await save.click();
    await expect(page.locator("#said")).toHaveText(`Authorized ${CLIENT.wallboard}`);
    expect(puts).toHaveLength(2);
    expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("presence:readonly");
  });

  test("without another token the pages say that nobody is signed in, and tell the host", async ({ page, open, host }) => {
    await open();
    await shown(page);
    await page.evaluate(() => addEventListener("cs-signed-out", () => (window.isOut = true)));
    await refuse(page, host, host.token, "GET");
    await page.getByRole("searchbox").fill("wallb");
    await expect.poll(() => page.evaluate(() => window.isOut)).toBe(true);
    await expect(page.getByText(en("session.lost")).first()).toBeVisible();
    expect(host.asked).toEqual(["request", "unauthorized"]);
  });
});

test("a revocation that the host prevents does not happen", async ({ page, open, api }) => {
  await open();
  await shown(page);
  await page.evaluate(() => addEventListener("cs-revoking", (event) => event.preventDefault()));
  await navigate(page, `${LIST}/${CLIENT.wallboard}`);
  await page.getByRole("button", { name: en("revoke.action") }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
});

test("what is set before the element is defined counts", async ({ page, open, host }) => {
  await page.addInitScript(() => {
    // The page's own script, which defines it, runs before that event.
    new MutationObserver((_, watch) => {
      const pages = document.querySelector("authorized-applications");
      if (!pages) return;
      watch.disconnect();
      pages.permissions = [];
      pages.fetch = (request) => ((window.passed = true), fetch(request));
    }).observe(document, { childList: true, subtree: true });
  });
  await open();
  await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
  expect(await page.evaluate(() => window.passed)).toBe(true);
  expect(host.asked).toEqual(["request"]);
});

test("a host may narrow what its user sees, and never widen it", async ({ page, open, host, tokenFor }) => {
  host.token = await tokenFor("viewer");
  await open();
  const forbidden = page.getByRole("heading", { name: en("access.forbidden") });
  await expect(forbidden).toBeVisible();
  await element(page).evaluate((pages) => (pages.permissions = ["*:*:*", "oauth:client:authorize"]));
  await navigate(page, "/admin/integrations/oauth");
  await expect(link(page, "Wallboard").or(page.getByText("Wallboard")).first()).toBeVisible();
  await navigate(page, LIST);
  await expect(forbidden).toBeVisible();
  await element(page).evaluate((pages) => (pages.permissions = []));
  await navigate(page, "/admin/integrations/oauth");
  await expect(forbidden).toBeVisible();
});

test("texts of the host stand in place of ours, and one that is none of ours is told", async ({ page, open }) => {
  await open();
  await shown(page);
  await page.evaluate(() => {
    window.told = [];
    addEventListener("cs-error", ({ detail }) => window.told.push(detail));
    document.querySelector("authorized-applications").messages = { en: { "nav.applications": "Connected apps", "nav.apple": "x" } };
  });
  await expect(page.getByRole("heading", { level: 1, name: "Connected apps" })).toBeVisible();
  expect(await page.evaluate(() => window.told)).toEqual([{ code: "element.messages", message: "nav.apple" }]);
});

test("it speaks the language of the page around, also when that changes, and keeps what is typed", async ({ page, open }) => {
  await open();
  await shown(page);
  await page.getByRole("searchbox").fill("wallb");
  await page.evaluate(() => (document.documentElement.lang = "fr"));
  await expect(page.getByRole("heading", { level: 1, name: words("fr")("nav.applications") })).toBeVisible();
  await expect(page.getByRole("searchbox")).toHaveValue("wallb");
  await element(page).evaluate((pages) => pages.setAttribute("locale", "en"));
  await expect(page.getByRole("heading", { level: 1, name: en("nav.applications") })).toBeVisible();
});

test("a place that is asked for before the pages are there is where they start", async ({ page, open }) => {
  await page.addInitScript(async (route) => {
    await customElements.whenDefined("authorized-applications");
    document.querySelector("authorized-applications").navigate(route);
  }, "/admin/integrations/oauth");
  await open();
  await expect(page.getByRole("heading", { level: 1, name: en("clients.title") })).toBeVisible();
});

test("where it is, is told and kept in memory; the host's address stays", async ({ page, open, host }) => {
  await open();
  await page.evaluate(() => {
    window.places = [];
    addEventListener("cs-navigate", (event) => window.places.push(event.detail.route));
  });
  await link(page, "Wallboard").click();
  await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
  expect(await page.evaluate(() => window.places)).toEqual([`${LIST}/${CLIENT.wallboard}`]);
  expect(page.url()).toBe(`${host.url}/`);
});

test("with routing by hash its place is in the address: links, Back, reload and unsaved work", async ({ page, open, host }) => {
  await page.addInitScript(() => {
    new MutationObserver(() => document.querySelector("authorized-applications")?.setAttribute("routing", "hash"))
      .observe(document, { childList: true, subtree: true });
  });
  const review = `${host.url}/#${LIST}/${CLIENT.wallboard}`;
  await open();
  await shown(page);
  expect(await link(page, "Wallboard").getAttribute("href")).toBe(`/#${LIST}/${CLIENT.wallboard}`);
  await link(page, "Wallboard").click();
  const heading = page.getByRole("heading", { level: 1, name: "Wallboard" });
  await expect(heading).toBeVisible();
  expect(page.url()).toBe(review);
  await page.reload();
  await expect(heading).toBeVisible();

  // Back is held while there is unsaved work, and the address is put back.
  await page.getByRole("checkbox", { name: /(^|\s)presence:readonly(\s|$)/ }).uncheck();
  await page.goBack();
  await page.getByRole("dialog").getByRole("button", { name: en("leave.stay") }).click();
  await expect(heading).toBeVisible();
  expect(page.url()).toBe(review);
  await page.goBack();
  await page.getByRole("dialog").getByRole("button", { name: en("leave.leave") }).click();
  await shown(page);
  // What is not a place of ours is the host's.
  await page.getByRole("link", { name: "Reports" }).click();
  await expect(page.getByRole("heading", { level: 1, name: en("nav.applications") })).toBeVisible();
  expect(page.url()).toBe(`${host.url}/#reports`);
});

test("moved it stays what it was; removed and put back it starts anew", async ({ page, open }) => {
  await open();
  await shown(page);
  await page.getByRole("searchbox").fill("wallb");
  await page.evaluate(() => document.body.append(document.querySelector("authorized-applications")));
  await expect(page.getByRole("searchbox")).toHaveValue("wallb");

  await page.evaluate(async () => {
    const pages = document.querySelector("authorized-applications");
    pages.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.querySelector("main").append(pages);
  });
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(link(page, "Wallboard")).toBeVisible();
});

test("two on a page have their own language, user and place, and one program", async ({ page, open, tokenFor }) => {
  const programs = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && programs.push(request.url()));
  await open();
  await shown(page);
  await page.evaluate((token) => {
    const [first] = document.querySelectorAll("authorized-applications");
    const second = document.createElement("authorized-applications");
    second.setAttribute("locale", "fr");
    second.setAttribute("api-base", first.getAttribute("api-base"));
    second.getAccessToken = () => token;
    document.querySelector("main").append(second);
  }, await tokenFor("viewer"));
  await expect(page.getByRole("heading", { name: words("fr")("access.forbidden") })).toBeVisible();
  await element(page).nth(1).evaluate((pages) => pages.navigate("/admin/integrations/oauth"));
  await expect(element(page).nth(1).getByText("Wallboard").first()).toBeVisible();
  await expect(element(page).nth(0).getByRole("heading", { level: 1, name: en("nav.applications") })).toBeVisible();
  await expect(element(page).nth(0).getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
  expect(programs.filter((url) => url.includes("_bg."))).toHaveLength(1);
});

test("taken out in the middle of a request it aborts it, and nothing is written later", async ({ page, open }) => {
  await open();
  await shown(page);
  // What is given for the first time makes the pages anew.
  await element(page).evaluate((pages) => (pages.fetch = (request) => fetch(request)));
  await shown(page);
  await page.evaluate(() => {
    const pages = document.querySelector("authorized-applications");
    pages.fetch = (request) => {
      window.under = request;
      return new Promise((resolve) => (window.answer = () => resolve(new Response('{"entities":[]}', { headers: { "content-type": "application/json" } }))));
    };
  });
  await page.getByRole("searchbox").fill("wallb");
  await expect.poll(() => page.evaluate(() => Boolean(window.under))).toBe(true);
  const left = await page.evaluate(async () => {
    const pages = document.querySelector("authorized-applications");
    pages.remove();
    await new Promise((resolve) => setTimeout(resolve));
    window.answer();
    await new Promise((resolve) => setTimeout(resolve));
    return { aborted: window.under.signal.aborted, inside: pages.shadowRoot.innerHTML };
  });
  expect(left).toEqual({ aborted: true, inside: "" });
});

test("taken out in the middle of a write it tells the host what became of it, and others go on", async ({ page, open, api }) => {
  await open();
  await shown(page);
  await navigate(page, `${LIST}/${CLIENT.wallboard}`);
  let come;
  const held = new Promise((resolve) => (come = resolve));
  await page.route(/\/oauth\/authorizations\/[^/?]+$/, async (route) => {
    if (route.request().method() === "DELETE") await held;
    await route.fallback();
  });
  await page.evaluate(() => document.querySelector("authorized-applications").addEventListener("cs-revoked", () => (window.isRevoked = true)));
  await page.getByRole("button", { name: en("revoke.action") }).first().click();
  const sent = page.waitForRequest((request) => request.method() === "DELETE");
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await sent;
  await page.evaluate(() => {
    window.kept = document.querySelector("authorized-applications");
    window.kept.remove();
  });
  come();
  await expect.poll(() => page.evaluate(() => window.isRevoked)).toBe(true);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
  await page.evaluate(() => document.querySelector("main").append(window.kept));
  await shown(page);
});

test("a token that cannot be had, or is none, sends nothing: another request would be another person's", async ({ page, open }) => {
  await open();
  await shown(page);
  const bare = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v2/") && !request.headers().authorization && request.method() !== "OPTIONS") bare.push(request.url());
  });
  await page.evaluate(() => {
    addEventListener("cs-error", ({ detail }) => window.told.push(detail.code));
    addEventListener("cs-signed-out", () => window.told.push("out"));
  });
  for (const [kind, code] of [["throws", "element.token"], ["broken", "element.token"], ["number", "element.token"], ["nothing", "out"]]) {
    await page.evaluate((kind) => {
      window.told = [];
      const give = {
        throws: () => {
          throw new Error("no");
        },
        broken: async () => "a\nb",
        number: () => 42,
        nothing: () => null,
      };
      const pages = document.querySelector("authorized-applications");
      pages.getAccessToken = give[kind];
      pages.refresh();
    }, kind);
    await expect.poll(() => page.evaluate(() => window.told), kind).toContain(code);
  }
  expect(bare).toEqual([]);
});

test("a host's fetch that refuses is not passed by, and one that answers no promise of ours sends once", async ({ page, open, api }) => {
  await open();
  await shown(page);
  await navigate(page, `${LIST}/${CLIENT.wallboard}`);
  const deletes = [];
  page.on("request", (request) => request.method() === "DELETE" && deletes.push(request.url()));
  await page.evaluate(() => {
    document.querySelector("authorized-applications").fetch = (request) => {
      if (request.method === "DELETE") throw new Error("not today");
      return { then: (done, failed) => fetch(request).then(done, failed) };
    };
  });
  await shown(page);
  await navigate(page, `${LIST}/${CLIENT.wallboard}`);
  await page.getByRole("button", { name: en("revoke.action") }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: en("save.check") })).toBeVisible();
  expect(deletes).toEqual([]);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
});

test("the focus follows to another page, and the host keeps its own", async ({ page, open }) => {
  await open();
  await shown(page);
  const inside = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className);
  await link(page, "Wallboard").press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
  await expect.poll(inside).toBe("page");
  await page.getByRole("link", { name: "Reports" }).focus();
  await navigate(page, "/admin/integrations/oauth");
  await expect(page.getByRole("heading", { level: 1, name: en("clients.title") })).toBeVisible();
  await expect(page.getByRole("link", { name: "Reports" })).toBeFocused();
});

test("it has the scheme of the page around, whatever the system has", async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open();
  await shown(page);
  const surface = () => element(page).evaluate((pages) => getComputedStyle(pages).backgroundColor);
  const light = await surface();
  await page.evaluate(() => document.documentElement.style.setProperty("color-scheme", "dark"));
  expect(await surface()).not.toBe(light);
  await element(page).evaluate((pages) => pages.setAttribute("theme", "light"));
  expect(await surface()).toBe(light);
});

test("a hostile style sheet of the host changes nothing inside", async ({ page, open }) => {
  await open();
  await shown(page);
  const looks = () =>
    page.evaluate(() => {
      const root = document.querySelector("authorized-applications").shadowRoot;
      return [...root.querySelectorAll("h1, .button--primary, .table, th, .badge, .chip, input")].slice(0, 40).map((one) => {
        const { color, backgroundColor, fontFamily, fontSize, display, padding, border, letterSpacing, textTransform, whiteSpace, cursor } = getComputedStyle(one);
        return [one.className, color, backgroundColor, fontFamily, fontSize, display, padding, border, letterSpacing, textTransform, whiteSpace, cursor].join("|");
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
    document.body.style.cssText += "text-transform: uppercase; white-space: nowrap; cursor: wait; text-indent: 40px; pointer-events: none; user-select: none";
  });
  expect(await looks()).toEqual(before);
  await link(page, "Wallboard").click();
  await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
});
