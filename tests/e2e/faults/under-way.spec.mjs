// A write is under way and something else happens: another user, another language, another page,
// another edit. What was decided is never done in somebody else's name, and never told wrongly.
import { test, expect, en, words, CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import { answer, authorization, calls, first, gate, refusal, Review, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const fr = words("fr");
const late = (page, key = "save.late_done", t = en) => page.getByText(t(key, { name: "Wallboard" }));

test.beforeEach(({ signIn }) => signIn("admin"));

/** Opens Wallboard with an edit, and holds the answer to its save back. */
async function saving(page, answered = async (route) => ({ response: await route.fetch() })) {
  const review = new Review(page);
  const { open, opened } = gate();
  const saves = await answer(page, "PUT", WALLBOARD, async (route, before) => {
    if (before > 0) return void route.fallback();
    const what = await answered(route);
    await opened;
    return what;
  });
  await review.open(CLIENT.wallboard);
  await review.edit();
  await review.save.click();
  await expect.poll(() => saves.length).toBe(1);
  return { review, open, saves };
}

const crumb = (page) => page.getByLabel(en("nav.breadcrumb")).getByRole("link").first();
const leave = (page) => page.getByRole("dialog", { name: en("leave.title") });

test.describe("another user", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("a save by a page of the user before is refused, and the page starts anew", async ({ page, context, signIn, api }) => {
    const review = new Review(page);
    await review.open(CLIENT.wallboard);
    // The count of an edit is asked for too, and would learn first who is signed in.
    const counted = page.waitForResponse(/\/preview$/);
    await review.edit();
    await counted;
    // The window got no focus event in between: the click itself is the first that happens.
    await context.clearCookies();
    await signIn("viewer");
    const saves = calls(page, "PUT", WALLBOARD);
    await review.save.click();

    await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
    await expect(review.note).toHaveCount(0);
    expect(saves).toHaveLength(1);
    await signIn("admin");
    expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);
  });

  test("signing in again is offered where a revoke was refused, and the note is kept", async ({ page, context, signIn }) => {
    await start(page);
    await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
    await page.getByRole("button", { name: en("revoke.action") }).click();
    const dialog = page.getByRole("dialog");
    const revoke = dialog.getByRole("button", { name: en("revoke.action") });
    await dialog.getByLabel(en("note.label")).fill("No longer used.");
    await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
    await context.clearCookies();
    await revoke.click();
    await expect(dialog.getByRole("alert")).toContainText(en("save.signed_out"));
    await expect(dialog.getByRole("link", { name: en("session.sign_in") })).toBeVisible();

    await signIn("admin");
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(dialog.getByText(en("save.signed_out"))).toBeHidden();
    await expect(dialog.getByLabel(en("note.label"))).toHaveValue("No longer used.");
    await revoke.click();
    await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  });

  test("a revoke that could not look first says so, and looks again", async ({ page }) => {
    await start(page);
    await first(page, "GET", WALLBOARD, refusal(403, "missing.any.permissions"));
    await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
    await page.getByRole("button", { name: en("revoke.action") }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("alert").filter({ hasText: en("error.forbidden") })).toBeVisible();
    await dialog.getByRole("button", { name: en("error.retry") }).click();
    await dialog.getByRole("button", { name: en("revoke.action") }).click();
    await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
  });
});

test("what is edited during a save is not saved, and not lost", async ({ page, api }) => {
  const { review, open, saves } = await saving(page);
  await review.scope("conversations:readonly").uncheck();
  open();
  await expect(review.toast).toBeVisible();
  await expect(review.scope("conversations:readonly")).not.toBeChecked();
  await expect(review.scope("presence:readonly")).not.toBeChecked();
  expect((await api.authorization(CLIENT.wallboard)).scope).toContain("conversations:readonly");

  await review.save.click();
  await expect.poll(async () => (await api.authorization(CLIENT.wallboard)).version).toBe(4);
  expect(saves).toHaveLength(2);
  expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("conversations:readonly");
});

test("who leaves during a save is told that it goes on, and later what became of it", async ({ page }) => {
  const { open } = await saving(page);
  await crumb(page).click();
  await expect(leave(page)).toContainText(en("leave.sending"));
  await leave(page).getByRole("button", { name: en("leave.leave") }).click();
  await expect(page.getByRole("heading", { name: en("nav.applications"), level: 1 })).toBeVisible();
  await expect(late(page)).toHaveCount(0);
  open();
  await expect(late(page)).toBeVisible();
});

test.describe("refused after leaving", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("a save that is refused after its page was left says that nothing was changed", async ({ page }) => {
    const { open } = await saving(page, async () => refusal(409, "request.conflict"));
    await crumb(page).click();
    await leave(page).getByRole("button", { name: en("leave.leave") }).click();
    open();
    await expect(late(page, "save.late_refused")).toBeVisible();
  });
});

test("the language can be changed during a save, and its answer is told", async ({ page }) => {
  const { open } = await saving(page);
  await page.getByRole("button", { name: /^Ada Brandt/ }).click();
  await page.getByRole("button", { name: "Français" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  open();
  await expect(late(page)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Wallboard", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: fr("effect.title") })).toBeVisible();
});

test.describe("signing out", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("with unsaved changes asks before anything is sent, and stays signed in if told so", async ({ page, api }) => {
    const review = new Review(page);
    const ends = calls(page, "DELETE", /\/tokens\/me$/);
    await review.open(CLIENT.wallboard);
    await review.edit();
    const out = async () => {
      await page.getByRole("button", { name: /^Ada Brandt/ }).click();
      await page.getByRole("button", { name: en("account.sign_out") }).click();
    };
    await out();
    await leave(page).getByRole("button", { name: en("leave.stay") }).click();
    await review.expectEditKept();
    expect(ends).toHaveLength(0);
    expect((await api.get("/users/me")).status).toBe(200);

    await out();
    await leave(page).getByRole("button", { name: en("leave.leave") }).click();
    await page.waitForURL(/\/login/);
    expect(ends).toHaveLength(1);
  });

  test("leaves nothing to go back to", async ({ page }) => {
    await start(page);
    await page.getByRole("button", { name: /^Ada Brandt/ }).click();
    await page.getByRole("button", { name: en("account.sign_out") }).click();
    await page.waitForURL(/\/login/);
    await page.goBack();
    // The page is not kept; asked for again, it leads to the sign-in.
    await expect(page).toHaveURL(/\/login\?next=/);
    await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toHaveCount(0);
  });
});
