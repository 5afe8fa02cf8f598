// The pages of the portal are one application: no document is loaded between them, so that what was
// said and typed lives on, and the address of the browser is always that of the page on screen.
import { Review } from "./support/faults.mjs";
import { APPS, CLIENT, CLIENTS, LIST, MINE, REQUESTS, en, expect, test } from "./support/fixtures.mjs";

const WALLBOARD = `${LIST}/${CLIENT.wallboard}`;

test.beforeEach(({ signIn }) => signIn("admin"));

/** Documents that are loaded into the window, counted at the server and in the browser. */
function documents(page) {
  const loaded = [];
  page.on("request", (request) => request.resourceType() === "document" && loaded.push(request.url()));
  page.on("load", () => loaded.push(page.url()));
  return loaded;
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });

/** The page at a path is on screen, and the address says so. */
async function expectAt(page, path, title) {
  await expect(heading(page, title)).toBeVisible();
  await expect(page).toHaveURL(({ pathname, search }) => pathname + search === path);
}

const PLACES = {
  list: (page) => expectAt(page, LIST, en("nav.applications")),
  review: (page) => expectAt(page, WALLBOARD, "Wallboard"),
  clients: (page) => expectAt(page, CLIENTS, en("clients.title")),
  requests: (page) => expectAt(page, REQUESTS, en("nav.requests")),
  apps: (page) => expectAt(page, APPS, en("nav.apps")),
  mine: (page) => expectAt(page, MINE, en("nav.mine")),
};

const side = (page, name) => page.getByRole("navigation", { name: en("nav.admin"), exact: true }).getByRole("link", { name });
const bar = (page, name) => page.getByRole("navigation", { name: en("nav.portal") }).getByRole("link", { name, exact: true });

/** Goes to a page as people do, by the menus. */
const GO = {
  list: (page) => side(page, en("nav.applications")).click(),
  review: (page) => page.getByRole("link", { name: "Wallboard", exact: true }).click(),
  clients: (page) => side(page, en("nav.oauth")).click(),
  requests: (page) => side(page, new RegExp(`^${en("nav.requests")}`)).click(),
  apps: (page) => bar(page, en("nav.apps")).click(),
  mine: async (page) => {
    await page.getByRole("button", { name: /^Ada Brandt/ }).click();
    await page.getByRole("link", { name: en("nav.mine") }).click();
  },
};

async function go(page, ...names) {
  for (const name of names) {
    await GO[name](page);
    await PLACES[name](page);
  }
}

async function open(page) {
  await page.goto(LIST);
  await PLACES.list(page);
}

test("from page to page by the menus, and Back again, the document is loaded once", async ({ page }) => {
  const loaded = documents(page);
  await open(page);
  await go(page, "review", "clients", "requests", "apps", "mine");
  for (const name of ["apps", "requests", "clients", "review"]) {
    await page.goBack();
    await PLACES[name](page);
  }
  await page.goForward();
  await PLACES.clients(page);
  expect(loaded.map((url) => new URL(url).pathname), "asked for once, and loaded once").toEqual([LIST, LIST]);
});

test("the Undo of a revoke is still there and works three pages later", async ({ page, api }) => {
  await open(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  // A toast stays while the pointer rests on it or something of it has the focus; here neither does.
  await go(page, "clients", "requests", "apps");
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");

  await page.getByRole("button", { name: en("undo.action") }).click();
  await expect(page.getByText(en("undo.done", { name: "Wallboard" }))).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
  await PLACES.apps(page);
});

test("a reason that was typed for a request is still there after a visit to the clients", async ({ page }) => {
  await open(page);
  await go(page, "requests");
  const card = page.getByRole("article", { name: "Survey Bot" });
  const reason = card.getByRole("textbox", { name: en("requests.deny_reason") });
  const deny = card.getByRole("button", { name: /^Deny…/ });
  await deny.click();
  await reason.fill("Use the built-in one.");
  await go(page, "clients", "requests");
  await deny.click();
  await expect(reason).toHaveValue("Use the built-in one.");
});

test("the address is right after Back, Forward and a menu entry that leads where Back came from", async ({ page }) => {
  await open(page);
  await go(page, "review");
  await page.goBack();
  await PLACES.list(page);
  await page.goForward();
  await PLACES.review(page);
  // leptos_router 0.8 takes this for the place that it is at, since its own stack has it on top.
  await go(page, "list");
  await page.goBack();
  await PLACES.review(page);
  await page.goBack();
  await PLACES.list(page);
});

test("Back is held while something is unsaved, and the address is put back", async ({ page }) => {
  const loaded = documents(page);
  await open(page);
  await go(page, "clients");
  await go(page, "list", "review");
  const review = new Review(page);
  await review.edit();
  const question = page.getByRole("dialog", { name: en("leave.title") });

  for (const _ of [1, 2]) {
    await page.evaluate(() => history.back());
    await expect(question).toBeVisible();
    await PLACES.review(page);
    await question.getByRole("button", { name: en("leave.stay") }).click();
    await review.expectEditKept();
  }

  await page.evaluate(() => history.back());
  await question.getByRole("button", { name: en("leave.leave") }).click();
  await PLACES.list(page);
  await page.goBack();
  await expect(question).toHaveCount(0);
  expect(loaded).toHaveLength(2);
});

test("Forward leaves the page of an address that is none", async ({ page }) => {
  await open(page);
  await page.goto(`${LIST}?state=Nope`);
  await expect(page.getByRole("heading", { name: en("not_found.title") })).toBeVisible();
  await page.getByRole("link", { name: en("not_found.back") }).click();
  await PLACES.list(page);
  await page.goBack();
  await expect(page.getByRole("heading", { name: en("not_found.title") })).toBeVisible();
  await page.goForward();
  await PLACES.list(page);
});

test("a menu entry of the page that is shown adds nothing to the history", async ({ page }) => {
  await open(page);
  await go(page, "clients");
  await page.goBack();
  await PLACES.list(page);
  await page.goForward();
  await PLACES.clients(page);
  await go(page, "clients");
  await page.goBack();
  await PLACES.list(page);
});
