// Answers of a newer or poorer backend: unknown values, nulls, fields nobody knows.
import { test, expect, en, CLIENT, CLIENTS, LIST } from "../support/fixtures.mjs";
import { answer, authorization, AUTHORIZATIONS, CAPABILITIES, changed, CLIENTS_API, ME, Review, SCOPES, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);

test.beforeEach(({ signIn }) => signIn("admin"));

const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const wallboardOf = (list) => list.entities.find((one) => one.client.id === CLIENT.wallboard);
const nulls = (object, ...kept) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, kept.includes(name) ? value : null]));
const more = { somethingNew: { deep: [1, "two", null] }, another: true };

test("a list shows states and kinds that it doesn't know as they came", async ({ page }) => {
  await changed(page, AUTHORIZATIONS, (list) => {
    const one = wallboardOf(list);
    Object.assign(one, { state: "Suspended", scope: ["made:up", ...one.scope], ...more });
    Object.assign(one.client, { kind: "robot", state: "asleep", authorizedGrantType: "DEVICE", ...more });
    Object.assign(list, { stateCounts: { ...list.stateCounts, Suspended: 1 }, ...more });
  });
  await changed(page, CAPABILITIES, (capabilities) => {
    capabilities.features.push("teleport");
    Object.assign(capabilities, more);
  });
  await changed(page, ME, (me) => void Object.assign(me, more));
  await start(page);

  await expect(row(page, "Wallboard")).toContainText("Suspended");
  await expect(row(page, "Wallboard")).toContainText("robot");
  await expect(row(page, "Wallboard")).toContainText("made:up");
  await expect(row(page, "Wallboard")).not.toContainText(en("state.approved"));
  await expect(row(page, "Nightly Export")).toContainText(en("state.approved"));
});

test("a list whose values are null shows the row, and nothing as approved", async ({ page }) => {
  await changed(page, AUTHORIZATIONS, (list) => {
    const one = wallboardOf(list);
    list.entities[list.entities.indexOf(one)] = { ...nulls(one), client: nulls(one.client, "id", "name") };
    Object.assign(list, { stateCounts: null, firstUri: null, lastUri: null, nextUri: null, selfUri: null });
  });
  await start(page);

  await expect(row(page, "Wallboard")).toBeVisible();
  await expect(row(page, "Wallboard")).not.toContainText(en("state.approved"));
  await expect(row(page, "Wallboard")).toContainText(en("list.never"));
  await expect(row(page, "Wallboard")).toContainText(en("list.no_scope"));
  await expect(row(page, "Nightly Export")).toBeVisible();
});

test("a client without a name is listed and opened by its ID", async ({ page }) => {
  await changed(page, AUTHORIZATIONS, (list) => void (wallboardOf(list).client.name = null));
  await changed(page, WALLBOARD, (one) => void (one.client.name = null));
  await start(page);
  await page.getByRole("link", { name: CLIENT.wallboard, exact: true }).click();
  await expect(page.getByRole("heading", { name: CLIENT.wallboard, level: 1 })).toBeVisible();
});

test("times that are none are shown as they came", async ({ page }) => {
  await changed(page, AUTHORIZATIONS, (list) =>
    void Object.assign(wallboardOf(list), { lastUsed: "yesterday-ish", dateModified: "", dateCreated: "2026-99-99" }));
  await start(page);
  await expect(row(page, "Wallboard")).toContainText("yesterday-ish");
  await expect(row(page, "Wallboard")).not.toContainText("Invalid");
  await expect(row(page, "Nightly Export")).toBeVisible();
});

test("a review shows an unknown state raw, and unknown risks as high", async ({ page }) => {
  const review = new Review(page);
  await changed(page, WALLBOARD, (one) => {
    Object.assign(one, { state: "Suspended", ...more });
    Object.assign(one.client, { kind: "robot", authorizedGrantType: "DEVICE", ...more });
  });
  await changed(page, SCOPES, (scopes) => {
    const one = scopes.entities.find((scope) => scope.id === "presence:readonly");
    Object.assign(one, { risk: "catastrophic", access: "execute", riskReason: null, ...more });
  });
  await review.open(CLIENT.wallboard);

  await expect(page.getByText("Suspended", { exact: true })).toBeVisible();
  await expect(page.getByText("robot", { exact: true })).toBeVisible();
  await expect(page.getByText("DEVICE", { exact: true })).toBeVisible();
  const scope = page.locator("label").filter({ has: review.scope("presence:readonly") });
  await expect(scope).toContainText("execute");
  await expect(scope).toContainText(en("risk.high"));
  await expect(page.locator(".page__title").getByText(en("state.approved"), { exact: true })).toHaveCount(0);
});

test("a review whose values are null opens, and what is saved is what is ticked", async ({ page, api }) => {
  const review = new Review(page);
  await changed(page, WALLBOARD, (one) => ({
    ...nulls(one, "state", "scope", "roles", "version"), client: nulls(one.client, "id", "name"),
  }));
  await changed(page, SCOPES, (scopes) => {
    scopes.entities = scopes.entities.map((scope) => nulls(scope, "id"));
  });
  await review.open(CLIENT.wallboard);
  await review.scope("presence:readonly").uncheck();
  await review.save.click();
  await expect(review.toast).toBeVisible();
  const stored = await api.authorization(CLIENT.wallboard);
  expect(stored.scope.toSorted()).toEqual(["analytics:readonly", "conversations:readonly", "user-basic-info"]);
  expect(stored.roles).toHaveLength(1);
});

test("scopes that are stored but unknown to the portal stay in sight, marked, and stay stored", async ({ page }) => {
  const review = new Review(page);
  await changed(page, WALLBOARD, (one) => void one.scope.push("made:up", "Ünbekannt"));
  await review.open(CLIENT.wallboard);

  await expect(page.getByRole("group", { name: en("scopes.unknown_group") })).toBeVisible();
  await expect(review.scope("made:up")).toBeChecked();
  const scope = page.locator("label").filter({ has: review.scope("made:up") });
  await expect(scope).toContainText(en("scopes.unknown_why"));
  await expect(scope).toContainText(en("access_mark.unknown"));

  await review.scope("presence:readonly").uncheck();
  // The server of the demo never had them: this one did, and keeps what it is sent.
  const saves = await answer(page, "PUT", WALLBOARD, async (route) => ({
    json: { client: { id: CLIENT.wallboard }, state: "Authorized", ...route.request().postDataJSON() },
  }));
  await review.save.click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(saves[0].postDataJSON().scope).toEqual(expect.arrayContaining(["made:up", "Ünbekannt"]));
});

test("the page of clients takes unknown kinds, grants and nulls", async ({ page }) => {
  await changed(page, CLIENTS_API, (list) => {
    list.entities[0] = { ...list.entities[0], kind: "robot", authorizedGrantType: "DEVICE", authorizationState: "Suspended", ...more };
    list.entities[1] = nulls(list.entities[1], "id", "name");
  });
  await start(page, CLIENTS);
  await expect(page.getByText("robot", { exact: true })).toBeVisible();
  await expect(page.getByText("DEVICE", { exact: true })).toBeVisible();
  await expect(page.getByText("Suspended", { exact: true })).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(26);
});

test("a user of whom nothing is said sees nothing, and is not taken for one without permission", async ({ page }) => {
  await changed(page, ME, (me) => nulls(me, "id", "name"));
  await start(page, LIST);
  await expect(page.getByRole("heading", { name: en("access.unavailable") })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await expect(page.getByText(en("access.forbidden"))).toHaveCount(0);
});
