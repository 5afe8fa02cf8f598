// The consent screen by keyboard alone: nothing is out of reach, nothing is decided by accident, and
// the focus is always somewhere and seen.
import { consentWords, sent } from "../support/consent.mjs";
import { CLIENT } from "../support/fixtures.mjs";
import { SCENES, Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");
const MOST_STOPS = 40;

/** What has the focus, and whether a person sees that. */
const focus = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { what: "body", seen: false };
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = element.getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight && box.left >= 0 && box.right <= innerWidth + 1 && box.width > 1;
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const covered = top && !element.contains(top) && !top.contains(element) && !top.closest("label")?.contains(element);
    const name = (element.getAttribute("aria-label") ?? element.closest("label")?.textContent ?? element.textContent).trim();
    return { what: `${element.localName} ${name.slice(0, 60)}`, outlined, inView, covered: Boolean(covered), seen: outlined && inView && !covered };
  });

/** Walks with Tab to the end of the page and answers all stops, each of them seen. */
async function walk(page) {
  const stops = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const at = await focus(page);
    if (at.what === "body") return stops;
    expect(at).toMatchObject({ seen: true });
    stops.push(at.what);
  }
  throw new Error(`the page has no end: ${stops.join(", ")}`);
}

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Presses Tab until `target` has the focus; every stop on the way has to be seen. */
async function tabTo(page, target, key = "Tab") {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    expect(await focus(page)).toMatchObject({ seen: true });
    if (await isFocused(target)) return;
  }
  throw new Error(`${key} does not lead to ${target}`);
}

async function opened({ page, crm, signIn }, name = "admin") {
  await signIn(name);
  await crm.asks();
  const screen = new Screen(page, t);
  await expect(screen.heading).toBeVisible();
  return screen;
}

/** Presses Enter on what has the focus until the window went on; the first half second does not count. */
const decides = (page, redirect) =>
  expect(async () => {
    await page.keyboard.press("Enter");
    await page.waitForURL(`${redirect}?**`, { timeout: 700 });
  }).toPass();

test("nothing has the focus at first, so that Enter and Space decide nothing", async ({ page, crm, signIn, api }) => {
  const posts = sent(page);
  const screen = await opened({ page, crm, signIn });
  expect((await focus(page)).what).toBe("body");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(screen.allow).toBeVisible();
  expect(posts).toEqual([]);
  expect((await api.authorization(CLIENT.partnerCrm)).state).toBe("Unauthorized");
});

test("Tab goes through what is read first, and Deny comes before Allow", async ({ page, crm, signIn }) => {
  await opened({ page, crm, signIn });
  expect(await walk(page)).toEqual([
    "div What Partner CRM asks for",
    expect.stringContaining("input View analytics"),
    expect.stringContaining("input View and change recordings"),
    "button Add roles",
    "a Use another account",
    "button Deny",
    "button Allow",
  ]);
});

for (const name of [
  "who may not decide can ask",
  "a request waits for an administrator",
  "administrators blocked the application",
  "it is for other roles",
  "a user is asked for new scopes",
  "it is allowed already",
  "nobody is signed in any more",
]) {
  const scene = SCENES.find((one) => one.name === name);
  test.describe(name, () => {
    test.use({ provokes: scene.provokes ?? [] });
    test("every stop is seen, and everything that can be used is a stop", async ({ page, crm, wallboard, signIn, api }) => {
      await scene.open({ page, crm, wallboard, signIn, api, t });
      await page.evaluate(() => document.activeElement.blur());
      const stops = await walk(page);
      const usable = await page.locator("main :is(a, button, input:enabled, textarea, summary, [tabindex='0']):visible").count();
      expect(stops).toHaveLength(usable);
    });
  });
}

test("an administrator unticks a scope with Space and allows with Enter", async ({ page, crm, signIn, api }) => {
  const screen = await opened({ page, crm, signIn });
  const box = page.getByRole("checkbox", { name: /analytics/ });
  await tabTo(page, box);
  await page.keyboard.press("Space");
  await expect(box).not.toBeChecked();
  await tabTo(page, screen.allow);
  await decides(page, crm.redirect);
  const stored = await api.authorization(CLIENT.partnerCrm);
  expect(stored.state).toBe("Authorized");
  expect(stored.scope).not.toContain("analytics:readonly");
});

test("an administrator denies with Space", async ({ page, crm, signIn }) => {
  const screen = await opened({ page, crm, signIn });
  await tabTo(page, screen.deny);
  await page.keyboard.press("Space");
  expect((await crm.hears()).get("error")).toBe("access_denied");
});

test("an administrator looks for a role, picks it and allows for it", async ({ page, crm, signIn, api }) => {
  const screen = await opened({ page, crm, signIn });
  await tabTo(page, page.getByRole("button", { name: t("roles.add") }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: t("picker.title") });
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("master");
  await expect(dialog.getByRole("status")).toHaveText(t("picker.found_one", { count: 1 }));
  await tabTo(page, dialog.getByRole("checkbox", { name: /^Master Admin/ }));
  await page.keyboard.press("Space");
  await tabTo(page, dialog.getByRole("button", { name: t("picker.ok") }));
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(t("roles.some", { roles: "Master Admin" }))).toBeVisible();
  await expect(page.getByRole("button", { name: t("roles.change") })).toBeFocused();
  await tabTo(page, screen.allow);
  await decides(page, crm.redirect);
  const { entities } = (await api.get("/authorization/roles?name=Master%20Admin&pageSize=25")).body;
  expect((await api.authorization(CLIENT.partnerCrm)).roles).toEqual([entities.find((role) => role.name === "Master Admin").id]);
});

for (const [what, leave] of [
  ["Escape", (page) => page.keyboard.press("Escape")],
  ["Cancel", async (page) => {
    await tabTo(page, page.getByRole("dialog").getByRole("button", { name: t("picker.cancel") }));
    await page.keyboard.press("Enter");
  }],
]) {
  test(`${what} leaves the roles as they were, and the focus comes back`, async ({ page, crm, signIn }) => {
    await opened({ page, crm, signIn });
    const add = page.getByRole("button", { name: t("roles.add") });
    await tabTo(page, add);
    await page.keyboard.press("Space");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("searchbox")).toBeFocused();
    await tabTo(page, dialog.getByRole("checkbox").first());
    await page.keyboard.press("Space");
    await leave(page);
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText(t("roles.everyone"))).toBeVisible();
    await expect(add).toBeFocused();
  });
}

test("who may not decide asks: what is missing is said, and gets the focus", async ({ page, crm, signIn }) => {
  const screen = await opened({ page, crm, signIn }, "agent");
  await tabTo(page, page.getByText(t("scope.list", { scopes: "6 scopes, 1 high risk" })));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/View and change recordings/)).toBeVisible();
  await tabTo(page, screen.ask);
  await page.keyboard.press("Enter");
  await expect(screen.why).toBeFocused();
  await expect(screen.why).toHaveAttribute("aria-invalid", "true");
  await expect(screen.why).toHaveAccessibleDescription(new RegExp(t("ask.empty").replace(".", "\\.")));
  await page.keyboard.type("I copy notes by hand.");
  await expect(page.getByText(t("ask.empty"))).toBeHidden();
  await tabTo(page, screen.ask);
  await page.keyboard.press("Enter");
  await expect(page.getByText(t("wait.title"))).toBeVisible();
  await expect(screen.heading).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: t("wait.withdraw") }));
  await page.keyboard.press("Enter");
  await expect(screen.ask).toBeVisible();
  await expect.poll(async () => (await focus(page)).what, "the focus is lost").not.toBe("body");
});

test("who may not decide goes back without access", async ({ page, crm, signIn }) => {
  await opened({ page, crm, signIn }, "agent");
  await tabTo(page, page.getByRole("button", { name: t("foot.back_app") }));
  await page.keyboard.press("Enter");
  expect((await crm.hears()).get("error")).toBe("access_denied");
});

test("the link for an administrator is copied, and that is said", async ({ page, context, crm, signIn }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened({ page, crm, signIn }, "agent");
  await tabTo(page, page.getByRole("button", { name: t("ask.copy") }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: t("copy.done") })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`/admin/integrations/authorized-applications/${CLIENT.partnerCrm}?asked=`);
  await expect.poll(async () => (await focus(page)).what, "the focus is lost").not.toBe("body");
});
