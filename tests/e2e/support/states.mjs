// Every page and dialog as a named state, to be looked at.
import { expect } from "@playwright/test";
import { CLIENT, CLIENTS, FAILED_ANSWER, LIST, MINE, REQUESTS, withoutAnswers } from "./fixtures.mjs";

/** For a page before it opens: what says after five seconds that it takes long says so at once. */
export function hurry() {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (run, after, ...values) => setTimeout(run, after / 10, ...values);
}

// Asks for a scope that nobody knows.
const WALLBOARD_TV = "6ab41f0d-7c1e-4d55-9a67-1f0f5b1cc2d7";
const API = "**/api/v2/oauth/authorizations?*";

const review = (id) => `${LIST}/${id}`;

/** The page that a person of the demo sees at an address, with words to find things by. */
async function go({ page, signIn }, address, who = "admin") {
  await signIn(who);
  await page.goto(address);
}

async function list(scene) {
  await go(scene, LIST);
  await expect(scene.page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
  // Risks and names of roles come with answers of their own.
  await expect(scene.page.locator(".chip--high").first()).toBeAttached();
}

async function reviewOf(scene, id) {
  await go(scene, review(id));
  await expect(scene.page.locator(".effect")).toBeVisible();
}

/** Ticks the first scope of the page that is not ticked, or the other way round. */
const flipScope = ({ page }) => page.locator(".scope .check").first().click();

async function menu(scene, button) {
  await button.click();
  await expect(scene.page.locator(":popover-open")).toBeVisible();
}

async function dialog({ page }) {
  await expect(page.getByRole("dialog")).toBeVisible();
}

async function authorizing(scene, text) {
  await list(scene);
  await scene.page.getByRole("button", { name: scene.t("list.authorize") }).click();
  await dialog(scene);
  if (text !== undefined) await scene.page.getByRole("dialog").getByRole("textbox").fill(text);
}

async function submitted(scene, text) {
  await authorizing(scene, text);
  await scene.page.getByRole("button", { name: scene.t("authorize.submit") }).click();
}

async function revoking(scene) {
  await reviewOf(scene, CLIENT.wallboard);
  await scene.page.getByRole("button", { name: scene.t("revoke.action") }).click();
  await dialog(scene);
  await expect(scene.page.locator(".impact")).toBeVisible();
}

async function changed(scene) {
  await reviewOf(scene, WALLBOARD_TV);
  await flipScope(scene);
  await scene.page.locator(".roles__row").first().getByRole("button").click();
  await expect(scene.page.locator(".scope .mark--added")).toBeAttached();
}

async function requests(scene, query = "") {
  await go(scene, REQUESTS + query);
  await expect(scene.page.getByRole("heading", { level: 1 })).toBeVisible();
}

async function denying(scene) {
  await requests(scene);
  await scene.page.locator(".request__head .button").nth(1).click();
  await scene.page.locator(".request__decide .button--danger").click();
  await expect(scene.page.locator(".field__error")).toBeVisible();
}

/** Wallboard with two versions more, compared. */
async function history(scene) {
  await scene.signIn("admin");
  const path = `/oauth/authorizations/${CLIENT.wallboard}`;
  const { scope, roles } = await scene.api.authorization(CLIENT.wallboard);
  for (const more of [["users"], []]) {
    expect((await scene.api.put(path, { scope: [...scope, ...more], roles, note: "A try." })).status).toBe(200);
  }
  await reviewOf(scene, CLIENT.wallboard);
  const boxes = scene.page.locator(".history .check");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await expect(scene.page.locator(".history__compared .mark--removed")).toBeVisible();
}

/** Consents that are there without anybody giving them. */
async function mine(scene) {
  const grant = (id, name, active) => ({
    client: { id, name, publisher: { name: "P", verified: active }, kind: "external" },
    user: { id: "me", name: "Me" },
    scope: ["presence:readonly", "no:such:scope"],
    dateCreated: "2026-10-01T10:00:00Z",
    dateModified: "2026-10-01T10:00:00Z",
    active,
  });
  const entities = [grant(CLIENT.wallboard, "Wallboard", true), grant(CLIENT.partnerCrm, "Partner CRM", false)];
  await scene.page.route("**/oauth/grants/me", (route) => route.fulfill({ json: { total: 2, entities } }));
  await go(scene, MINE, "agent");
  await expect(scene.page.locator(".grant__scope .chip--high").first()).toBeVisible();
}

/**
 * Every page and dialog. `specimen` is what shows it in the gallery, if it is none of the server's own pages.
 * Those that are looked at in the whole portal as well have `open`, which brings a scene
 * `{ page, signIn, api, t }` there: `t` are the words of the language. `provokes` is what the browser logs on
 * the way.
 */
export const STATES = [
  { name: "list", specimen: "list.rows", open: list },
  {
    name: "list, no match",
    specimen: "list.no-match",
    open: async (scene) => {
      await go(scene, `${LIST}?q=zzzz`);
      await expect(scene.page.getByText(scene.t("list.no_match"))).toBeVisible();
    },
  },
  {
    name: "list, failed",
    specimen: "list.failed",
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await withoutAnswers(scene.page);
      await scene.page.route(API, (route) =>
        route.fulfill({
          status: 500,
          json: { status: 500, code: "internal server error", message: "x", contextId: "3f6c0a52-1d0e-4b77-9a53" },
        }),
      );
      await go(scene, LIST);
      await expect(scene.page.getByText(scene.t("list.failed"))).toBeVisible();
    },
  },
  {
    name: "list, loading",
    specimen: "list.loading-slow",
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await scene.page.addInitScript(hurry);
      await withoutAnswers(scene.page);
      await scene.page.route(API, () => {});
      await go(scene, LIST);
      await expect(scene.page.locator(".skeleton").first()).toBeVisible();
      await expect(scene.page.getByText(scene.t("loading.slow"))).toBeVisible();
    },
  },
  { name: "row menu", specimen: "list.menu-of-a-row" },
  { name: "scopes popover", specimen: "list.scopes-of-a-row" },
  {
    name: "portal menu",
    specimen: "shell.menu",
    open: async (scene) => {
      await list(scene);
      await menu(scene, scene.page.getByRole("button", { name: scene.t("nav.menu"), exact: true }));
    },
  },
  {
    name: "account menu",
    specimen: "shell.account",
    open: async (scene) => {
      await list(scene);
      const label = /^Ada Brandt/;
      await menu(scene, scene.page.getByRole("button", { name: label }));
    },
  },
  { name: "authorize", specimen: "list.authorize" },
  {
    name: "authorize, error",
    specimen: "list.authorize-no-id",
    dialog: true,
    open: async (scene) => {
      await submitted(scene, "0b2f6a51-7c1e-4d55");
      await expect(scene.page.locator(".field__error")).toBeVisible();
    },
  },
  { name: "authorize, already authorized", specimen: "list.authorize-authorized-already" },
  { name: "authorize, found facts", specimen: "list.authorize-a-url-was-pasted" },
  { name: "review, approved", specimen: "review.approved", open: (scene) => reviewOf(scene, CLIENT.wallboard) },
  { name: "review, not decided", specimen: "review.not-decided-a-scope-that-nobody-knows" },
  { name: "review, pending", specimen: "review.pending" },
  { name: "review, revoked", specimen: "review.revoked" },
  { name: "review, unknown scope", specimen: "review.not-decided-a-scope-that-nobody-knows" },
  { name: "review, changes", specimen: "review.changes", open: changed },
  {
    name: "add roles",
    specimen: "review.add-roles",
    dialog: true,
    open: async (scene) => {
      await reviewOf(scene, WALLBOARD_TV);
      await scene.page.getByRole("button", { name: scene.t("roles.add") }).click();
      await dialog(scene);
      const free = scene.page.locator(".pick .check:enabled");
      await free.nth(0).click();
      await free.nth(1).click();
      await expect(scene.page.locator(".picked__item")).toHaveCount(2);
    },
  },
  { name: "revoke", specimen: "review.revoke" },
  { name: "leave", specimen: "review.leave" },
  {
    name: "merge",
    specimen: "review.conflict",
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await changed(scene);
      const { scope, roles } = await scene.api.authorization(WALLBOARD_TV);
      const first = await scene.api.put(`/oauth/authorizations/${WALLBOARD_TV}`, {
        scope: scope.filter((id) => id !== "users:readonly"),
        roles: roles.slice(0, 2),
      });
      expect(first.status).toBe(200);
      await scene.page.getByRole("button", { name: scene.t("effect.save") }).click();
      await expect(scene.page.locator(".merge")).toBeVisible();
    },
  },
  {
    name: "clients",
    specimen: "clients.rows",
    open: async (scene) => {
      await go(scene, CLIENTS);
      await expect(scene.page.locator("bdi", { hasText: "Partner CRM" })).toBeVisible();
    },
  },
  { name: "requests", specimen: "requests.open" },
  { name: "requests, deny", specimen: "requests.deny", open: denying },
  { name: "requests, handled", specimen: "requests.handled" },
  { name: "history", specimen: "review.two-versions-compared", open: history },
  { name: "restore", specimen: "review.restore" },
  { name: "apps", specimen: "apps.some" },
  { name: "my applications", specimen: "my-applications.some", open: mine },
  { name: "withdraw", specimen: "my-applications.withdraw" },
  {
    name: "forbidden",
    specimen: "list.forbidden",
    open: async (scene) => {
      await go(scene, LIST, "viewer");
      await expect(scene.page.getByText(scene.t("access.forbidden"))).toBeVisible();
    },
  },
  { name: "not found", specimen: "not-found.no-such-place" },
  { name: "gone client", specimen: "review.not-found" },
  {
    name: "signed-out banner",
    specimen: "review.session-lost",
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await changed(scene);
      await scene.page.context().clearCookies();
      await scene.page.getByRole("button", { name: scene.t("effect.save") }).click();
      await expect(scene.page.locator(".banner")).toBeVisible();
    },
  },
  {
    name: "toast",
    specimen: "toastregion.with-an-act",
    open: async (scene) => {
      await revoking(scene);
      await scene.page.getByRole("dialog").getByRole("button", { name: scene.t("revoke.action") }).click();
      await expect(scene.page.locator(".toast")).toBeVisible();
    },
  },
  {
    name: "sign-in page, error",
    provokes: [FAILED_ANSWER],
    open: async ({ page }) => {
      await page.goto("/login");
      await page.locator("#username").fill("admin@demo.example");
      await page.locator("#password").fill("wrong");
      await page.locator("button").click();
      await expect(page.locator("#error")).toBeVisible();
    },
  },
  { name: "signed in", open: async ({ page }) => void (await page.goto("/signed-in")) },
];
