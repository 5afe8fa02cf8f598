// The server answers and says no: 403, 404, 409, 422. Nothing was changed, nothing typed is lost.
import { test, expect, en, CLIENT, FAILED_ANSWER, LIST } from "../support/fixtures.mjs";
import { answer, authorization, AUTHORIZATIONS, CONTEXT_ID, first, gatewayPage, refusal, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const deleted = { messageParams: { name: "Wallboard", dateDeleted: "2026-11-22T10:00:00Z" } };

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

const field = (fieldName) => ({ details: [{ errorCode: "constraint", fieldName }] });
const REFUSALS = [
  ["a permission that was lost meanwhile", refusal(403, "missing.any.permissions"), "save.forbidden"],
  ["a page that is not taken for the sender", refusal(403, "cross.origin.refused"), "save.cross_origin"],
  ["a client that was deleted elsewhere", refusal(404, "client.not.found", deleted), "save.gone"],
  ["a client that is disabled", refusal(409, "request.conflict"), "save.conflict"],
  ["a body that is too large", refusal(413, "request.too.large"), "save.too_large"],
  ["a scope that is not taken", refusal(422, "constraint.validation", field("scope[1]")), "save.field_scope"],
  ["a role that is gone", refusal(422, "constraint.validation", field("roles")), "save.field_roles"],
  ["a note that is not taken", refusal(422, "constraint.validation", field("note")), "save.field_note"],
  ["a code that nobody knows", refusal(418, "tea.pot"), "save.refused", 418],
  ["a gateway, without a body of ours", gatewayPage(403), "save.refused", 403],
];

test("whatever refuses a save, a sentence says so, the edit is kept, and it can be saved again", async ({ page, api }) => {
  const review = new Review(page);
  const saves = await first(page, "PUT", WALLBOARD, ...REFUSALS.map(([, no]) => no));
  await review.open(CLIENT.wallboard);
  await review.edit();
  for (const [at, [what, , key, status]] of REFUSALS.entries()) {
    await test.step(what, async () => {
      await review.save.click();
      await expect(review.outcome).toContainText(en(key, { status }));
      await expect(review.outcome).toContainText(CONTEXT_ID);
      await review.expectEditKept();
      await expect(review.save).toBeFocused();
      expect(saves).toHaveLength(at + 1);
    });
  }
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);

  await review.save.click();
  await expect(review.toast).toBeVisible();
  await expect(review.outcome).toBeEmpty();
});

test("a client that was deleted elsewhere is gone from its review, with its name and the way back", async ({ page }) => {
  await answer(page, "GET", WALLBOARD, refusal(404, "client.not.found", deleted));
  await start(page, `${LIST}/${CLIENT.wallboard}`);

  await expect(page.getByRole("heading", { name: en("review.gone") })).toBeVisible();
  await expect(page.getByText(en("authorize.deleted", { name: "Wallboard", date: "22 Nov 2026" }))).toBeVisible();
  await page.getByRole("link", { name: en("not_found.back") }).click();
  await expect(page.getByRole("heading", { name: en("nav.applications"), level: 1 })).toBeVisible();
});

test("a client that nobody knows is said to be unknown", async ({ page }) => {
  await start(page, `${LIST}/0b2f6a51-7c1e-4d55-9a67-ffffffffffff`);
  await expect(page.getByRole("heading", { name: en("review.gone") })).toBeVisible();
  await expect(page.getByText(en("authorize.unknown"))).toBeVisible();
});

test("a revoke that is refused leaves the row and the others as they were", async ({ page, api }) => {
  await first(page, "DELETE", WALLBOARD, refusal(403, "missing.any.permissions"));
  await start(page);
  const row = page.getByRole("row").filter({ hasText: "Wallboard" }).first();
  await row.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog", { name: en("revoke.title", { name: "Wallboard" }) });
  await dialog.getByLabel(en("note.label")).fill("No longer used.");
  await dialog.getByRole("button", { name: en("revoke.action") }).click();

  await expect(dialog.getByRole("alert")).toContainText(en("save.forbidden"));
  await expect(dialog.getByRole("alert")).toContainText(CONTEXT_ID);
  await expect(dialog.getByLabel(en("note.label"))).toHaveValue("No longer used.");
  await dialog.getByRole("button", { name: en("action.cancel") }).click();
  await expect(row).toContainText(en("state.approved"));
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
});

test("a list that may not be read says so and shows no row", async ({ page }) => {
  await answer(page, "GET", AUTHORIZATIONS, refusal(403, "missing.any.permissions"));
  await start(page);
  const notice = page.getByRole("alert").filter({ hasText: en("list.failed") });
  await expect(notice).toContainText(en("error.forbidden"));
  await expect(notice).toContainText(CONTEXT_ID);
  await expect(page.getByRole("table")).toHaveCount(0);
});
