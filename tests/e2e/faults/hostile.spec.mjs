// Names from outside: they are text, whatever is in them, and never widen the page.
import { test, expect, en, CLIENT, CLIENTS, FAILED_ANSWER, LIST } from "../support/fixtures.mjs";
import { authorization, AUTHORIZATIONS, changed, CLIENTS_API, ME, Review, ROLES, SCOPES, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
// UAX 9 and zero-width characters, as in src/text.rs.
const HIDDEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/u;
const MARKUP = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>`;

const NAMES = [
  ["that turns the direction", "Invoice \u202Efdp.exe\u202C \u2067right", /Invoice �fdp\.exe/],
  ["with characters of no width", "Wall\u200Bbo\u200Dard\uFEFF", /Wall�bo�ard/],
  ["of markup", MARKUP, /<img src=x onerror=/],
  ["of 10,000 letters", "W".repeat(10_000), /^W{50,}/],
  ["of 10,000 marks over one letter", `Z${"\u0301\u0323".repeat(5_000)}`, /^Z/],
  ["of line breaks", "Wall\r\n\n\tboard\0", /Wall.*board/],
];

test.use({ reads: true });
test.beforeEach(({ signIn }) => signIn("admin"));

/** Puts a text into every place of a client and of a decision that people fill. */
function fill(one, text) {
  one.client.name = text;
  one.client.description = text;
  one.client.publisher = { name: text, domain: text, verified: false };
  one.client.registeredRedirectUri = [text, `https://example.com/${encodeURIComponent(text.slice(0, 50))}`];
  one.client.homepageUri = `javascript:${text}`;
}
const wallboardOf = (list) => list.entities.find((one) => one.client.id === CLIENT.wallboard);
const link = (page) => page.getByRole("rowheader").locator(`a[href$="${CLIENT.wallboard}"]`);

async function expectHarmless(page) {
  expect(await page.evaluate(() => window.hacked)).toBeUndefined();
  await expect(page.locator("main").locator("img, script, b:text-is('bold'), a[href^='javascript']")).toHaveCount(0);
  await expect(page.getByRole("dialog").locator("img, script")).toHaveCount(0);
  const seen = await page.evaluate(() => {
    const named = [...document.querySelectorAll("[title],[aria-label],[placeholder]")];
    const names = named.flatMap((one) => ["title", "aria-label", "placeholder"].map((name) => one.getAttribute(name) ?? ""));
    return [document.title, document.body.innerText, ...names].join("\n");
  });
  const raw = seen.split("\n").filter((line) => HIDDEN.test(line)).map((line) => JSON.stringify(line.slice(0, 80)));
  expect(raw, "lines with characters that nobody sees").toEqual([]);
}

/** Elements that name an address in an attribute, or in a style that is theirs. */
const namesPlace = (page, address) =>
  page.evaluate(
    (address) => [...document.querySelectorAll("body *:not(script)")].filter((one) => {
      const values = [...one.attributes].map(({ value }) => value);
      return [...values, getComputedStyle(one).backgroundImage].some((value) => value.includes(address));
    }).map((one) => one.outerHTML.slice(0, 120)),
    address,
  );

async function expectInsideTheWindow(page) {
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `at ${width}`)
      .toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Looks at a place with each of the names: `text` is what is in it now. */
async function withEach(look) {
  for (const [what, text, shown] of NAMES) await test.step(`a name ${what}`, () => look(text, shown));
}

/** What is seen of a name where there is room for less of it. */
const seen = (shown) => (shown.source.startsWith("^") ? /W{50,}|Z/ : shown);

test("any name is text in the list and in the title of the revoke dialog", async ({ page }) => {
  let text;
  await changed(page, AUTHORIZATIONS, (list) => fill(wallboardOf(list), text));
  await changed(page, WALLBOARD, (one) => fill(one, text));
  await withEach(async (name, shown) => {
    text = name;
    await start(page);
    await expect(link(page)).toContainText(shown);
    await expectHarmless(page);
    await expectInsideTheWindow(page);

    const row = page.getByRole("row").filter({ has: link(page) });
    await row.locator(".apps__actions").getByRole("button").first().click();
    await page.getByRole("button", { name: en("revoke.action") }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("heading", { level: 2 })).toContainText(seen(shown));
    await expect(dialog.getByRole("heading", { level: 2 }).locator("bdi")).toHaveCount(1);
    await expectHarmless(page);
    await expectInsideTheWindow(page);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const box = await dialog.boundingBox();
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    await expect(dialog.getByRole("button", { name: en("revoke.action") })).toBeInViewport();
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});

test("any name is text in the review", async ({ page }) => {
  let text;
  await changed(page, WALLBOARD, (one) => fill(one, text));
  const review = new Review(page);
  await withEach(async (name, shown) => {
    text = name;
    await review.open(CLIENT.wallboard);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(shown);
    await expectHarmless(page);
    await expectInsideTheWindow(page);
    await expect(review.save).toBeVisible();
  });
});

test("any name is text among the clients", async ({ page }) => {
  let text;
  await changed(page, CLIENTS_API, (list) => void (list.entities[0].name = text));
  await withEach(async (name, shown) => {
    text = name;
    await start(page, CLIENTS);
    await expect(page.getByRole("row").nth(1)).toContainText(seen(shown));
    await expectHarmless(page);
    await expectInsideTheWindow(page);
  });
});

test("any role, person, organization and note is text", async ({ page }) => {
  let text;
  const people = (one) => {
    for (const who of [one.createdBy, one.modifiedBy]) who.name = text;
    one.note = text;
  };
  await changed(page, AUTHORIZATIONS, (list) => people(wallboardOf(list)));
  await changed(page, WALLBOARD, people);
  await changed(page, ROLES, (list) => {
    for (const role of list.entities) Object.assign(role, { name: text, description: text });
  });
  await changed(page, ME, (me) => {
    me.name = text;
    me.organization.name = text;
  });
  const review = new Review(page);
  await withEach(async (name) => {
    text = name;
    await start(page);
    await expect(link(page)).toBeVisible();
    await expectHarmless(page);
    await expectInsideTheWindow(page);

    await review.open(CLIENT.wallboard);
    await page.getByRole("button", { name: en("roles.add") }).click();
    await expect(page.getByRole("dialog").getByRole("checkbox").first()).toBeVisible();
    await expectHarmless(page);
    await expectInsideTheWindow(page);
  });
});

test("scope ids and texts of markup and of any length are text", async ({ page }) => {
  const long = "x".repeat(10_000);
  const ids = [MARKUP, long, "Wall\u202Ednb"];
  const review = new Review(page);
  await changed(page, WALLBOARD, (one) => void one.scope.push(...ids));
  await changed(page, SCOPES, (scopes) => {
    const one = scopes.entities.find((scope) => scope.id === "presence:readonly");
    Object.assign(one, { title: MARKUP, description: `${MARKUP} ${long}`, riskReason: long });
  });
  await review.open(CLIENT.wallboard);
  await expect(page.getByText("Wall�dnb").first()).toBeVisible();
  await expectHarmless(page);
  await expectInsideTheWindow(page);
});

const PLACES = [["homepageUri", "identity.homepage"], ["privacyUri", "identity.privacy"], ["termsUri", "identity.terms"]];

/** The review of Wallboard with each address in each place that can be a link. */
async function reviewsLinkingTo(page, addresses, look) {
  let address;
  await changed(page, WALLBOARD, (one) => {
    for (const [field] of PLACES) one.client[field] = address;
  });
  for (const one of addresses) {
    await test.step(JSON.stringify(one), async () => {
      address = one;
      await new Review(page).open(CLIENT.wallboard);
      await look(page.getByRole("region", { name: en("identity.title") }));
    });
  }
}

test("addresses of a client with https are links that take nothing along", async ({ page }) => {
  await reviewsLinkingTo(page, ["https://lumen.example/about"], async (card) => {
    for (const [, name] of PLACES) {
      const link = card.getByRole("link", { name: en(name), exact: true });
      await expect(link).toHaveAttribute("href", "https://lumen.example/about");
      await expect(link).toHaveAttribute("target", "_blank");
      const rel = (await link.getAttribute("rel")).split(" ");
      expect(rel).toEqual(expect.arrayContaining(["noopener", "noreferrer"]));
    }
  });
});

test("other addresses of a client are no links", async ({ page }) => {
  const addresses = [
    "http://lumen.example/about",
    "javascript:window.hacked=1",
    "JavaScript:window.hacked=1//https://lumen.example/",
    " javascript:window.hacked=1",
    "java\nscript:window.hacked=1",
    "data:text/html,<script>1</script>",
    "//lumen.example/about",
    "/admin",
    "https://lumen.example@evil.example/",
    "https:\\\\evil.example/",
  ];
  await reviewsLinkingTo(page, addresses, async (card) => {
    await expect(card.getByText(en("identity.returns"))).toBeVisible();
    for (const [, name] of PLACES) await expect(card.getByRole("link", { name: en(name) })).toHaveCount(0);
    const links = await card.locator("[href], [src], [action]").evaluateAll((all) => all.map((one) => one.outerHTML));
    expect(links.filter((one) => /javascript|lumen\.example|evil\.example|data:/i.test(one))).toEqual([]);
    await expectHarmless(page);
  });
});

test("a picture that a client names by its own address is not fetched", async ({ page }) => {
  const fetched = [];
  page.on("request", (request) => new URL(request.url()).host === "evil.example" && fetched.push(request.url()));
  const picture = (one) => void Object.assign(one.client, { logoUri: "https://evil.example/x.png", homepageUri: "https://evil.example/" });
  await changed(page, AUTHORIZATIONS, (list) => list.entities.forEach(picture));
  const told = await changed(page, WALLBOARD, picture);
  await start(page);
  await expect(link(page)).toBeVisible();
  await expect(page.locator("img, picture, object, embed")).toHaveCount(0);
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await expect(page.getByRole("link", { name: en("identity.homepage"), exact: true })).toHaveAttribute("href", "https://evil.example/");
  await expect(page.locator("img, picture, object, embed")).toHaveCount(0);
  expect(told.length, "the picture was named").toBeGreaterThan(0);
  expect(await namesPlace(page, "x.png"), "places with its address").toEqual([]);
  expect(fetched).toEqual([]);
});

test("a request for scopes that nobody knows, from a link, ticks none of them", async ({ page }) => {
  const review = new Review(page);
  await review.open(CLIENT.partnerCrm, `?asked=${encodeURIComponent(`${"x".repeat(2_000)} ${MARKUP} analytics:readonly`)}`);
  await expect(review.scope("analytics:readonly")).toBeChecked();
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expectHarmless(page);
  await expectInsideTheWindow(page);
});

test.describe("in an error", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("a name as an error's value is text", async ({ page }) => {
    await page.route(WALLBOARD, (route) =>
      route.fulfill({
        status: 404,
        json: {
          code: "client.not.found", status: 404, contextId: MARKUP, message: MARKUP,
          messageParams: { name: `${MARKUP}\u202E`, dateDeleted: MARKUP },
        },
      }));
    await start(page, `${LIST}/${CLIENT.wallboard}`);
    await expect(page.getByText(/was deleted on/)).toContainText("<img src=x");
    await expectHarmless(page);
    await expectInsideTheWindow(page);
  });
});
