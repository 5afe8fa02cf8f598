// Answers that take long: "Still working" after 5 s, with a way out.
import { test, expect, en, CLIENT, CLIENTS, FAILED_ANSWER, LIST } from "../support/fixtures.mjs";
import {
  answer, authorization, AUTHORIZATIONS, calls, CAPABILITIES, CLIENTS_API, gate, holdClock, ME, Review, SCOPES, start,
} from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const REVIEW = `${LIST}/${CLIENT.wallboard}`;
const STILL = en("loading.slow");

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(async ({ page, signIn }) => {
  await holdClock(page);
  await signIn("admin");
});

/** Holds the first call back until the gate opens. */
async function hold(page, method, where) {
  const { open, opened } = gate();
  const asked = await answer(page, method, where, async (route, before) => {
    if (before === 0) await opened;
    return void route.fallback().catch(() => {});
  });
  return { open, asked };
}

const row = (page) => page.getByRole("link", { name: "Wallboard", exact: true });
const bar = (page) => new Review(page).bar;
const client = (page) => page.getByRole("rowheader", { name: /^Agent Desktop/ });

// Whatever a page waits for: nobody may be left before a page that says nothing.
const WAITED_FOR = [
  ["the list", AUTHORIZATIONS, LIST, row],
  ["the capabilities", CAPABILITIES, LIST, row],
  ["the user", ME, LIST, row],
  ["the review", WALLBOARD, REVIEW, bar],
  ["the scopes", SCOPES, REVIEW, bar],
  ["the clients", CLIENTS_API, CLIENTS, client],
];

test.describe(() => {
  test.use({ reads: true });

  for (const [what, where, place, shown] of WAITED_FOR) {
    test(`waiting for ${what} says after 5 s that it is still working, and can be ended, and begun again`, async ({ page }) => {
      const still = page.getByRole("status").filter({ hasText: STILL }).last();
      /** Opens the place, whose call is held back until it takes long. */
      const waits = async () => {
        const held = await hold(page, "GET", where);
        await start(page, place);
        await expect.poll(() => held.asked.length).toBe(1);
        await expect(page.getByText(STILL)).toHaveCount(0);
        await page.clock.runFor(5_100);
        await expect(still).toBeVisible();
        expect(held.asked, "waiting asks nothing anew").toHaveLength(1);
        return held;
      };
      const first = await waits();
      first.open();
      await expect(shown(page)).toBeVisible();
      await expect(page.getByText(STILL)).toHaveCount(0);

      const second = await waits();
      await still.getByRole("button", { name: en("action.cancel") }).click({ timeout: 10_000 });
      await expect(page.getByText(en("error.cancelled"))).toBeVisible();
      await expect(page.getByText(STILL)).toHaveCount(0);
      await page.getByRole("button", { name: en("error.retry") }).click();
      await expect(shown(page)).toBeVisible();
      second.open();
      await expect(shown(page)).toBeVisible();
    });
  }
});

test("a filter whose answer takes long says so, and keeps the rows that were there", async ({ page }) => {
  await start(page);
  await expect(row(page)).toBeVisible();
  const { open } = await hold(page, "GET", /\/oauth\/authorizations\?.*name=wallb/);
  await page.getByRole("searchbox", { name: en("list.search") }).fill("wallb");
  await page.clock.runFor(5_500);

  await expect(page.getByRole("status").filter({ hasText: STILL })).toBeVisible();
  await expect(row(page)).toBeVisible();
  open();
  await expect(page.getByText(en("list.total_other", { count: 2 }))).toBeVisible();
});

test("a save that takes long says so; to stop waiting leaves the outcome unknown, and sends nothing more", async ({ page, api }) => {
  const review = new Review(page);
  const saves = calls(page, "PUT", WALLBOARD);
  await review.open(CLIENT.wallboard);
  await review.edit();
  const { open } = await hold(page, "PUT", WALLBOARD);
  await review.save.click();
  const saving = review.bar.getByRole("button", { name: en("effect.saving") });
  await expect(saving).toHaveAttribute("aria-disabled", "true");
  await page.clock.runFor(5_100);
  await expect(review.outcome).toContainText(STILL);

  await review.bar.getByRole("button", { name: en("action.cancel") }).click();
  await expect(review.outcome).toContainText(en("save.unknown"));
  await review.expectEditKept();
  await review.check.click();
  await expect(review.outcome).toContainText(en("save.not_stored"));
  expect(saves).toHaveLength(1);
  open();
  await expect(review.toast).toHaveCount(0);

  // Whether the first arrives or not, the second is either the only one or refused as stale.
  await review.save.click();
  await expect(review.toast.or(review.merge)).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).version).toBe(3);
});

test("a save that is answered after the wait is a success all the same", async ({ page }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  const { open } = await hold(page, "PUT", WALLBOARD);
  await review.save.click();
  await page.clock.runFor(30_000);
  await expect(review.outcome).toContainText(STILL);
  open();
  await expect(review.toast).toBeVisible();
  await expect(page.getByText(STILL)).toHaveCount(0);
});

async function revoking(page) {
  await start(page);
  await page.getByRole("button", { name: en("list.actions_of", { name: "Wallboard" }), exact: true }).click();
  await page.getByRole("button", { name: en("revoke.action") }).click();
  const dialog = page.getByRole("dialog", { name: en("revoke.title", { name: "Wallboard" }) });
  const revoke = dialog.getByRole("button", { name: en("revoke.action") });
  await expect(revoke).not.toHaveAttribute("aria-disabled", "true");
  return { dialog, revoke };
}

test("a revoke that takes long says so, and is done when it is answered", async ({ page }) => {
  const { dialog, revoke } = await revoking(page);
  const { open } = await hold(page, "DELETE", WALLBOARD);
  await revoke.click();
  await page.clock.runFor(5_100);
  await expect(dialog.getByRole("alert")).toContainText(STILL);
  open();
  await expect(page.getByText(en("revoke.done", { name: "Wallboard" }))).toBeVisible();
});

for (const [what, act] of [
  ["Cancel", (dialog) => dialog.getByRole("button", { name: en("action.cancel") }).click()],
  ["Esc", (dialog) => dialog.page().keyboard.press("Escape")],
]) {
  test(`${what} while a revoke is under way does not hide that its outcome is unknown`, async ({ page, api }) => {
    const { dialog, revoke } = await revoking(page);
    const { opened, open } = gate();
    await answer(page, "DELETE", WALLBOARD, async (route) => {
      const response = await route.fetch();
      await opened;
      return { response };
    });
    await revoke.click();
    await expect.poll(async () => (await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
    await act(dialog);

    // Either it stays and says so, or the list tells what came of it.
    const list = page.getByRole("row").filter({ has: row(page) });
    const known = dialog.getByRole("alert").filter({ hasText: en("revoke.unknown") })
      .or(list.filter({ hasText: en("state.revoked") }));
    open();
    await expect(known.or(page.getByText(en("revoke.done", { name: "Wallboard" }))).first()).toBeVisible();
  });
}

test("roles of the dialog that take long say so", async ({ page }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  const { open } = await hold(page, "GET", /\/authorization\/roles\?.*sortBy=name/);
  await page.getByRole("button", { name: en("roles.add") }).click();
  await page.clock.runFor(5_100);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("status").filter({ hasText: STILL })).toBeVisible();
  open();
  await expect(dialog.getByText("Finance", { exact: true })).toBeVisible();
});
