// The pages by keyboard alone: nothing is out of reach, and the focus is always somewhere and seen.
import { STATES } from "../support/states.mjs";
import { CLIENT, FAILED_ANSWER, LIST, en, expect, test } from "../support/fixtures.mjs";

const MOST_STOPS = 250;

const state = (name) => STATES.find((one) => one.name === name);

/** What has the focus, and whether a person sees that. */
function focus(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { what: "body", seen: false };
    const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 60);
    const what = `${element.localName}.${element.className} ${name}`;
    // The radio buttons of segments are transparent; their words have the outline.
    const drawn = element.matches(".segments__item input") ? element.nextElementSibling : element;
    const style = getComputedStyle(drawn);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = drawn.getBoundingClientRect();
    const inView =
      box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 1 && box.height > 1;
    // Something else is on top of it: not a part of it, and nothing around it.
    const over = [0.25, 0.5, 0.75]
      .map((part) => document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part))
      .filter((top) => top && !top.contains(drawn) && !drawn.contains(top) && !top.closest("label")?.contains(element));
    const under = over.length === 3 ? `${over[0].localName}.${over[0].className}` : undefined;
    return { what, outlined, inView, under, seen: outlined && inView && !under };
  });
}

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Presses Tab until `target` has the focus; every stop on the way has to be seen. */
async function tabTo(page, target, key = "Tab") {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    expect(await focus(page)).toMatchObject({ seen: true });
    if (await isFocused(target)) return;
  }
  throw new Error(`${MOST_STOPS} times ${key} did not lead to ${target}`);
}

/** Walks with Tab to the end of the page and answers all stops. */
async function walk(page) {
  const stops = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focus(page);
    if (at.what === "body") break;
    stops.push(at);
  }
  return stops;
}

const expectFocusKept = (page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.localName), "the focus is lost").not.toBe("body");

async function openList({ page, signIn }) {
  await signIn("admin");
  await page.goto(LIST);
  await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
}

async function openReview({ page, signIn }, id) {
  await signIn("admin");
  await page.goto(`${LIST}/${id}`);
  await expect(page.locator(".effect")).toBeVisible();
}

test("an application is authorized", async ({ page, signIn, api }) => {
  await openList({ page, signIn });
  await tabTo(page, page.getByRole("button", { name: en("list.authorize") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("textbox")).toBeFocused();
  await page.keyboard.type(CLIENT.partnerCrm);
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 1, name: "Partner CRM" })).toBeVisible();
  await tabTo(page, page.getByRole("searchbox", { name: en("scopes.search") }));
  await page.keyboard.type("presence");
  await tabTo(page, page.getByRole("checkbox", { name: /presence:readonly/ }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("searchbox", { name: en("scopes.search") }), "Shift+Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("basic");
  await tabTo(page, page.getByRole("checkbox", { name: /user-basic-info/ }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: en("effect.approve") }));
  await page.keyboard.press("Enter");

  await expect(page.getByText(en("save.done", { name: "Partner CRM" }))).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Partner CRM" })).toBeFocused();
  const stored = await api.authorization(CLIENT.partnerCrm);
  expect([stored.state, stored.scope.toSorted()]).toEqual(["Authorized", ["presence:readonly", "user-basic-info"]]);
});

test("the dialog of a client leads to its review without losing the focus", async ({ page, signIn }) => {
  await openList({ page, signIn });
  await page.getByRole("button", { name: en("list.authorize") }).press("Enter");
  await page.keyboard.type(CLIENT.partnerCrm);
  await page.keyboard.press("Enter");
  await expect(page.locator(".effect")).toBeVisible();
  await expectFocusKept(page);
});

test("an application is revoked", async ({ page, signIn, api }) => {
  await openList({ page, signIn });
  const menu = page.getByRole("button", { name: en("list.actions_of", { name: "Billing Bridge" }) });
  const dialog = page.getByRole("dialog");
  const choose = async () => {
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: en("revoke.action") }));
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
    await expect.poll(() => dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  };

  await tabTo(page, menu);
  await choose();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(menu).toBeFocused();

  await choose();
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Not needed any more.");
  await tabTo(page, dialog.getByRole("button", { name: en("revoke.action") }));
  await page.keyboard.press("Enter");

  await expect(page.getByText(en("revoke.done", { name: "Billing Bridge" }))).toBeVisible();
  await expect(page.getByRole("row", { name: "Billing Bridge" }).locator(".badge--revoked")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const stored = await api.authorization("77c2f918-7c1e-4d55-9a67-1f0f5b1ce05b");
  expect([stored.state, stored.note]).toEqual(["Revoked", "Not needed any more."]);
});

test("an application is revoked on its review", async ({ page, signIn }) => {
  await openReview({ page, signIn }, CLIENT.wallboard);
  await page.getByRole("button", { name: en("revoke.action") }).press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: en("revoke.action") }));
  await page.keyboard.press("Enter");
  await expect(page.locator(".page__title .badge--revoked")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("roles are added", async ({ page, signIn }) => {
  await openReview({ page, signIn }, CLIENT.wallboard);
  const button = page.getByRole("button", { name: en("roles.add") });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("quality");
  await expect(dialog.getByText(/“quality”/)).toBeVisible();
  await tabTo(page, dialog.getByRole("checkbox", { name: /^Quality Evaluator/ }).first());
  await page.keyboard.press("Space");
  await tabTo(page, dialog.getByRole("button", { name: en("add_roles.ok"), exact: true }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await expect(page.locator(".roles__row", { hasText: "Quality Evaluator" }).getByText(en("change.added"))).toBeVisible();
});

test("Esc closes a dialog and gives the focus back", async ({ page, signIn }) => {
  await openReview({ page, signIn }, CLIENT.wallboard);
  const dialog = page.getByRole("dialog");
  for (const name of [en("roles.add"), en("revoke.action")]) {
    const button = page.getByRole("button", { name });
    await button.press("Enter");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  }
  await page.getByRole("checkbox", { name: /user-basic-info/ }).press("Space");
  const link = page.getByLabel(en("nav.breadcrumb")).getByRole("link").first();
  await link.press("Enter");
  await expect(page.getByRole("button", { name: en("leave.stay") })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
});

test("a dialog keeps the focus inside", async ({ page, signIn }) => {
  await openList({ page, signIn });
  await page.getByRole("button", { name: en("list.authorize") }).press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  for (let stop = 0; stop < 10; stop += 1) {
    await page.keyboard.press("Tab");
    // Between its end and its start the browser itself may have the focus.
    const at = await page.evaluate(() => document.activeElement.closest("dialog, body").localName);
    const outside = await page.evaluate(() => document.activeElement !== document.body);
    expect(at === "dialog" || !outside).toBe(true);
  }
});

test("the first stop skips to the page", async ({ page, signIn }) => {
  await openList({ page, signIn });
  await page.keyboard.press("Tab");
  const link = page.getByRole("link", { name: en("nav.skip") });
  await expect(link).toBeFocused();
  expect(await focus(page)).toMatchObject({ seen: true });
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.querySelector("#main").contains(document.activeElement))).toBe(true);
});

test.describe("every stop is seen", () => {
  for (const [width, height] of [[1280, 720], [320, 640]]) {
    for (const name of ["list", "review, changes", "clients"]) {
      test(`${name} at ${width} x ${height}`, async ({ page, signIn, api }) => {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ reducedMotion: "reduce" });
        await state(name).open({ page, signIn, api, t: en });
        await page.getByRole("link", { name: en("nav.skip") }).focus();
        const stops = await walk(page);
        expect(stops.filter((stop) => !stop.seen)).toEqual([]);
        expect(stops.length).toBeGreaterThan(40);
      });
    }
  }
});

// The button that was pressed goes away: the focus has to go where the work goes on.
test.describe("the focus is not lost", () => {
  const press = (locator) => locator.press("Enter");

  test("when the rest of a group is shown", async ({ page, signIn }) => {
    await openReview({ page, signIn }, CLIENT.wallboard);
    await press(page.locator(".scope-group__more button").first());
    await expectFocusKept(page);
  });

  test("when filters are cleared", async ({ page, signIn, api }) => {
    await state("list, no match").open({ page, signIn, api, t: en });
    await press(page.getByRole("button", { name: en("list.clear") }));
    await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
    await expectFocusKept(page);
  });

  test("when a picked role is dropped", async ({ page, signIn, api }) => {
    await state("add roles").open({ page, signIn, api, t: en });
    await press(page.locator(".picked__item button").first());
    await expect(page.locator(".picked__item")).toHaveCount(1);
    await expectFocusKept(page);
    expect(await page.evaluate(() => Boolean(document.activeElement.closest("dialog")))).toBe(true);
  });

  test("when a toast is closed", async ({ page, signIn, api }) => {
    await state("toast").open({ page, signIn, api, t: en });
    await press(page.locator(".toast").getByRole("button", { name: en("action.close") }));
    await expect(page.locator(".toast")).toHaveCount(0);
    await expectFocusKept(page);
  });

  test("when the language is changed", async ({ page, signIn, api }) => {
    await state("account menu").open({ page, signIn, api, t: en });
    await press(page.getByRole("button", { name: "Français" }));
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFocusKept(page);
  });

  test.describe("after a failure", () => {
    test.use({ provokes: [FAILED_ANSWER] });

    test("when a read is tried again", async ({ page, signIn, api }) => {
      await state("list, failed").open({ page, signIn, api, t: en });
      await page.unrouteAll();
      await press(page.getByRole("button", { name: en("error.retry") }));
      await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
      await expectFocusKept(page);
    });

    for (const way of ["merge.discard", "merge.save"]) {
      test(`when two saves are merged by ${way}`, async ({ page, signIn, api }) => {
        await state("merge").open({ page, signIn, api, t: en });
        await press(page.getByRole("button", { name: en(way) }));
        await expect(page.locator(".merge")).toHaveCount(0);
        await expectFocusKept(page);
      });
    }
  });
});
