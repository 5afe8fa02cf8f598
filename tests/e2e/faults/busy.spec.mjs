// 429: a read says when it goes on and does; a write says when, and waits for a person.
import { test, expect, en, CLIENT, FAILED_ANSWER, LIST } from "../support/fixtures.mjs";
import {
  answer, authorization, AUTHORIZATIONS, countdown, first, gate, gatewayPage, holdClock, refusal, Review, start,
} from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);
const busy = (headers = {}) => refusal(429, "too.many.requests.retry.after", {}, headers);
const inHalfAMinute = () => {
  const now = Date.now();
  return { date: new Date(now).toUTCString(), "retry-after": new Date(now + 30_000).toUTCString() };
};

test.use({ provokes: [FAILED_ANSWER] });
test.beforeEach(async ({ page, signIn }) => {
  await holdClock(page);
  await signIn("admin");
});

// What the header says, and the seconds that are counted down: at most, and at least when read late.
// Other headers are read in src/api/error.rs.
const HEADERS = [
  ["seconds", () => ({ "retry-after": "24" }), 24],
  ["a date", inHalfAMinute, 30],
];

for (const [what, headers, seconds] of HEADERS) {
  test(`a list that is asked too often and told ${what} counts down and goes on by itself`, async ({ page }) => {
    const asked = await answer(page, "GET", AUTHORIZATIONS, (route, before) =>
      before === 0 ? busy(headers()) : void route.fallback());
    await start(page);

    const left = await countdown(page);
    expect(left).toBeLessThanOrEqual(seconds);
    expect(left).toBeGreaterThan(seconds > 10 ? seconds - 10 : 0);
    await expect(page.getByRole("alert").filter({ hasText: en("list.failed") })).toContainText(en("error.busy"));
    expect(asked).toHaveLength(1);

    await page.clock.runFor(left * 1_000);
    await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
    await expect(page.getByText(en("list.failed"))).toBeHidden();
    expect(asked).toHaveLength(2);
  });
}

test("a page that is still busy after the wait counts down again", async ({ page }) => {
  const asked = await first(page, "GET", AUTHORIZATIONS, busy({ "retry-after": "3" }), busy({ "retry-after": "40" }));
  await start(page);
  await countdown(page);
  await page.clock.runFor(3_000);

  await expect.poll(() => countdown(page)).toBeGreaterThan(20);
  expect(asked).toHaveLength(2);
});

test("an answer that takes long after the countdown is waited for, not asked again each second", async ({ page }) => {
  const { open, opened } = gate();
  const asked = await answer(page, "GET", AUTHORIZATIONS, async (route, before) => {
    if (before === 0) return busy({ "retry-after": "2" });
    if (before === 1) await opened;
    return void route.fallback().catch(() => {});
  });
  await start(page);
  await countdown(page);
  await page.clock.runFor(2_000);
  await expect.poll(() => asked.length).toBe(2);

  await page.clock.runFor(3_000);
  open();

  await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
  expect(asked).toHaveLength(2);
});

test("a person who doesn't want to wait tries again at once", async ({ page }) => {
  const asked = await first(page, "GET", WALLBOARD, busy({ "retry-after": "60" }));
  await start(page, `${LIST}/${CLIENT.wallboard}`);
  await countdown(page);
  await page.getByRole("button", { name: en("error.retry") }).click();

  await expect(new Review(page).bar).toBeVisible();
  await page.clock.runFor(61_000);
  expect(asked, "the countdown went with its notice").toHaveLength(2);
});

test("a save that is refused as too early says when, and is not repeated by itself", async ({ page, api }) => {
  const refusals = [
    ["our server", 7, busy({ "retry-after": "7" })],
    ["a gateway", 9, gatewayPage(429, { "retry-after": "9" })],
  ];
  const review = new Review(page);
  const saves = await first(page, "PUT", WALLBOARD, ...refusals.map(([, , no]) => no));
  await review.open(CLIENT.wallboard);
  await review.edit();
  for (const [at, [who, count]] of refusals.entries()) {
    await test.step(who, async () => {
      await review.save.click();
      await expect.poll(() => saves.length).toBe(at + 1);
      await expect(review.outcome).toContainText(en("save.busy_other", { count }));
      await page.clock.runFor(60_000);
      expect(saves).toHaveLength(at + 1);
      await review.expectEditKept();
      expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);
    });
  }
  await review.save.click();
  await expect(review.toast).toBeVisible();
  expect(saves).toHaveLength(refusals.length + 1);
});

test("a dialog whose roles are asked too often counts down too", async ({ page }) => {
  const review = new Review(page);
  await review.open(CLIENT.wallboard);
  const asked = await first(page, "GET", /\/authorization\/roles\?.*sortBy=name/, busy({ "retry-after": "9" }));
  await page.getByRole("button", { name: en("roles.add") }).click();
  const left = await countdown(page);
  await page.clock.runFor(left * 1_000);

  await expect(page.getByRole("dialog").getByText("Finance", { exact: true })).toBeVisible();
  expect(asked).toHaveLength(2);
});
