// The server's own pages where it is not alone: a gateway before it, cookies of others beside its
// own, a mistyped address, a database that somebody else holds.
import { expectAccessibleInBothThemes } from "./support/axe.mjs";
import { consentWords } from "./support/consent.mjs";
import { Review } from "./support/faults.mjs";
import { CLIENT, FAILED_ANSWER, LIST, PASSWORD, expect, test } from "./support/fixtures.mjs";
import { startGateway } from "./support/gateway.mjs";
import { holdLock } from "./support/lock.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    email: "Email address",
    password: "Password",
    signIn: "Sign in",
    nothingHere: "There is no page here",
    hint: "Check the address, or go to the start page.",
    startPage: "Go to the start page",
  },
  fr: {
    locale: "fr-FR",
    email: "Adresse e-mail",
    password: "Mot de passe",
    signIn: "Se connecter",
    nothingHere: "Il n’y a pas de page ici",
    hint: "Vérifiez l’adresse ou allez à la page d’accueil.",
    startPage: "Aller à la page d’accueil",
  },
};

const EMAIL = "admin@demo.example";

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });

/** The sign-in page, which leads on to `next`. */
async function expectSignIn(page, next, w = WORDS.en) {
  await expect(page).toHaveURL(({ pathname, searchParams }) => pathname === "/login" && searchParams.get("next") === next);
  await expect(heading(page, w.signIn)).toBeVisible();
}

/** Sends the form of the sign-in page that is on screen. */
async function signInByForm(page, w = WORDS.en) {
  await page.getByLabel(w.email).fill(EMAIL);
  await page.getByLabel(w.password).fill(PASSWORD);
  await page.getByRole("button", { name: w.signIn }).click();
}

/** The list, with what only a signed-in administrator gets. */
async function expectOwnList(page) {
  await expect(page).toHaveURL(new RegExp(`${LIST}$`));
  await expect(page.getByRole("row", { name: /Survey Bot/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ada Brandt/ })).toBeVisible();
}

const behind = test.extend({
  // What the gateway of a test does: see support/gateway.mjs.
  gatewayOptions: [{}, { option: true }],

  /** The server as it is reached through the gateway; `passed` lists what came through. */
  server: async ({ server, gatewayOptions }, use) => {
    const gateway = await startGateway(server.url, gatewayOptions);
    await use({ ...server, url: gateway.url, passed: gateway.passed });
    await gateway.stop();
  },
});

const PORTER = { username: "porter", password: "open-sesame" };

for (const { what, does, credentials, authorization } of [
  {
    what: "asks for HTTP Basic",
    does: { basic: PORTER },
    credentials: PORTER,
    authorization: `Basic ${btoa("porter:open-sesame")}`,
  },
  {
    what: "adds its own Negotiate to every request",
    does: { adds: { authorization: "Negotiate YIIabcDEF123" } },
    authorization: "Negotiate YIIabcDEF123",
  },
]) {
  behind.describe(`a gateway that ${what}`, () => {
    behind.use({ gatewayOptions: does, httpCredentials: credentials });

    behind("is no hindrance: a person signs in, sees what is theirs, and saves", async ({ page, server }) => {
      await page.goto("/");
      await expectSignIn(page, LIST);
      await signInByForm(page);
      await expectOwnList(page);

      const review = new Review(page);
      await review.open(CLIENT.wallboard);
      await review.edit();
      await review.save.click();
      await expect(review.toast).toBeVisible();
      await page.reload();
      await expect(review.scope("analytics:readonly")).toBeChecked();
      await expect(review.scope("presence:readonly")).not.toBeChecked();

      const came = new Set(server.passed.map(({ headers }) => headers.authorization));
      expect([...came], "what the server is told with every request").toEqual([authorization]);
    });
  });
}

for (const [encoding, named] of [["utf8", "UTF-8"], ["latin1", "Latin-1"]]) {
  behind.describe(`a cookie of somebody else on the host, in ${named}`, () => {
    const odd = Buffer.from("city=Zürich", encoding);
    behind.use({ gatewayOptions: { cookie: Buffer.concat([odd, Buffer.from("; Path=/")]) } });

    behind("hides the session from nobody: a person signs in and sees what is theirs", async ({ page, server }) => {
      await page.goto("/");
      await signInByForm(page);
      await expectOwnList(page);

      // One letter a byte, as the gateway lists headers.
      const text = odd.toString("latin1");
      const told = (asked) => server.passed.findLast(asked).headers.cookie;
      expect(told(({ method }) => method === "POST"), "what came with the form").toContain(text);
      const both = told(({ path }) => path === LIST);
      expect(both, "what came with the list").toContain(text);
      expect(both).toContain("countersign_session=");
    });
  });
}

for (const [tag, w] of Object.entries(WORDS)) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: w.locale });

    test("the sign-in page is there with a slash at its end too, and signs in", async ({ page }) => {
      const answer = await page.goto("/login/");
      expect(answer.status()).toBe(200);
      await expect(heading(page, w.signIn)).toBeVisible();
      await expectAccessibleInBothThemes(page);
      await signInByForm(page, w);
      await expectOwnList(page);
    });

    test.describe(() => {
      test.use({ provokes: [FAILED_ANSWER] });

      test("where there is no page, a page says so, names the request and leads to the start", async ({ page }) => {
        const answer = await page.goto("/nowhere");
        expect(answer.status()).toBe(404);
        expect(answer.headers()["content-type"]).toContain("text/html");
        await expect(page).toHaveTitle(`${w.nothingHere} · Countersign`);
        await expect(page.locator("html")).toHaveAttribute("lang", tag);
        await expect(heading(page, w.nothingHere)).toBeVisible();
        await expect(page.getByText(w.hint)).toBeVisible();
        await expect(page.locator("code")).toHaveText(answer.headers()["inin-correlation-id"]);
        await expectAccessibleInBothThemes(page);

        await page.getByRole("link", { name: w.startPage, exact: true }).click();
        await expectSignIn(page, LIST, w);
      });

      test("the consent screen is the same with a slash at its end, before and after the sign-in", async ({ page }) => {
        for (const path of ["/consent", "/consent/"]) {
          const answer = await page.goto(path);
          expect(answer.status()).toBe(200);
          await expectSignIn(page, path, w);
        }

        await signInByForm(page, w);
        await expect(page).toHaveURL(/\/consent\/$/);
        const unknown = heading(page, consentWords(tag)("unknown.title"));
        await expect(unknown).toBeVisible();
        await expectAccessibleInBothThemes(page);
        await page.goto("/consent");
        await expect(unknown).toBeVisible();
      });
    });
  });
}

const held = test.extend({
  /** Another process that holds the lock of the database, from before the page opens until `release`. */
  lock: async ({ server }, use) => {
    const lock = await holdLock(server.data);
    await use(lock);
    await lock.release();
  },
});

held.describe("a database that somebody else holds", () => {
  held.use({ provokes: [FAILED_ANSWER] });

  held("signs nobody in, says so and keeps the email address; afterwards the same form signs in", async ({ page, lock }) => {
    // The server waits five seconds for the lock, and longer where a write of its own waits before.
    held.slow();
    const w = WORDS.en;
    await page.goto("/");
    const sent = page.waitForResponse((answer) => answer.request().method() === "POST");
    await signInByForm(page);
    const answer = await sent;
    expect(answer.status()).toBe(503);

    const alert = page.getByRole("alert");
    await expect(alert).toContainText("The portal can’t sign anybody in at the moment.");
    await expect(alert).toContainText(answer.headers()["inin-correlation-id"]);
    await expect(page.getByLabel(w.email)).toHaveValue(EMAIL);
    await expect(page.getByLabel(w.password)).toHaveValue("");
    await expectAccessibleInBothThemes(page);

    await lock.release();
    await page.getByLabel(w.password).fill(PASSWORD);
    await page.getByRole("button", { name: w.signIn }).click();
    await expectOwnList(page);
  });
});
