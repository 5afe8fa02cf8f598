// What the screen says before somebody decides: who asks, where it leads, for whom, for how long.
// The words stand here, so that a changed text is noticed.
import { CLIENT } from "../support/fixtures.mjs";
import { Screen, expect, test } from "./scenes.mjs";
import { consentWords } from "../support/consent.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    id: "Client ID",
    verified: "Verified",
    unverified: "Not verified",
    everyone: "New here. You decide for everyone at Harbourline.",
    continuesIn: "Continues in an app on this device 127.0.0.1:8090",
    continues: "Continues to wallboard.lumen.example",
    high: "High risk: It can change and delete recorded conversations of the whole organization.",
    medium: "Medium risk",
    mediumBecause: "It shows who talks to whom, with customers' phone numbers and addresses.",
    lastsShared: "Lasts until revoked in Authorized Applications.",
    lasts: "Lasts until you withdraw it in My applications.",
    signedIn: (mail) => `Signed in as ${mail} Use another account`,
    scopes: {
      presence: /^View user and organization presence/,
      conversations: /^View conversations and their participants/,
      contacts: /^View and change external contacts/,
      recordings: /^View and change recordings/,
    },
  },
  fr: {
    locale: "fr-FR",
    id: "ID client",
    verified: "Vérifié",
    unverified: "Non vérifié",
    everyone: "Nouvelle ici. Vous décidez pour tout le monde chez Harbourline.",
    continuesIn: "Continue dans une application de cet appareil 127.0.0.1:8090",
    continues: "Continue vers wallboard.lumen.example",
    high: "Risque élevé\u202f: Elle permet de modifier et supprimer les enregistrements de tous.",
    medium: "Risque moyen",
    mediumBecause: "Elle montre qui échange avec qui, avec les numéros de téléphone et les adresses des clients.",
    lastsShared: "Révocable dans Applications autorisées.",
    lasts: "À retirer dans Mes applications.",
    signedIn: (mail) => `Connecté en tant que ${mail} Changer de compte`,
    scopes: {
      presence: /^Voir la présence/,
      conversations: /^Voir les conversations/,
      contacts: /^Voir et modifier les contacts/,
      recordings: /^Voir et modifier les enregistrements/,
    },
  },
};

/** The rows of the head and of the foot, as they are read. */
const rows = (page) => {
  const [head, foot] = [page.locator("main header"), page.locator("main footer")];
  return {
    organization: head.locator(".consent__org"),
    publisher: head.locator(".consent__publisher"),
    id: head.locator(".consent__id"),
    account: foot.locator(".consent__line").first(),
    way: foot.locator(".consent__line").nth(1),
    lasts: foot.locator(".consent__undo"),
  };
};

for (const [tag, words] of Object.entries(WORDS)) {
  test.describe(words.locale, () => {
    test.use({ locale: words.locale });

    test("an administrator reads who asks, that nobody verified it, where it leads and how long it lasts", async ({ page, crm, signIn }) => {
      await signIn("admin");
      await crm.asks();
      await expect(new Screen(page, consentWords(tag)).heading).toHaveText("Partner CRM");
      const { organization, publisher, id, account, way, lasts } = rows(page);
      await expect(organization).toHaveText("Harbourline");
      await expect(publisher).toHaveText(`Partner Software${words.unverified}`);
      await expect(id).toHaveText(`${words.id} ${CLIENT.partnerCrm}`);
      await expect(page.getByText(words.everyone)).toBeVisible();
      await expect(account).toHaveText(words.signedIn("admin@demo.example"));
      await expect(way).toHaveText(words.continuesIn);
      await expect(lasts).toHaveText(words.lastsShared);
      for (const one of [organization, publisher, id, account, way, lasts]) await expect(one).toBeInViewport({ ratio: 1 });
    });

    test("a supervisor reads that the publisher is verified, the host it leads to and how to take it back", async ({ page, wallboard, signIn }) => {
      await signIn("supervisor");
      await wallboard.asks();
      await expect(new Screen(page, consentWords(tag)).heading).toHaveText("Wallboard");
      const { organization, publisher, id, account, way, lasts } = rows(page);
      await expect(organization).toHaveText("Harbourline");
      await expect(publisher).toHaveText(`Lumen Displays${words.verified}`);
      await expect(id).toHaveText(`${words.id} ${CLIENT.wallboard}`);
      await expect(account).toHaveText(words.signedIn("supervisor@demo.example"));
      await expect(way).toHaveText(words.continues);
      await expect(lasts).toHaveText(words.lasts);
      for (const one of [organization, publisher, id, account, way, lasts]) await expect(one).toBeInViewport({ ratio: 1 });
    });

    test("each scope says how much harm it can do, and one of high risk says why", async ({ page, crm, signIn }) => {
      await signIn("admin");
      await crm.asks();
      const row = (name) => page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { name }) });
      const mark = (name) => row(name).locator(".mark--high, .mark--medium");
      await expect(mark(words.scopes.recordings)).toHaveText(words.high);
      await expect(mark(words.scopes.contacts)).toHaveText(words.medium);
      await expect(mark(words.scopes.conversations)).toHaveText(words.medium);
      await expect(mark(words.scopes.conversations)).toHaveAttribute("title", words.mediumBecause);
      await expect(row(words.scopes.presence)).toBeVisible();
      await expect(mark(words.scopes.presence)).toHaveCount(0);
    });
  });
}
