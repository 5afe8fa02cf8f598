// Walk 3 of the mission and what belongs to it: an unknown application asks, somebody decides, the
// application gets what was allowed and loses it again. In both languages; the words stand here,
// so that a changed text is noticed.
import { Application } from "../support/application.mjs";
import { allows, denies } from "../support/consent.mjs";
import { CLIENT, LIST, expect, test as base } from "../support/fixtures.mjs";

const REQUIRED = ["user-basic-info", "external-contacts", "conversations:readonly", "presence:readonly"];

const WORDS = {
  en: {
    locale: "en-US",
    allow: "Allow",
    deny: "Deny",
    everyone: "New here. You decide for everyone at Harbourline.",
    profile: /own profile/,
    analytics: /View analytics/,
    recordings: /View and change recordings/,
    advice: "(in doubt, ask its developer)",
    mustApprove: "An administrator must approve this application",
    why: "Why do you need it?",
    ask: "Ask for approval",
    waiting: "Waiting for an administrator.",
    approveRequest: "Approve…",
    approve: "Approve",
    goesOn: "Approved. Now decide for yourself.",
    own: "New for you. You decide for yourself.",
    denyRequest: "Deny…",
    reasonForDenying: "Reason for denying",
    denyNow: "Deny request",
    deniedBy: /Ada Brandt denied your request/,
    notYourRoles: "Your roles do not include this application",
    forRoles: "Harbourline allows Wallboard for Supervisor.",
    back: /^Go back to/,
    publicClient: /cannot prove who it is/,
    more: /It asks for 1 scope more than Harbourline allowed on/,
    newSince: "New since then",
    routing: /routing settings/,
    revoke: "Revoke authorization",
    takenBack: /has been taken back since/,
  },
  fr: {
    locale: "fr-FR",
    allow: "Autoriser",
    deny: "Refuser",
    everyone: "Nouvelle ici. Vous décidez pour tout le monde chez Harbourline.",
    profile: /propre profil|profil/,
    analytics: /analytique|analyse/i,
    recordings: /modifier les enregistrements/,
    advice: "(un doute ? Demandez au développeur)",
    mustApprove: "Un administrateur doit approuver cette application",
    why: "Pourquoi en avez-vous besoin\u202f?",
    ask: "Demander l’approbation",
    waiting: "En attente d’un administrateur.",
    approveRequest: "Approuver…",
    approve: "Approuver",
    goesOn: "Approuvé. À vous de décider.",
    own: "Nouvelle pour vous. Vous décidez pour vous-même.",
    denyRequest: "Refuser…",
    reasonForDenying: "Motif du refus",
    denyNow: "Refuser la demande",
    deniedBy: /Ada Brandt a refusé votre demande/,
    notYourRoles: "Vos rôles n’incluent pas cette application",
    forRoles: "Harbourline autorise Wallboard pour Supervisor.",
    back: /^Revenir à/,
    publicClient: /ne peut pas prouver son identité/,
    more: /Elle demande 1 étendue de plus que Harbourline/,
    newSince: "Nouveau depuis",
    routing: /routage/,
    revoke: "Révoquer l’autorisation",
    takenBack: /a été retiré depuis/,
  },
};

const test = base.extend({
  crm: async ({ page, context, server }, use) => {
    const crm = new Application(page, server);
    await crm.waits(context);
    await use(crm);
  },

  /** Another person in another browser. */
  other: async ({ browser, server, signIn, locale }, use) => {
    const contexts = [];
    await use(async (name) => {
      const context = await browser.newContext({ locale, baseURL: server.url });
      contexts.push(context);
      await signIn(name, context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

const scopes = (tokens) => tokens.scope.split(" ").toSorted();

for (const words of Object.values(WORDS)) {
  test.describe(words.locale, () => {
    test.use({ locale: words.locale });

    test("an administrator decides for the organization, and the token carries exactly what was allowed", async ({ crm, page, signIn, api }) => {
      await signIn("admin");
      await crm.asks();
      await expect(page.getByRole("heading", { name: "Partner CRM" })).toBeVisible();
      await expect(page.getByText(words.everyone)).toBeVisible();
      await expect(page.getByText(words.advice)).toBeVisible();
      await expect(page.getByText("127.0.0.1:8090", { exact: true })).toBeVisible();
      const box = (name) => page.getByRole("checkbox", { name });
      await expect(box(words.profile)).toBeDisabled();
      await expect(box(words.profile)).toBeChecked();
      await expect(box(words.recordings)).not.toBeChecked();
      await expect(box(words.analytics)).toBeChecked();
      await box(words.analytics).uncheck();
      await allows(page, words);
      const tokens = await crm.signedIn();
      expect(scopes(tokens)).toEqual(REQUIRED.toSorted());
      const told = await crm.calls(tokens, "/tokens/me");
      expect(told.body.authorizedScope.toSorted()).toEqual(REQUIRED.toSorted());
      const stored = await api.authorization(CLIENT.partnerCrm);
      expect(stored.state).toBe("Authorized");
      expect(stored.scope.toSorted()).toEqual(REQUIRED.toSorted());
    });

    test("who may not decide asks, an administrator approves in another window, and this one goes on", async ({ crm, page, signIn, other }) => {
      await signIn("agent");
      await crm.asks();
      await expect(page.getByRole("heading", { name: words.mustApprove })).toBeVisible();
      await expect(page.getByRole("button", { name: words.allow, exact: true })).toHaveCount(0);
      await page.getByLabel(words.why).fill("I copy notes by hand.");
      await page.getByRole("button", { name: words.ask }).click();
      await expect(page.getByText(words.waiting)).toBeVisible();

      const admin = await other("admin");
      await admin.goto(`${LIST}/requests`);
      const card = admin.getByRole("article").filter({ hasText: "Partner CRM" });
      await expect(card).toContainText("I copy notes by hand.");
      await card.getByRole("link", { name: words.approveRequest }).click();
      await admin.getByRole("button", { name: words.approve, exact: true }).click();

      await expect(page.getByText(words.goesOn)).toBeVisible();
      await expect(page.getByText(words.own)).toBeVisible();
      await allows(page, words);
      const tokens = await crm.signedIn();
      expect((await crm.calls(tokens)).body.email).toBe("agent@demo.example");
    });

    test("a request that is denied says who and why, and nothing was given", async ({ crm, page, signIn, other }) => {
      await signIn("agent");
      await crm.asks();
      await page.getByLabel(words.why).fill("Please.");
      await page.getByRole("button", { name: words.ask }).click();
      await expect(page.getByText(words.waiting)).toBeVisible();
      const admin = await other("admin");
      await admin.goto(`${LIST}/requests`);
      const card = admin.getByRole("article").filter({ hasText: "Partner CRM" });
      await card.getByRole("button", { name: words.denyRequest }).click();
      await card.getByRole("textbox", { name: words.reasonForDenying }).fill("Use the built-in one.");
      await card.getByRole("button", { name: words.denyNow }).click();
      await expect(page.getByText(words.deniedBy)).toBeVisible();
      await expect(page.getByText("Use the built-in one.")).toBeVisible();
      await page.getByRole("button", { name: words.back }).click();
      expect((await crm.hears()).get("error")).toBe("access_denied");
    });

    test("denying sends the browser back without a code", async ({ crm, page, signIn, api }) => {
      await signIn("admin");
      await crm.asks();
      await denies(page, words);
      const told = await crm.hears();
      expect([told.get("error"), told.get("code")]).toEqual(["access_denied", null]);
      expect((await api.authorization(CLIENT.partnerCrm)).state).toBe("Unauthorized");
    });

    test("who has no role of an authorized application is told which roles have it, and can ask", async ({ page, context, server, signIn }) => {
      const wallboard = new Application(page, server, {
        client: CLIENT.wallboard,
        redirect: "https://wallboard.lumen.example/callback",
      });
      await wallboard.waits(context);
      await signIn("agent");
      await wallboard.asks();
      await expect(page.getByRole("heading", { name: words.notYourRoles })).toBeVisible();
      await expect(page.getByText(words.forRoles)).toBeVisible();
      await page.getByLabel(words.why).fill("I lead a shift now.");
      await page.getByRole("button", { name: words.ask }).click();
      await expect(page.getByText(words.waiting)).toBeVisible();
    });

    test("a public client asks at each visit and new scopes are marked", async ({ crm, page, signIn }) => {
      await signIn("admin");
      await crm.asks();
      await allows(page, words);
      await crm.signedIn();
      await crm.asks();
      await expect(page.getByText(words.publicClient)).toBeVisible();
      await crm.asks({ scope: "user-basic-info routing:readonly" });
      await expect(page.getByText(words.more)).toBeVisible();
      await expect(page.getByText(words.newSince)).toBeVisible();
      // Its record does not have it, so that it starts unticked.
      await page.getByRole("checkbox", { name: words.routing }).check();
      await allows(page, words);
      expect(scopes(await crm.signedIn())).toEqual(["routing:readonly", "user-basic-info"]);
    });

    test("revoke cuts the application off while it is open, and an administrator has to decide again", async ({ crm, page, signIn, other }) => {
      await signIn("admin");
      await crm.asks();
      await allows(page, words);
      const tokens = await crm.signedIn();
      expect((await crm.calls(tokens)).status).toBe(200);
      const admin = await other("admin");
      await admin.goto(`${LIST}/${CLIENT.partnerCrm}`);
      await admin.getByRole("button", { name: words.revoke }).click();
      await admin.getByRole("dialog").getByRole("button", { name: words.revoke }).click();
      await expect(admin.getByRole("dialog")).toHaveCount(0);
      expect((await crm.calls(tokens)).status).toBe(401);
      expect((await crm.refresh(tokens)).body.error).toBe("invalid_grant");
      await crm.asks();
      await expect(page.getByText(words.takenBack)).toBeVisible();
      await signIn("agent");
      await crm.asks();
      await expect(page.getByRole("heading", { name: words.mustApprove })).toBeVisible();
    });
  });
}
