// A backend without extensions: no paging, no details, no tags. Nothing fails, nothing is asked of it
// that it doesn't have.
import { test, expect, en, CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import { answer, API, authorization, calls, CAPABILITIES, gatewayPage, refusal, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const pick = (object, names) => Object.fromEntries(names.filter((name) => name in object).map((name) => [name, object[name]]));
const CLIENT_FIELDS = ["id", "name", "description", "registeredRedirectUri", "scope", "authorizedGrantType", "state", "dateCreated", "dateModified", "selfUri"];
const FIELDS = ["scope", "roles", "resourceOwner", "dateCreated", "dateModified", "createdBy", "modifiedBy", "pending", "state", "selfUri"];
const plain = (one) => ({ client: pick(one.client, CLIENT_FIELDS), ...pick(one, FIELDS) });

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

/** Takes from the server what only extensions give; `failed` are calls that it then refuses. */
async function without(page, capabilities) {
  const failed = [];
  page.on("response", (answered) => {
    if (API.test(answered.url()) && answered.status() >= 400 && !CAPABILITIES.test(answered.url())) failed.push(answered.url());
  });
  await answer(page, "GET", CAPABILITIES, capabilities);
  await answer(page, "GET", /\/api\/v2\/oauth\/authorizations(\?|$)/, async (route) => {
    if (new URL(route.request().url()).search) return refusal(400, "invalid.query.param.value");
    const response = await route.fetch();
    const { total, entities, selfUri } = await response.json();
    return { response, json: { total, entities: entities.map(plain), selfUri } };
  });
  for (const method of ["GET", "PUT"]) {
    await answer(page, method, WALLBOARD, async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      delete headers.etag;
      return { response, headers, json: plain(await response.json()) };
    });
  }
  await answer(page, "GET", /\/api\/v2\/oauth\/scopes$/, async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    return { response, json: { ...list, entities: list.entities.map((scope) => pick(scope, ["id", "description", "selfUri"])) } };
  });
  return failed;
}

const row = (page, name) => page.getByRole("link", { name, exact: true });

for (const [what, no] of [["our kind of 404", refusal(404, "not.found")], ["a page with 404", gatewayPage(404)]]) {
  test(`a backend whose capabilities are ${what} lists, filters and sorts here`, async ({ page }) => {
    const failed = await without(page, no);
    await start(page);
    await expect(row(page, "Wallboard")).toBeVisible();
    await expect(page.getByText(en("list.total_other", { count: 21 }))).toBeVisible();

    const search = page.getByRole("searchbox", { name: en("list.search") });
    await search.fill("WALLB");
    await expect(row(page, "Nightly Export")).toHaveCount(0);
    await expect(row(page, "Wallboard")).toBeVisible();
    await expect(row(page, "Wallboard TV")).toBeVisible();
    await search.fill("");
    await page.getByRole("radio", { name: new RegExp(`^${en("state.revoked")}`) }).check({ force: true });
    await expect(row(page, "Old Dialer")).toBeVisible();
    await expect(row(page, "Wallboard")).toHaveCount(0);
    await page.getByRole("radio", { name: new RegExp(`^${en("list.all")}`) }).check({ force: true });

    const names = () => page.getByRole("rowheader").getByRole("link").allTextContents();
    const sort = page.getByRole("columnheader", { name: en("column.application") }).getByRole("button");
    await expect(row(page, "Wallboard")).toBeVisible();
    const upwards = await names();
    await sort.click();
    await expect(page.getByRole("columnheader", { name: en("column.application") })).toHaveAttribute("aria-sort", "descending");
    await expect.poll(names).not.toEqual(upwards);
    await sort.click();
    await expect.poll(names).toEqual(upwards);
    expect(failed).toEqual([]);
  });
}

test("without tags a save sends none, and works", async ({ page, api }) => {
  const failed = await without(page, refusal(404, "not.found"));
  const saves = calls(page, "PUT", WALLBOARD);
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();

  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(1);
  expect(saves[0].headers()).not.toHaveProperty("if-match");
  expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("presence:readonly");
  expect(failed).toEqual([]);
});

test("with tags a save sends the one that was read, and the next save the new one", async ({ page }) => {
  const saves = calls(page, "PUT", WALLBOARD);
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  await expect(review.toast).toBeVisible();
  await review.scope("analytics:readonly").uncheck();
  await review.save.click();
  await expect.poll(() => saves.length).toBe(2);
  expect(saves.map((request) => request.headers()["if-match"])).toEqual([`"v2"`, `"v3"`]);
});

test("without tags and details a revoke works, and says nothing of figures that nobody has", async ({ page, api }) => {
  const failed = await without(page, refusal(404, "not.found"));
  const revokes = calls(page, "DELETE", WALLBOARD);
  await start(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog");
  const revoke = dialog.getByRole("button", { name: en("revoke.action") });
  await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
  await expect(dialog.getByText(en("revoke.people"))).toHaveCount(0);
  await revoke.click();
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  expect(revokes[0].headers()).not.toHaveProperty("if-match");
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
  expect(failed).toEqual([]);
});
