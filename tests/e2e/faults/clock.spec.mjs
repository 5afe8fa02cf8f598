// The clock of the person's computer is wrong: what counts is the server's, by its header `Date`.
import { test, expect, CLIENT, FAILED_ANSWER, LIST, withoutAnswers } from "../support/fixtures.mjs";
import { NOW } from "../support/server.mjs";
import { API, authorization, countdown, first, refusal, start } from "../support/faults.mjs";

const DAY = 86_400_000;
const now = Date.parse(NOW);

test.use({ reads: true });
test.beforeEach(async ({ page, signIn }) => {
  await signIn("admin");
  await withoutAnswers(page);
  // The test server's data is of its stopped clock, its header of the real one.
  await page.route(API, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(now).toUTCString() } }).catch(() => {});
  });
});

async function timesOfTheList(page) {
  await start(page);
  const wallboard = page.getByRole("row").filter({ has: page.getByRole("link", { name: "Wallboard", exact: true }) });
  await expect(wallboard).toBeVisible();
  const times = page.getByRole("row").locator("time");
  return { used: await wallboard.locator("time").first().textContent(), all: await times.allTextContents() };
}

test("relative times are right with a clock that is a day off, either way", async ({ page }) => {
  await page.clock.setFixedTime(now);
  const right = await timesOfTheList(page);
  expect(right.used, "used at 08:59, seen at 09:00").toMatch(/^1 min/);

  for (const wrong of [now + DAY, now - DAY, now + 400 * DAY]) {
    await page.clock.setFixedTime(wrong);
    expect(await timesOfTheList(page)).toEqual(right);
  }
});

test("a time a little in the future is told as now, not as a negative distance", async ({ page }) => {
  await page.route(/\/api\/v2\/oauth\/authorizations\?/, async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    list.entities.find((one) => one.client.id === CLIENT.wallboard).lastUsed = new Date(now + 90_000).toISOString();
    await route.fulfill({ response, json: list, headers: { ...response.headers(), date: new Date(now).toUTCString() } });
  });
  await page.clock.setFixedTime(now);
  const { used } = await timesOfTheList(page);
  expect(used).not.toMatch(/-|in \d/);
});

test.describe("when the server is busy", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  for (const [what, wrong] of [["fast", DAY], ["slow", -DAY]]) {
    test(`a date in Retry-After is right with a clock that is a day ${what}`, async ({ page }) => {
      await page.clock.setSystemTime(now + wrong);
      await first(page, "GET", authorization(CLIENT.wallboard), refusal(429, "too.many.requests.retry.after", {}, {
        date: new Date(now).toUTCString(),
        "retry-after": new Date(now + 40_000).toUTCString(),
      }));
      await start(page, `${LIST}/${CLIENT.wallboard}`);
      const left = await countdown(page);
      expect(left).toBeLessThanOrEqual(40);
      expect(left).toBeGreaterThan(25);
    });
  }
});
