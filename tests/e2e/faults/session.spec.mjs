// The session ends, or becomes somebody else's, while pages are open.
import { test, expect, en, CLIENT, FAILED_ANSWER, LIST } from "../support/fixtures.mjs";
import { authorization, calls, first, ME, refusal, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const refocus = (page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));

test.use({ provokes: [FAILED_ANSWER] });

test("a session that ends in mid-edit loses nothing, and the same user saves once", async ({ page, context, signIn, api }) => {
  const review = new Review(page);
  const saves = calls(page, "PUT", WALLBOARD);
  const banner = page.getByRole("alert").filter({ hasText: en("session.lost_text", { name: "Ada Brandt" }) });
  await signIn("admin");
  await review.open(CLIENT.wallboard);
  await review.edit();

  await context.clearCookies();
  await review.save.click();

  await expect(banner).toBeVisible();
  await expect(banner.getByRole("link", { name: en("session.sign_in") })).toHaveAttribute("target", "_blank");
  await expect(review.outcome).toContainText(en("save.signed_out"));
  await review.expectEditKept();
  expect(saves).toHaveLength(1);

  await signIn("admin");
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);
  await refocus(page);
  await expect(banner).toBeHidden();
  await review.expectEditKept();
  expect(saves, "signing in sends nothing by itself").toHaveLength(1);

  await review.save.click();
  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(2);
  const stored = await api.authorization(CLIENT.wallboard);
  expect(stored).toMatchObject({ version: 3, note: "It shows no presence." });
  expect(stored.scope).not.toContain("presence:readonly");
});

test("once signed in again, the page no longer says to sign in", async ({ page, context, signIn }) => {
  const review = new Review(page);
  await signIn("admin");
  await review.open(CLIENT.wallboard);
  await review.edit();
  await context.clearCookies();
  await review.save.click();
  await expect(review.outcome).toContainText(en("save.signed_out"));

  await signIn("admin");
  await refocus(page);

  await expect(page.getByText(en("session.lost"), { exact: true })).toBeHidden();
  await expect(page.getByText(en("save.signed_out"))).toBeHidden();
});

for (const [what, answer] of [
  ["nothing in the way", (dialog) => dialog.accept()],
  ["an answer to stay, should they be asked", (dialog) => dialog.dismiss()],
]) {
  test(`another user who signs in sees nothing of what was typed, with ${what}`, async ({ page, context, signIn, api }) => {
    const review = new Review(page);
    const saves = calls(page, "PUT", WALLBOARD);
    page.on("dialog", answer);
    await signIn("admin");
    await review.open(CLIENT.wallboard);
    await review.edit();
    await context.clearCookies();
    await review.save.click();
    await expect(review.outcome).toContainText(en("save.signed_out"));

    await signIn("viewer");
    await refocus(page);

    await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
    await expect(review.note).toHaveCount(0);
    expect(saves).toHaveLength(1);
    await signIn("admin");
    expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);
  });
}

test("a session switched in another tab wipes the edit of the former user", async ({ page, context, signIn }) => {
  const review = new Review(page);
  page.on("dialog", (dialog) => dialog.dismiss());
  await signIn("admin");
  await review.open(CLIENT.wallboard);
  await review.edit();

  // No call failed in between: the cookie is simply somebody else's now.
  await context.clearCookies();
  await signIn("viewer");
  await refocus(page);

  await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
  await expect(review.note).toHaveCount(0);
});

test("a page whose session ended before it opened stays where it is until one is there", async ({ page, signIn }) => {
  const review = new Review(page);
  await signIn("admin");
  await first(page, "GET", ME, refusal(401, "authentication.required"));
  await start(page, `${LIST}/${CLIENT.wallboard}`);
  await expect(page.getByRole("heading", { name: en("access.signed_out") })).toBeVisible();
  await expect(page.getByRole("link", { name: en("session.sign_in") })).toBeVisible();
  await expect(review.bar).toHaveCount(0);

  await refocus(page);

  await expect(review.bar).toBeVisible();
  await expect(page).toHaveURL(new RegExp(CLIENT.wallboard));
});
