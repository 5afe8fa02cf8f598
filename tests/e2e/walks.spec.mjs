// The walks of the mission, step by step, through roles and labels, in both languages. The words
// stand here and not in the catalogue, so that a changed text is noticed.
import { CLIENT, LIST, PASSWORD, expect, test } from "./support/fixtures.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    user: "Email address",
    password: "Password",
    signIn: "Sign in",
    admin: "Admin",
    integrations: "Integrations",
    menu: "Menu",
    it: "IT and Integrations",
    applications: "Authorized Applications",
    authorizeAClient: "Authorize a client",
    authorizeClient: "Authorize client",
    clientId: "Client ID",
    scope: "Scope",
    advice: "If you are not sure whether a scope is required, ask the application’s developer before you approve it.",
    basicProfile: /Basic profile/,
    conversations: /Conversations \(read only\)/,
    approve: "Approve",
    save: "Save",
    approved: "Approved",
    revoked: "Revoked",
    saved: "Authorization of Partner CRM saved.",
    already: /Directory Web Client is already authorized/,
    open: "Open authorization",
    users: "Users who can use this application",
    addRoles: "Add roles",
    addRolesTitle: "Add Roles",
    everyone: "Everyone in the organization.",
    othersLose: "Everyone without one of these roles loses access.",
    ok: "OK",
    groupAll: "All of Analytics and reporting",
    revoke: "Revoke authorization",
    revokeTitle: "Revoke authorization of Wallboard?",
    revokeText: /Everyone loses access at once, administrators included/,
    revokeDone: "Authorization of Wallboard revoked.",
    actionsOf: "Actions for Wallboard",
    note: /Note/,
    copyId: "Copy client ID of Directory Web Client",
    group: "Analytics and reporting",
    noScopes: "none",
  },
  fr: {
    locale: "fr-FR",
    user: "Adresse e-mail",
    password: "Mot de passe",
    signIn: "Se connecter",
    admin: "Admin",
    integrations: "Intégrations",
    menu: "Menu",
    it: "IT et intégrations",
    applications: "Applications autorisées",
    authorizeAClient: "Autoriser un client",
    authorizeClient: "Autoriser le client",
    clientId: "ID client",
    scope: "Étendue",
    advice: "Si vous ne savez pas si une étendue est nécessaire, demandez au développeur de l’application avant de l’approuver.",
    basicProfile: /Profil de base/,
    conversations: /Conversations \(lecture seule\)/,
    approve: "Approuver",
    save: "Enregistrer",
    approved: "Approuvée",
    revoked: "Révoquée",
    saved: "Autorisation de Partner CRM enregistrée.",
    already: /Directory Web Client est déjà autorisée/,
    open: "Ouvrir l’autorisation",
    users: "Utilisateurs pouvant utiliser cette application",
    addRoles: "Ajouter des rôles",
    addRolesTitle: "Ajouter des rôles",
    everyone: "Toute l’organisation.",
    othersLose: "Toute personne sans l’un de ces rôles perd l’accès.",
    ok: "OK",
    groupAll: "Tout : Analyses et rapports",
    revoke: "Révoquer l’autorisation",
    revokeTitle: "Révoquer l’autorisation de Wallboard ?",
    revokeText: /Tout le monde perd l’accès immédiatement, administrateurs compris/,
    revokeDone: "Autorisation de Wallboard révoquée.",
    actionsOf: "Actions pour Wallboard",
    note: /Note/,
    copyId: "Copier l’ID client de Directory Web Client",
    group: "Analyses et rapports",
    noScopes: "aucune",
  },
};

for (const [tag, w] of Object.entries(WORDS)) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: w.locale });

    /** Signs in through the page, as a person does. */
    const signInByPage = async (page) => {
      await page.goto(LIST);
      await page.getByLabel(w.user).fill("admin@demo.example");
      await page.getByLabel(w.password).fill(PASSWORD);
      await page.getByRole("button", { name: w.signIn }).click();
      await expect(page.getByRole("heading", { level: 1, name: w.applications })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${LIST}$`));
    };

    const openDialog = async (page, clientId) => {
      await page.getByRole("button", { name: w.authorizeAClient }).click();
      const dialog = page.getByRole("dialog", { name: w.authorizeClient });
      await dialog.getByLabel(w.clientId).fill(clientId);
      return dialog;
    };

    test("a client whose ID is known is authorized", async ({ page, api }) => {
      await signInByPage(page);

      await page.getByRole("link", { name: w.admin, exact: true }).click();
      const side = page.getByRole("navigation", { name: w.admin });
      await expect(side.getByRole("heading", { name: w.integrations })).toBeVisible();
      await side.getByRole("link", { name: w.applications }).click();
      await page.getByRole("button", { name: w.menu, exact: true }).click();
      await expect(page.getByRole("heading", { name: w.it })).toBeVisible();
      await page.getByRole("navigation", { name: /Portal|Portail/ }).getByRole("link", { name: w.applications }).click();

      const dialog = await openDialog(page, CLIENT.partnerCrm);
      await dialog.getByRole("button", { name: w.authorizeClient }).click();

      await expect(page.getByRole("heading", { level: 1, name: "Partner CRM" })).toBeVisible();
      const scope = page.getByRole("region", { name: w.scope, exact: true });
      await expect(scope.getByText(w.advice)).toBeVisible();
      await scope.getByRole("checkbox", { name: w.basicProfile }).check();
      await scope.getByRole("checkbox", { name: w.conversations }).check();
      await page.getByRole("button", { name: w.approve }).click();

      await expect(page.getByText(w.saved)).toBeVisible();
      await expect(page.locator(".page__title").getByText(w.approved, { exact: true })).toBeVisible();
      const stored = await api.authorization(CLIENT.partnerCrm);
      expect(stored.state).toBe("Authorized");
      expect(stored.scope.sort()).toEqual(["conversations:readonly", "user-basic-info"]);
      expect(stored.roles).toEqual([]);
    });

    test("a built-in client gets its roles and its scope", async ({ page, api }) => {
      await signInByPage(page);

      // The OAuth page lists the client IDs.
      await page.getByRole("navigation", { name: w.admin }).getByRole("link", { name: "OAuth" }).click();
      const row = page.getByRole("row", { name: /Directory Web Client/ });
      await expect(row.getByText(CLIENT.directory.slice(0, -4))).toBeVisible();
      await expect(row.getByRole("button", { name: w.copyId })).toBeVisible();

      await page.getByRole("navigation", { name: w.admin }).getByRole("link", { name: w.applications }).click();
      const dialog = await openDialog(page, CLIENT.directory);
      await dialog.getByRole("button", { name: w.authorizeClient }).click();
      await expect(dialog.getByText(w.already)).toBeVisible();
      await dialog.getByRole("button", { name: w.open }).click();

      const users = page.getByRole("region", { name: w.users });
      await expect(users.getByText(w.everyone)).toBeVisible();
      await users.getByRole("button", { name: w.addRoles }).click();
      const roles = page.getByRole("dialog", { name: w.addRolesTitle });
      await roles.getByRole("searchbox").fill("super");
      await roles.getByRole("checkbox", { name: /Supervisor/ }).check();
      await roles.getByRole("searchbox").fill("finan");
      await roles.getByRole("checkbox", { name: /Finance/ }).check();
      await expect(roles.getByText(w.othersLose)).toBeVisible();
      await roles.getByRole("button", { name: w.ok, exact: true }).click();
      await expect(users.getByRole("listitem").filter({ hasText: "Supervisor" })).toBeVisible();

      const scope = page.getByRole("region", { name: w.scope, exact: true });
      await scope.getByRole("button", { name: w.noScopes, exact: true }).click();
      await scope.getByRole("searchbox").fill("user-basic-info");
      await scope.getByRole("checkbox", { name: w.basicProfile }).check();
      await page.getByRole("button", { name: w.save, exact: true }).click();

      await expect.poll(async () => (await api.authorization(CLIENT.directory)).scope).toEqual(["user-basic-info"]);
      const stored = await api.authorization(CLIENT.directory);
      const named = (await api.get(`/authorization/roles?id=${stored.roles.join(",")}`)).body.entities;
      expect(named.map((role) => role.name).sort()).toEqual(["Finance", "Supervisor"]);
    });

    test("revoking switches the application off for everybody", async ({ page, api }) => {
      await signInByPage(page);
      await page.getByRole("button", { name: w.actionsOf, exact: true }).click();
      await page.getByRole("button", { name: w.revoke }).click();
      const dialog = page.getByRole("dialog", { name: w.revokeTitle });
      await expect(dialog.getByText(w.revokeText)).toBeVisible();
      await dialog.getByLabel(w.note).fill("Not needed any more.");
      await dialog.getByRole("button", { name: w.revoke }).click();

      await expect(page.getByText(w.revokeDone)).toBeVisible();
      const row = page.getByRole("row", { name: /^Wallboard (External|Externe|Verified|Vérifié)/ });
      await expect(row.getByText(w.revoked, { exact: true })).toBeVisible();
      const stored = await api.authorization(CLIENT.wallboard);
      expect(stored.state).toBe("Revoked");
      expect(stored.note).toBe("Not needed any more.");
    });

    test("revoking works from the review page too", async ({ page, signIn, api }) => {
      await signIn("admin");
      await page.goto(`${LIST}/${CLIENT.wallboard}`);
      await page.getByRole("button", { name: w.revoke }).click();
      const dialog = page.getByRole("dialog", { name: w.revokeTitle });
      await dialog.getByRole("button", { name: w.revoke }).click();
      await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
      await expect(page.locator(".page__title").getByText(w.revoked, { exact: true })).toBeVisible();
      expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");
    });
  });
}
