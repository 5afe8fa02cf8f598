// Reads that fail: 5xx in HTML, no connection, answers that can't be read. They are repeated a little,
// then a notice says what happened, and "Try again" goes on.
import { test, expect, en, CLIENT, FAILED_ANSWER, CLIENTS, LIST } from "../support/fixtures.mjs";
import {
  answer, authorization, AUTHORIZATIONS, CAPABILITIES, CLIENTS_API, CONTEXT_ID, cut, first, gatewayPage, loginPage,
  ME, Review, SCOPES, start,
} from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const REVIEW = `${LIST}/${CLIENT.wallboard}`;
const row = (page) => page.getByRole("link", { name: "Wallboard", exact: true });
const client = (page) => page.getByRole("rowheader", { name: /^Agent Desktop/ });
const bar = (page) => new Review(page).bar;

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

// What a page needs before it can show anything: the call, the place, its title, what shows then.
const NEEDED = [
  ["the list", AUTHORIZATIONS, LIST, "list.failed", row],
  ["the capabilities of the list", CAPABILITIES, LIST, "list.failed", row],
  ["the review", WALLBOARD, REVIEW, "review.failed", bar],
  ["the scopes of the review", SCOPES, REVIEW, "review.failed", bar],
  ["the user", ME, LIST, "access.unavailable", row],
  ["the clients", CLIENTS_API, CLIENTS, "clients.failed", client],
];

test.describe(() => {
  test.use({ reads: true });

  for (const [what, where, place, title, shown] of NEEDED) {
    test(`${what}: what can't be read is said, an error page is asked again twice and then said, one failure goes unnoticed`, async ({ page }) => {
      const unavailable = gatewayPage(503);
      const cutOff = cut({ entities: [], total: 21, id: CLIENT.wallboard });
      const asked = await first(page, "GET", where, loginPage, cutOff, unavailable, unavailable, unavailable);
      const notice = page.getByRole("alert").filter({ hasText: en(title) });
      const again = notice.getByRole("button", { name: en("error.retry") });
      await start(page, place);
      for (const [kind, calls] of [["a login page with 200", 1], ["cut JSON with 200", 2]]) {
        await test.step(`${kind} is not taken for nothing`, async () => {
          await expect.poll(() => asked.length).toBe(calls);
          await expect(notice).toContainText(en("error.unreadable", { status: 200 }));
          await expect(page.getByText(en("list.empty"))).toHaveCount(0);
          await again.click();
        });
      }

      await expect(notice).toContainText(en("error.server", { status: 503 }));
      await expect(notice).toContainText(CONTEXT_ID);
      await expect(notice.getByRole("button", { name: en("error.copy_context_id") })).toBeVisible();
      await expect(shown(page)).toHaveCount(0);
      expect(asked).toHaveLength(5);
      await again.click();
      await expect(shown(page)).toBeVisible();
      await expect(notice).toHaveCount(0);

      const askedAgain = await first(page, "GET", where, gatewayPage(500));
      await start(page, place);
      await expect(shown(page)).toBeVisible();
      expect(askedAgain.length).toBeGreaterThanOrEqual(2);
    });
  }
});

test("a list that lost its connection says so, keeps the filters, and goes on when it is back", async ({ page, context }) => {
  await start(page);
  await expect(row(page)).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("searchbox", { name: en("list.search") }).fill("wallboard");

  const notice = page.getByRole("alert").filter({ hasText: en("list.failed") });
  await expect(notice).toContainText(en("error.unreachable"));
  await expect(page.getByRole("searchbox", { name: en("list.search") })).toHaveValue("wallboard");
  await context.setOffline(false);
  await notice.getByRole("button", { name: en("error.retry") }).click();
  await expect(row(page)).toBeVisible();
  await expect(page.getByText(en("list.total_other", { count: 2 }))).toBeVisible();
});

test("a connection that flaps loses nothing that was ticked", async ({ page, context }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  await review.edit();
  await context.setOffline(true);
  await review.save.click();
  await expect(review.outcome).toContainText(en("save.unknown"));
  await context.setOffline(false);
  await review.check.click();
  await expect(review.outcome).toContainText(en("save.not_stored"));
  await review.expectEditKept();
  await review.save.click();
  await expect(review.toast).toBeVisible();
});

test("roles that can't be loaded leave the edit usable, by their ids", async ({ page, api }) => {
  const review = new Review(page);
  await answer(page, "GET", /\/authorization\/roles\?/, gatewayPage(500));
  await review.open(CLIENT.wallboard);
  const [role] = (await api.authorization(CLIENT.wallboard)).roles;
  await expect(page.getByText(role, { exact: true }).first()).toBeVisible();
  await review.edit();
  await review.save.click();
  await expect(review.toast).toBeVisible();
  expect((await api.authorization(CLIENT.wallboard)).roles).toEqual([role]);
});

test("the focus is not lost when trying again works", async ({ page }) => {
  const no = gatewayPage(503);
  await first(page, "GET", AUTHORIZATIONS, no, no, no);
  await start(page);
  const retry = page.getByRole("button", { name: en("error.retry") });
  await expect(retry).toBeVisible();
  await retry.focus();
  await page.keyboard.press("Enter");
  await expect(row(page)).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
});
