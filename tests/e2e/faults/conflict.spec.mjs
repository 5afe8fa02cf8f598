// Two admins at once: 412. Never a silent overwrite.
import { test, expect, en, CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import { answer, authorization, calls, refusal, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

/** Takes `analytics:readonly` from Wallboard, as a second admin would. */
async function savedByAnother(api) {
  const { scope, roles } = await api.authorization(CLIENT.wallboard);
  const left = scope.filter((id) => id !== "analytics:readonly");
  const answered = await api.put(`/oauth/authorizations/${CLIENT.wallboard}`, { scope: left, roles });
  expect(answered.status).toBe(200);
}

async function conflict(page, api) {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await savedByAnother(api);
  await review.save.click();
  await expect(review.merge).toBeVisible();
  return review;
}

const side = (review, scope, name) => review.merge.getByRole("group", { name: scope }).getByRole("radio", { name });
const theirs = (has) => `${en("merge.theirs")} ${en(has)}`;
const mine = (has) => `${en("merge.mine")} ${en(has)}`;

test("a stale save is refused and shows theirs and mine, each with its own change chosen", async ({ page, api }) => {
  const review = await conflict(page, api);

  await expect(review.merge).toHaveAccessibleName(en("merge.title", { who: "Ada Brandt", name: "Wallboard" }));
  await expect(review.outcome).toContainText(en("save.stale"));
  await expect(review.merge.getByRole("group")).toHaveCount(2);
  await expect(side(review, /analytics:readonly/, theirs("merge.not_granted"))).toBeChecked();
  await expect(side(review, /analytics:readonly/, mine("merge.granted"))).not.toBeChecked();
  await expect(side(review, /presence:readonly/, mine("merge.not_granted"))).toBeChecked();
  await expect(side(review, /presence:readonly/, theirs("merge.granted"))).not.toBeChecked();
  await review.expectEditKept();
  await expect(review.save, "no way around the choice").toHaveAttribute("aria-disabled", "true");
  expect((await api.authorization(CLIENT.wallboard)).scope).toContain("presence:readonly");
});

test("what is chosen between theirs and mine is what is stored", async ({ page, api }) => {
  const review = await conflict(page, api);
  await side(review, /analytics:readonly/, mine("merge.granted")).check();
  await side(review, /presence:readonly/, theirs("merge.granted")).check();
  await side(review, /presence:readonly/, mine("merge.not_granted")).check();
  await review.merge.getByRole("button", { name: en("merge.save") }).click();

  await expect(review.toast).toBeVisible();
  await expect(review.merge).toHaveCount(0);
  const stored = await api.authorization(CLIENT.wallboard);
  expect(stored.scope.toSorted()).toEqual(["analytics:readonly", "conversations:readonly", "user-basic-info"]);
  expect(stored).toMatchObject({ version: 4, note: "It shows no presence." });
});

test("without a choice both changes are stored", async ({ page, api }) => {
  const review = await conflict(page, api);
  await review.merge.getByRole("button", { name: en("merge.save") }).click();

  await expect(review.toast).toBeVisible();
  const stored = await api.authorization(CLIENT.wallboard);
  expect(stored.scope.toSorted()).toEqual(["conversations:readonly", "user-basic-info"]);
});

test("discarding mine shows theirs and sends nothing", async ({ page, api }) => {
  const saves = calls(page, "PUT", WALLBOARD);
  const review = await conflict(page, api);
  await review.merge.getByRole("button", { name: en("merge.discard") }).click();

  await expect(review.merge).toHaveCount(0);
  await expect(review.scope("presence:readonly")).toBeChecked();
  await expect(review.scope("analytics:readonly")).toHaveCount(1);
  await expect(review.scope("analytics:readonly")).not.toBeChecked();
  await expect(review.outcome).toBeEmpty();
  expect(saves).toHaveLength(1);
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);
});

test("somebody who is first for the second time is shown again", async ({ page, api }) => {
  const review = await conflict(page, api);
  const { scope, roles } = await api.authorization(CLIENT.wallboard);
  await api.put(`/oauth/authorizations/${CLIENT.wallboard}`, { scope: [...scope, "users:readonly"], roles });
  await review.merge.getByRole("button", { name: en("merge.save") }).click();

  await expect(review.merge.getByRole("group", { name: /users:readonly/ })).toBeVisible();
  await expect(review.outcome).toContainText(en("save.stale"));
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(4);
});

test("a revoke by somebody else is named before a save undoes it", async ({ page, api }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  expect((await api.delete(`/oauth/authorizations/${CLIENT.wallboard}`)).status).toBe(204);
  await review.save.click();

  await expect(review.merge).toContainText(en("merge.revoked"));
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
});

test("what came with the refusal is shown where theirs cannot be read again", async ({ page, api }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await savedByAnother(api);
  const reads = await answer(page, "GET", WALLBOARD, (route) => void route.abort("connectionreset"));
  await review.save.click();

  await expect(review.merge.getByRole("group", { name: /analytics:readonly/ })).toBeVisible({ timeout: 10_000 });
  await review.expectEditKept();
  expect(reads.length).toBeLessThanOrEqual(3);
});

test("a revoke of what somebody else changed is refused, and the second press means it", async ({ page, api }) => {
  await start(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog", { name: en("revoke.title", { name: "Wallboard" }) });
  const revoke = dialog.getByRole("button", { name: en("revoke.action") });
  await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
  await savedByAnother(api);
  const read = page.waitForResponse((answered) => WALLBOARD.test(answered.url()) && answered.request().method() === "GET");
  await revoke.click();

  await expect(dialog.getByRole("alert")).toContainText(en("save.stale"));
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Authorized");
  await read;
  await revoke.click();
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
});

test("a 412 of a backend that says nothing more keeps the edit", async ({ page }) => {
  const review = new Review(page);
  await answer(page, "PUT", WALLBOARD, refusal(412, "precondition.failed"));
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();

  await expect(review.outcome).toContainText(en("save.stale"));
  await review.expectEditKept();
  await expect(review.toast).toBeHidden();
});

test("while there is something to choose, scopes and roles stay as they are", async ({ page, api }) => {
  const review = await conflict(page, api);
  await review.scope("user-basic-info").click({ force: true });
  await expect(review.scope("user-basic-info")).toBeChecked();
  await review.merge.getByRole("button", { name: en("merge.save") }).click();
  await expect(review.toast).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).scope).toContain("user-basic-info");
});

test("Discard in the bar shows what is stored, not what the edit began with", async ({ page, api }) => {
  const review = await conflict(page, api);
  await review.bar.getByRole("button", { name: en("effect.discard") }).click();
  await expect(review.merge).toHaveCount(0);
  await expect(review.scope("analytics:readonly")).not.toBeChecked();
  await expect(review.scope("presence:readonly")).toBeChecked();
});
