// Answers out of order: last asked wins. Double clicks: one act.
import { test, expect, en, CLIENT, LIST } from "../support/fixtures.mjs";
import { answer, authorization, AUTHORIZATIONS, calls, gate, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);

test.beforeEach(({ signIn }) => signIn("admin"));

const row = (page, name) => page.getByRole("link", { name, exact: true });

test("the list shows what was asked last, though the first answer comes last", async ({ page }) => {
  await start(page);
  await expect(row(page, "Wallboard")).toBeVisible();
  const late = gate();
  const delivered = gate();
  await answer(page, "GET", /\/oauth\/authorizations\?.*name=old(&|$)/, async (route) => {
    const response = await route.fetch();
    await late.opened;
    await route.fulfill({ response }).catch(() => {});
    delivered.open();
  });
  const search = page.getByRole("searchbox", { name: en("list.search") });
  const asked = page.waitForRequest(/name=old(&|$)/);
  await search.fill("old");
  await asked;
  await search.fill("nightly");
  await expect(row(page, "Nightly Export")).toBeVisible();
  await expect(row(page, "Wallboard")).toHaveCount(0);

  late.open();
  await delivered.opened;
  await expect(page.getByText(en("list.total_one", { count: 1 }))).toBeVisible();
  await expect(row(page, "Nightly Export")).toBeVisible();
  await expect(row(page, "Old Dialer")).toHaveCount(0);
  await expect(page).toHaveURL(/q=nightly/);
});

test("a fast typist gets the rows of the last letters, and an address that says the same", async ({ page }) => {
  await start(page);
  await expect(row(page, "Wallboard")).toBeVisible();
  // The shorter the text, the later its answer.
  const gates = new Map();
  await answer(page, "GET", /\/oauth\/authorizations\?.*name=/, async (route) => {
    const name = new URL(route.request().url()).searchParams.get("name");
    const one = gate();
    gates.set(name, one);
    if (name !== "survey") await one.opened;
    return { response: await route.fetch() };
  });
  const search = page.getByRole("searchbox", { name: en("list.search") });
  for (const text of ["s", "su", "sur"]) {
    const asked = page.waitForRequest(new RegExp(`name=${text}(&|$)`));
    await search.fill(text);
    await asked;
  }
  await search.fill("survey");
  await expect(row(page, "Survey Bot")).toBeVisible();
  await expect(page.getByText(en("list.total_one", { count: 1 }))).toBeVisible();
  for (const one of [...gates.values()].toReversed()) one.open();

  await expect(page.getByText(en("list.total_one", { count: 1 }))).toBeVisible();
  await expect(search).toHaveValue("survey");
  await expect(page).toHaveURL(/q=survey/);
});

/** Opens the dialog that authorizes a client. */
async function authorizing(page) {
  await start(page);
  await expect(row(page, "Wallboard")).toBeVisible();
  await page.getByRole("button", { name: en("list.authorize") }).click();
  const dialog = page.getByRole("dialog", { name: en("authorize.title") });
  return { dialog, field: dialog.getByLabel(en("authorize.field")) };
}

test("an ID typed over another one is the one that opens", async ({ page }) => {
  const { dialog, field } = await authorizing(page);
  const late = gate();
  const held = gate();
  const delivered = gate();
  await answer(page, "GET", authorization(CLIENT.partnerCrm), async (route) => {
    const response = await route.fetch();
    await late.opened;
    await route.fulfill({ response }).catch(() => {});
    delivered.open();
  });
  await answer(page, "GET", authorization(CLIENT.surveyBot), async (route) => {
    await held.opened;
    return { response: await route.fetch() };
  });
  await field.fill(CLIENT.partnerCrm);
  await field.press("Enter");
  const second = page.waitForRequest(authorization(CLIENT.surveyBot));
  await field.fill(CLIENT.surveyBot);
  await field.press("Enter");
  await second;

  late.open();
  await delivered.opened;
  await expect(dialog.getByRole("button", { name: en("authorize.asking") })).toBeVisible();
  held.open();

  await expect(page.getByRole("heading", { name: "Survey Bot", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(CLIENT.surveyBot));
});

test("Enter twice in the dialog asks once and goes once", async ({ page }) => {
  const { dialog, field } = await authorizing(page);
  const asked = calls(page, "GET", authorization(CLIENT.partnerCrm));
  const late = gate();
  await answer(page, "GET", authorization(CLIENT.partnerCrm), async (route, before) => {
    if (before === 0) await late.opened;
    return void route.fallback();
  });
  const length = await page.evaluate(() => history.length);
  await field.fill(CLIENT.partnerCrm);
  await field.press("Enter");
  await field.press("Enter");
  await expect(dialog.getByRole("button", { name: en("authorize.asking") })).toBeVisible();
  expect(asked).toHaveLength(1);
  late.open();

  await expect(page.getByRole("heading", { name: "Partner CRM", level: 1 })).toBeVisible();
  expect(await page.evaluate(() => history.length)).toBe(length + 1);
  await page.goBack();
  await expect(row(page, "Wallboard")).toBeVisible();
});

test("a dialog that was closed while it looked goes nowhere", async ({ page }) => {
  const { dialog, field } = await authorizing(page);
  const late = gate();
  const delivered = gate();
  await answer(page, "GET", authorization(CLIENT.partnerCrm), async (route) => {
    const response = await route.fetch();
    await late.opened;
    await route.fulfill({ response }).catch(() => {});
    delivered.open();
  });
  await field.fill(CLIENT.partnerCrm);
  await field.press("Enter");
  await expect(dialog.getByRole("button", { name: en("authorize.asking") })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  late.open();
  await delivered.opened;

  await expect(row(page, "Wallboard")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
});

test("a double click on Save sends one save", async ({ page, api }) => {
  const review = new Review(page);
  const saves = calls(page, "PUT", WALLBOARD);
  await review.open(CLIENT.wallboard);
  await review.edit();
  const late = gate();
  await answer(page, "PUT", WALLBOARD, async (route) => {
    await late.opened;
    return void route.fallback();
  });
  await review.save.dblclick();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  late.open();

  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(1);
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);
});

test("a double click on Revoke sends one revoke", async ({ page }) => {
  const revokes = calls(page, "DELETE", WALLBOARD);
  await start(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog");
  const revoke = dialog.getByRole("button", { name: en("revoke.action") });
  await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
  const late = gate();
  await answer(page, "DELETE", WALLBOARD, async (route) => {
    await late.opened;
    return void route.fallback();
  });
  await revoke.dblclick();
  late.open();

  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  expect(revokes).toHaveLength(1);
});

test("pages that go in mid-request leave no error and no answer behind", async ({ page }) => {
  const late = gate();
  await answer(page, "GET", AUTHORIZATIONS, async (route) => {
    await late.opened;
    return void route.fallback().catch(() => {});
  });
  await start(page);
  await page.getByRole("navigation", { name: en("nav.admin") }).getByRole("link", { name: en("nav.oauth") }).click();
  await expect(page.getByRole("rowheader", { name: /^Agent Desktop/ })).toBeVisible();
  late.open();
  await expect(page.getByRole("heading", { name: en("clients.title"), level: 1 })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: en("list.failed") })).toHaveCount(0);
});
