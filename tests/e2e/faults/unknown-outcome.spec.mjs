// A write without an answer that says what happened: 5xx, no answer, an answer that can't be read.
// Success is shown only after a parsed 2xx, and what is stored is looked at before anything is sent again.
import { test, expect, en, CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import {
  answer, authorization, calls, CONTEXT_ID, cut, first, gatewayPage, loginPage, refusal, Review, start,
} from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

async function saveInto(page, ...answers) {
  const review = new Review(page);
  await first(page, "PUT", WALLBOARD, ...answers);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  return review;
}

const UNCLEAR = [
  ["a page of a gateway, with 502", () => gatewayPage(502)],
  ["an error of our server", () => refusal(500, "internal.server.error")],
  ["a login page, with 200", () => loginPage],
  ["JSON that was cut", () => cut({ client: { id: CLIENT.wallboard }, scope: [], roles: [], state: "Authorized" })],
  ["JSON of something else", () => ({ status: 200, json: { ok: true } })],
  ["nothing, with 204", () => ({ status: 204 })],
];

test("a save with an unclear answer is no success, and what is stored is looked at first", async ({ page, api }) => {
  const review = new Review(page);
  const saves = await first(page, "PUT", WALLBOARD, ...UNCLEAR.map(([, make]) => make()));
  await review.open(CLIENT.wallboard);
  await review.edit();
  for (const [at, [what]] of UNCLEAR.entries()) {
    await test.step(what, async () => {
      await review.save.click();
      await expect(review.outcome).toContainText(en("save.unknown"));
      await expect(review.outcome).toContainText(en("save.unknown_text"));
      await expect(review.toast).toBeHidden();
      await expect(review.save, "nothing to press before it was looked at").toBeHidden();
      await review.expectEditKept();

      await review.check.click();
      await expect(review.outcome).toContainText(en("save.not_stored"));
      await review.expectEditKept();
      expect(saves).toHaveLength(at + 1);
    });
  }
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);

  await review.save.click();
  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(UNCLEAR.length + 1);
  expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("presence:readonly");
});

test("the id of the request stands beside an unknown outcome", async ({ page }) => {
  const review = await saveInto(page, gatewayPage(502));
  await expect(review.outcome).toContainText(en("save.unknown"));
  await expect(review.outcome).toContainText(CONTEXT_ID);
});

test("a save whose answer was lost is found to be saved, and not sent again", async ({ page, api }) => {
  const review = new Review(page);
  const saves = await answer(page, "PUT", WALLBOARD, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  await expect(review.outcome).toContainText(en("save.unknown"));
  await expect(review.toast).toBeHidden();
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);

  await review.check.click();

  await expect(review.toast).toBeVisible();
  await expect(review.outcome).toBeEmpty();
  await expect(page.getByRole("heading", { name: "Wallboard", level: 1 })).toBeFocused();
  expect(saves).toHaveLength(1);
  expect(await api.authorization(CLIENT.wallboard)).toMatchObject({ version: 3, note: "It shows no presence." });
});

test("a save that never arrived is found not to be saved; the server restarts, and the same save works", async ({ page, api }) => {
  const review = new Review(page);
  let down = true;
  const saves = await answer(page, "PUT", WALLBOARD, (route) =>
    void (down ? route.abort("connectionrefused") : route.fallback()));
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  await expect(review.outcome).toContainText(en("save.unknown"));
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);

  down = false;
  await review.check.click();
  await expect(review.outcome).toContainText(en("save.not_stored"));
  await review.expectEditKept();
  await review.save.click();
  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(2);
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);
});

test("what somebody else saved while the outcome was unknown is shown, not overwritten", async ({ page, api }) => {
  const review = new Review(page);
  await answer(page, "PUT", WALLBOARD, (route) => void route.abort("connectionreset"));
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  const { roles } = await api.authorization(CLIENT.wallboard);
  await api.put(`/oauth/authorizations/${CLIENT.wallboard}`, { scope: ["user-basic-info", "presence:readonly"], roles });

  await review.check.click();

  await expect(review.merge).toBeVisible();
  await expect(review.toast).toBeHidden();
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);
});

test("a look that gets no answer either says so, and can be repeated", async ({ page }) => {
  const review = await saveInto(page, gatewayPage(502));
  await expect(review.outcome).toContainText(en("save.unknown"));
  let down = true;
  await answer(page, "GET", WALLBOARD, (route) => void (down ? route.abort("connectionrefused") : route.fallback()));
  await review.check.click();

  await expect(review.outcome).toContainText(en("save.look_failed"));
  await expect(review.outcome).toContainText(en("save.unknown"));
  await expect(review.outcome, "nobody knows that yet").not.toContainText("Nothing was changed");

  down = false;
  await review.check.click();
  await expect(review.outcome).toContainText(en("save.not_stored"));
});

test("the focus is not lost when the outcome is unknown, nor when it was looked at", async ({ page }) => {
  const review = await saveInto(page, gatewayPage(502));
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  await expect(review.check).toBeVisible();
  await expect.poll(focused, "after the save").not.toBe("BODY");

  await review.check.focus();
  await page.keyboard.press("Enter");
  await expect(review.outcome).toContainText(en("save.not_stored"));
  await expect.poll(focused, "after the look").not.toBe("BODY");
});

/** Opens the dialog that revokes Wallboard. */
async function revoking(page) {
  await start(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog", { name: en("revoke.title", { name: "Wallboard" }) });
  const revoke = dialog.getByRole("button", { name: en("revoke.action") });
  await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
  return { dialog, revoke, check: dialog.getByRole("button", { name: en("save.check") }) };
}

test("a revoke whose answer was lost is found to be done, and the list shows it", async ({ page, api }) => {
  const revokes = await answer(page, "DELETE", WALLBOARD, async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  const { dialog, revoke, check } = await revoking(page);
  await revoke.click();
  await expect(dialog.getByRole("alert")).toContainText(en("revoke.unknown"));
  await expect(revoke).toHaveCount(0);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");

  await check.click();

  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "Wallboard", exact: true }) });
  await expect(row).toContainText(en("state.revoked"));
  expect(revokes).toHaveLength(1);
});

test("a revoke with an unclear answer is found not to be done, and can be sent again", async ({ page, api }) => {
  const broken = [
    ["no answer", (route) => void route.abort("connectionreset")],
    ["a login page", () => loginPage],
    ["a page of a gateway", () => gatewayPage(504)],
  ];
  const revokes = await answer(page, "DELETE", WALLBOARD, (route, before) =>
    before < broken.length ? broken[before][1](route) : void route.fallback());
  const { dialog, revoke, check } = await revoking(page);
  await dialog.getByLabel(en("note.label")).fill("No longer used.");
  for (const [at, [what]] of broken.entries()) {
    await test.step(what, async () => {
      await revoke.click();
      await expect(dialog.getByRole("alert")).toContainText(en("revoke.unknown"));
      await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeHidden();

      await check.click();
      await expect(dialog.getByRole("alert")).toContainText(en("revoke.not_stored"));
      await expect(dialog.getByLabel(en("note.label"))).toHaveValue("No longer used.");
      expect(revokes).toHaveLength(at + 1);
    });
  }
  await revoke.click();
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  expect(revokes).toHaveLength(broken.length + 1);
  expect(await api.authorization(CLIENT.wallboard)).toMatchObject({ state: "Revoked", note: "No longer used." });
});
