// Undo of a revoke, the history of an authorization, and what a revoke would cost.
import { authorization, answer, refusal } from "./support/faults.mjs";
import { CLIENT, FAILED_ANSWER, LIST, en, expect, test } from "./support/fixtures.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    actions: "Actions for Wallboard",
    revoke: "Revoke authorization",
    revoked: "Authorization of Wallboard revoked.",
    undo: "Undo",
    undone: "Wallboard is authorized again.",
    history: "History",
    compare: (version) => `Compare version ${version}`,
    fromTo: (from, to) => `From version ${from} to version ${to}`,
    restore: (version) => `Restore Version ${version}`,
    restoreNow: "Restore",
    restored: (version) => `Version ${version} restored.`,
    added: "added: users",
  },
  fr: {
    locale: "fr-FR",
    actions: "Actions pour Wallboard",
    revoke: "Révoquer l’autorisation",
    revoked: "Autorisation de Wallboard révoquée.",
    undo: "Annuler la révocation",
    undone: "Wallboard est de nouveau autorisée.",
    history: "Historique",
    compare: (version) => `Comparer la version ${version}`,
    fromTo: (from, to) => `De la version ${from} à la version ${to}`,
    restore: (version) => `Restaurer Version ${version}`,
    restoreNow: "Restaurer",
    restored: (version) => `Version ${version} restaurée.`,
    added: "ajouté\u202f: users",
  },
};

const RESTORE = /\/versions\/\d+\/restore$/;
const IMPACT = /\/impact$/;

async function revokeFromList(page, t) {
  await page.goto(LIST);
  await page.getByRole("button", { name: t.actions, exact: true }).click();
  await page.getByRole("button", { name: t.revoke }).click();
  await page.getByRole("dialog").getByRole("button", { name: t.revoke }).click();
  await expect(page.getByText(t.revoked)).toBeVisible();
}

/** Saves scopes behind the page's back; answers with the number of the version. */
async function saved(api, scope, id = CLIENT.wallboard) {
  const { roles } = await api.authorization(id);
  const { status, body } = await api.put(`/oauth/authorizations/${id}`, { scope, roles });
  expect(status).toBe(200);
  return body.version;
}

for (const [tag, t] of Object.entries(WORDS)) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: t.locale });

    test("a revoke is undone from the list", async ({ page, signIn, api }) => {
      await signIn("admin");
      const before = await api.authorization(CLIENT.wallboard);
      await revokeFromList(page, t);
      expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
      await page.getByRole("button", { name: t.undo }).click();
      await expect(page.getByText(t.undone)).toBeVisible();
      const after = await api.authorization(CLIENT.wallboard);
      expect([after.state, after.scope, after.roles]).toEqual(["Authorized", before.scope, before.roles]);
    });

    test("two versions are compared, and one is restored", async ({ page, signIn, api }) => {
      await signIn("admin");
      const { scope } = await api.authorization(CLIENT.wallboard);
      const old = await saved(api, scope);
      const wide = await saved(api, [...scope, "users"]);
      await page.goto(`${LIST}/${CLIENT.wallboard}`);
      const history = page.getByRole("region", { name: t.history });
      await history.getByRole("checkbox", { name: t.compare(old), exact: true }).check();
      await history.getByRole("checkbox", { name: t.compare(wide), exact: true }).check();
      const compared = history.getByRole("status");
      await expect(compared).toContainText(t.fromTo(old, wide));
      await expect(compared).toContainText(t.added);
      await history.getByRole("button", { name: t.restore(old), exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: t.restoreNow }).click();
      await expect(page.getByText(t.restored(old))).toBeVisible();
      expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("users");
      await expect(history.getByRole("checkbox", { name: t.compare(wide + 1), exact: true })).toBeVisible();
    });
  });
}

test("a revoke is undone from the review, which shows it", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto(`${LIST}/${CLIENT.wallboard}`);
  await page.getByRole("button", { name: "Revoke authorization" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke authorization" }).click();
  const state = page.locator(".page__title .badge");
  await expect(state).toHaveText("Revoked");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Wallboard is authorized again.")).toBeVisible();
  await expect(state).toHaveText("Approved");
});

test.describe("when it goes wrong", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("an undo does not sweep away what somebody else saved meanwhile", async ({ page, signIn, api }) => {
    await signIn("admin");
    await revokeFromList(page, WORDS.en);
    await saved(api, ["users:readonly"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText(en("undo.stale", { name: "Wallboard" }))).toBeVisible();
    expect((await api.authorization(CLIENT.wallboard)).scope).toEqual(["users:readonly"]);
  });

  test("an undo whose outcome is unknown says so", async ({ page, signIn }) => {
    await signIn("admin");
    await revokeFromList(page, WORDS.en);
    await answer(page, "POST", RESTORE, (route) => void route.abort("connectionreset"));
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText(en("save.late_unknown", { name: "Wallboard" }))).toBeVisible();
  });

  test("an undo that is refused says that it stays revoked", async ({ page, signIn }) => {
    await signIn("admin");
    await revokeFromList(page, WORDS.en);
    await answer(page, "POST", RESTORE, refusal(403, "missing.any.permissions"));
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText(en("undo.failed", { name: "Wallboard" }))).toBeVisible();
  });

  test("a stale restore shows what is stored now, and a second press means it", async ({ page, signIn, api }) => {
    await signIn("admin");
    const { scope } = await api.authorization(CLIENT.wallboard);
    const old = await saved(api, scope);
    await saved(api, [...scope, "users"]);
    await page.goto(`${LIST}/${CLIENT.wallboard}`);
    await page.getByRole("button", { name: `Restore Version ${old}`, exact: true }).click();
    await saved(api, [...scope, "recordings"]);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Restore" }).click();
    await expect(dialog.getByText(en("save.stale"))).toBeVisible();
    await expect(dialog).toContainText("removed: recordings");
    await dialog.getByRole("button", { name: "Restore" }).click();
    await expect(page.getByText(`Version ${old} restored.`)).toBeVisible();
  });

  test("how much it is used may be unknown, and it can be revoked all the same", async ({ page, signIn, api }) => {
    await answer(page, "GET", IMPACT, refusal(500, "internal.server.error"));
    await signIn("admin");
    await page.goto(`${LIST}/${CLIENT.wallboard}`);
    await page.getByRole("button", { name: "Revoke authorization" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(en("revoke.impact_failed"))).toBeVisible({ timeout: 10_000 });
    await dialog.getByRole("button", { name: "Revoke authorization" }).click();
    await expect(page.getByText("Authorization of Wallboard revoked.")).toBeVisible();
    expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
  });
});

test("the revoke dialog says how much it is used", async ({ page, signIn, api }) => {
  await signIn("admin");
  const { body } = await api.get(`/oauth/authorizations/${CLIENT.wallboard}/impact`);
  await page.goto(`${LIST}/${CLIENT.wallboard}`);
  await page.getByRole("button", { name: "Revoke authorization" }).click();
  const figures = page.getByRole("dialog").locator(".impact");
  await expect(figures).toContainText(`live tokens end now${body.activeTokens}`);
  await expect(figures).toContainText(String(body.activeUsers30d));
});

test("unsaved changes are in the way of a restore, and it says why", async ({ page, signIn, api }) => {
  await signIn("admin");
  const { scope } = await api.authorization(CLIENT.wallboard);
  const old = await saved(api, scope);
  await saved(api, [...scope, "users"]);
  await page.goto(`${LIST}/${CLIENT.wallboard}`);
  await page.locator(".scope .check").first().click();
  const restore = page.getByRole("button", { name: `Restore Version ${old}`, exact: true });
  await expect(restore).toHaveAccessibleDescription(en("history.unsaved"));
  // It is not disabled, so that it can say why.
  await restore.click({ force: true });
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the history goes with what is stored: a save adds a version", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto(`${LIST}/${CLIENT.wallboard}`);
  const boxes = page.getByRole("region", { name: "History" }).getByRole("checkbox");
  await expect(boxes.first()).toBeVisible();
  const before = await boxes.count();
  const write = page.waitForResponse((response) => authorization(CLIENT.wallboard).test(response.url()) && response.request().method() === "PUT");
  await page.locator(".scope .check").first().click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await write;
  await expect(boxes).toHaveCount(before + 1);
});
