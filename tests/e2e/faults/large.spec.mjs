// Very much of everything.
import { test, expect, en, CLIENT, FAILED_ANSWER } from "../support/fixtures.mjs";
import { answer, authorization, AUTHORIZATIONS, calls, changed, refusal, Review, SCOPES, start } from "../support/faults.mjs";

const WALLBOARD = authorization(CLIENT.wallboard);

test.use({ reads: true, provokes: [FAILED_ANSWER] });
test.beforeEach(({ signIn }) => signIn("admin"));

test("a list of 100,000 applications can be paged to its end", async ({ page }) => {
  const asked = calls(page, "GET", AUTHORIZATIONS);
  await answer(page, "GET", AUTHORIZATIONS, async (route) => {
    const url = new URL(route.request().url());
    const number = Number(url.searchParams.get("pageNumber"));
    url.searchParams.set("pageNumber", "1");
    const response = await route.fetch({ url: url.href });
    const list = await response.json();
    const size = list.pageSize;
    return { response, json: { ...list, pageNumber: number, total: 100_000, pageCount: 100_000 / size, stateCounts: { Authorized: 100_000 } } };
  });
  await start(page);
  const pages = page.getByRole("navigation", { name: en("pages.label") });
  await expect(page.getByText(en("list.total_other", { count: "100,000" }))).toBeVisible();
  await expect(pages).toContainText("100,000");
  expect(await pages.getByRole("link").count(), "no walk of thousands of links").toBeLessThan(12);

  const last = pages.getByRole("link", { name: /^\d{4,}$/ });
  const number = await last.textContent();
  await last.click();
  await expect(pages.getByRole("link", { name: number, exact: true })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveURL(new RegExp(`page=${number}`));
  expect(asked.at(-1).url()).toContain(`pageNumber=${number}`);
  await expect(pages.getByRole("link", { name: en("pages.next") })).toHaveAttribute("aria-disabled", "true");
  await pages.getByRole("link", { name: en("pages.previous") }).click();
  await expect(page).toHaveURL(new RegExp(`page=${Number(number) - 1}`));
  await expect(pages.getByRole("link", { name: `${Number(number) - 1}`, exact: true })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("table")).toHaveAttribute("aria-busy", "false");
});

const many = (groups) => Array.from({ length: 5_000 }, (_, at) => ({
  id: `made-${at}:readonly`,
  title: `Made ${at}`,
  description: `Opens what was made as number ${at}.`,
  group: `Area ${at % groups}`,
  access: "read",
  risk: ["low", "medium", "high"][at % 3],
}));

for (const groups of [1, 25]) {
  test(`5,000 scopes in ${groups} group(s) can be searched, ticked and saved`, async ({ page }) => {
    const review = new Review(page);
    await changed(page, SCOPES, (scopes) => void scopes.entities.push(...many(groups)));
    const saves = await answer(page, "PUT", WALLBOARD, refusal(422, "constraint.validation", { details: [{ fieldName: "scope" }] }));
    await review.open(CLIENT.wallboard);
    const search = page.getByRole("searchbox", { name: en("scopes.search") });

    await search.fill("made 4711");
    await expect(review.scope("made-4711:readonly")).toBeVisible();
    await expect(review.scope("made-4710:readonly")).toHaveCount(0);
    await review.scope("made-4711:readonly").check();
    await search.fill("");
    await expect(review.bar).toContainText(en("effect.added_scopes_one", { count: 1 }));
    await search.fill("number 4999");
    await review.scope("made-4999:readonly").check();
    await expect(review.bar).toContainText(en("effect.added_scopes_other", { count: 2 }));
    await review.save.click();
    await expect.poll(() => saves.length).toBe(1);
    expect(saves[0].postDataJSON().scope).toEqual(expect.arrayContaining(["made-4711:readonly", "made-4999:readonly", "presence:readonly"]));
    await expect(review.outcome).toContainText(en("save.field_scope"));
  });
}

test("a tick among 5,000 open scopes answers while one waits", async ({ page }) => {
  test.slow();
  const review = new Review(page);
  await changed(page, SCOPES, (scopes) => void scopes.entities.push(...many(1)));
  await review.open(CLIENT.wallboard);
  await page.getByRole("button", { name: "Area 0", exact: true }).click();
  await page.getByRole("button", { name: en("scopes.more_other", { count: "4,900", group: "Area 0" }) }).click();
  // Not by role: Playwright would work out 5,000 names each time that it looks.
  const box = page.locator("label", { hasText: "made-17:readonly" }).locator("input");
  await expect(box).toBeVisible({ timeout: 20_000 });
  await box.evaluate(async (input) => {
    input.click();
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  });
  await expect(box).toBeChecked();
  await expect(review.bar).toContainText(en("effect.added_scopes_one", { count: 1 }));
});

test("an application with 5,000 scopes is a row like any other, and can be reviewed", async ({ page }) => {
  test.slow();
  const ids = many(1).map((scope) => scope.id);
  await changed(page, AUTHORIZATIONS, (list) =>
    void (list.entities.find((one) => one.client.id === CLIENT.wallboard).scope = ids));
  await changed(page, WALLBOARD, (one) => void (one.scope = ids));
  await start(page);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "Wallboard", exact: true }) });
  await expect(row).toContainText(en("count.scopes_other", { count: "5,000" }));
  await row.getByRole("link", { name: "Wallboard" }).click();
  const review = new Review(page);
  await expect(review.bar).toBeVisible({ timeout: 20_000 });
  await page.getByRole("searchbox", { name: en("scopes.search") }).fill("made-4711:");
  await review.scope("made-4711:readonly").uncheck();
  await expect(review.bar).toContainText(en("effect.removed_scopes_one", { count: 1 }));
});
