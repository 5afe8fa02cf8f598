// Back, Forward, links and reloads: what was chosen comes back, what was typed is asked about.
import { test, expect, en, CLIENT, LIST } from "../support/fixtures.mjs";
import { Review, start } from "../support/faults.mjs";

test.beforeEach(({ signIn }) => signIn("admin"));

const row = (page, name) => page.getByRole("link", { name, exact: true });

test("Back and Forward bring the filters back", async ({ page }) => {
  await start(page);
  await expect(row(page, "Wallboard")).toBeVisible();
  const search = page.getByRole("searchbox", { name: en("list.search") });
  const risk = page.getByLabel(en("column.risk"));
  const revoked = page.getByRole("radio", { name: new RegExp(`^${en("state.revoked")}`) });
  const all = page.getByRole("radio", { name: new RegExp(`^${en("list.all")}`) });

  await revoked.check({ force: true });
  await expect(row(page, "Old Dialer")).toBeVisible();
  await expect(row(page, "Wallboard")).toHaveCount(0);
  await search.fill("dial");
  await expect(page).toHaveURL(/q=dial/);
  await risk.selectOption("medium");
  await expect(page).toHaveURL(/risk=medium/);
  await row(page, "Old Dialer").click();
  await expect(page.getByRole("heading", { name: "Old Dialer", level: 1 })).toBeVisible();

  await page.goBack();
  await expect(row(page, "Old Dialer")).toBeVisible();
  await expect(search).toHaveValue("dial");
  await expect(risk).toHaveValue("medium");
  await expect(revoked).toBeChecked();

  await page.goBack();
  await expect(risk).toHaveValue("");
  await expect(search).toHaveValue("dial");
  await page.goBack();
  await expect(all).toBeChecked();
  await expect(search).toHaveValue("");
  await expect(row(page, "Wallboard")).toBeVisible();
  await page.goForward();
  await expect(revoked).toBeChecked();
  await expect(row(page, "Wallboard")).toHaveCount(0);
});

test("an address with filters opens with them, and a broken one says so", async ({ page }) => {
  await start(page, `${LIST}?q=wall&state=Authorized&sort=lastUsed&order=desc`);
  await expect(row(page, "Wallboard")).toBeVisible();
  await expect(page.getByRole("searchbox", { name: en("list.search") })).toHaveValue("wall");
  await expect(page.getByRole("columnheader", { name: en("column.last_used") })).toHaveAttribute("aria-sort", "descending");

  await start(page, `${LIST}?page=-1`);
  await expect(page.getByRole("heading", { name: en("not_found.title") })).toBeVisible();
});

async function edited(page) {
  await start(page);
  await row(page, "Wallboard").click();
  const review = new Review(page);
  await expect(review.bar).toBeVisible();
  await review.edit();
  return review;
}

// A link inside, and the browser's own Back.
const WAYS = [
  ["a link", (page) => page.getByRole("navigation", { name: en("nav.breadcrumb") }).getByRole("link", { name: en("nav.applications") }).click()],
  ["Back", (page) => page.evaluate(() => history.back())],
];

for (const [what, go] of WAYS) {
  test(`leaving an edit by ${what} asks, and keeping on keeps all`, async ({ page }) => {
    const review = await edited(page);
    await go(page);
    const question = page.getByRole("dialog", { name: en("leave.title") });
    await expect(question).toBeVisible();
    await expect(page).toHaveURL(new RegExp(CLIENT.wallboard));
    await expect(question.getByRole("button", { name: en("leave.stay") })).toBeFocused();
    await question.getByRole("button", { name: en("leave.stay") }).click();

    await expect(question).toBeHidden();
    await review.expectEditKept();
    await review.save.click();
    await expect(review.toast).toBeVisible();
  });

  test(`leaving an edit by ${what} and discarding goes, and forgets`, async ({ page, api }) => {
    const review = await edited(page);
    await go(page);
    await page.getByRole("dialog").getByRole("button", { name: en("leave.leave") }).click();

    await expect(page).toHaveURL(new RegExp(`${LIST}$`));
    await expect(row(page, "Wallboard")).toBeVisible();
    await row(page, "Wallboard").click();
    await expect(review.scope("presence:readonly")).toBeChecked();
    await expect(review.note).toHaveValue("");
    expect((await api.authorization(CLIENT.wallboard)).version).toBe(2);
  });

  test(`leaving by ${what} asks again at the second try, and Esc keeps on`, async ({ page }) => {
    const review = await edited(page);
    const question = page.getByRole("dialog", { name: en("leave.title") });
    for (let time = 0; time < 2; time += 1) {
      await go(page);
      await expect(question).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(question).toBeHidden();
      await review.expectEditKept();
      await expect(page).toHaveURL(new RegExp(CLIENT.wallboard));
    }
  });
}

test("without a change, and after a save, nobody is asked", async ({ page }) => {
  const review = await edited(page);
  await review.bar.getByRole("button", { name: en("effect.discard") }).click();
  await page.goBack();
  await expect(row(page, "Wallboard")).toBeVisible();

  await page.goForward();
  await review.edit();
  await review.save.click();
  await expect(review.toast).toBeVisible();
  await page.goBack();
  await expect(row(page, "Wallboard")).toBeVisible();
  await expect(page.getByRole("dialog", { name: en("leave.title") })).toBeHidden();
});

test("a reload in mid-edit is asked about by the browser, and without an edit is not", async ({ page }) => {
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  const review = await edited(page);
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
  await expect(review.scope("presence:readonly")).toBeChecked();
  await page.reload();
  await expect(review.bar).toBeVisible();
  expect(asked).toHaveLength(1);
});

test("another language in mid-edit keeps what was ticked and typed", async ({ page }) => {
  const review = await edited(page);
  await page.getByRole("button", { name: /^Ada Brandt/ }).click();
  await page.getByRole("button", { name: "Français" }).click();

  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(review.scope("presence:readonly")).not.toBeChecked();
  await expect(review.scope("analytics:readonly")).toBeChecked();
  await expect(page.locator("input[maxlength='500']")).toHaveValue("It shows no presence.");
});
