// oidc-provider in front of our consent page (examples/oidc-provider): another authorization server
// that speaks the same contract.
import { once } from "node:events";
import { createServer } from "node:http";
import { test as base, expect } from "@playwright/test";
import { authorizationCodeGrant, tokenRevocation } from "openid-client";
import { CLIENT } from "../support/people.mjs";
import { decideOn, signInOn } from "./support/browser.mjs";
import { begin, clientScript, discover, signIn } from "./support/client-script.mjs";
import { ends, startExternalApp, startOidcProvider } from "./support/examples.mjs";
import { ASKED, OPTIONAL, REDIRECT } from "./support/fixtures.mjs";
import { PartnerCrm } from "./support/partner-crm.mjs";
import { allowAll, allowOnly, Person } from "./support/person.mjs";

const REQUIRED = ASKED.filter((id) => !OPTIONAL.includes(id));

const test = base.extend({
  // One for all tests of a worker: each has people of its own, and nothing else is kept.
  issuer: [
    async ({}, use) => {
      const provider = await startOidcProvider();
      await use(provider.url);
      await provider.stop();
    },
    { scope: "worker" },
  ],
  /** Another person with a browser of their own: `await somebody("agent")`. */
  somebody: async ({ playwright, issuer }, use) => {
    const contexts = [];
    await use(async (name) => {
      contexts.push(await playwright.request.newContext());
      return new Person(contexts.at(-1), issuer, name);
    });
    for (const context of contexts) await context.dispose();
  },
  /** Where an application waits for its code: any port of the loopback address fits. */
  arrivals: async ({}, use) => {
    const program = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Back</h1>"));
    await once(program.listen(0, "127.0.0.1"), "listening");
    await use({ url: `http://127.0.0.1:${program.address().port}/callback` });
    program.close();
  },
  crm: async ({ issuer, page }, use) => {
    const app = await startExternalApp(issuer);
    await use(new PartnerCrm(page, app.url));
    await app.stop();
  },
  config: ({ issuer }, use) => discover(issuer, CLIENT.partnerCrm).then(use),
});

test("the client script runs against it as against the reference server", async ({ issuer, somebody }) => {
  await clientScript({
    issuer,
    clientId: CLIENT.partnerCrm,
    redirectUri: REDIRECT,
    person: await somebody("admin"),
    scope: ASKED,
  });
});

test("what is unticked is not granted, and is not called new the next time", async ({ config, somebody }) => {
  const person = await somebody("agent");
  const tokens = await signIn(config, person, REDIRECT, { decide: allowOnly(...REQUIRED) });
  expect(tokens.scope.split(" ").sort()).toEqual([...REQUIRED].sort());

  const { url } = await begin(config, REDIRECT);
  const again = await person.consent(await person.reach(url));
  expect(again.scopes.map(({ id, new: isNew }) => [id, isNew])).toEqual(ASKED.map((id) => [id, false]));
  expect(again.reason).toBe("publicClient");
});

test("a consent request tells all that the page shows", async ({ config, somebody }) => {
  const person = await somebody("agent");
  const { url } = await begin(config, REDIRECT);
  const request = await person.consent(await person.reach(url));
  expect(request).toMatchObject({
    state: "pending",
    client: { id: CLIENT.partnerCrm, name: "Partner CRM" },
    user: { name: "Noah Meyer", email: "agent@demo.example" },
    organization: { name: "Demo Organization" },
    redirect: { kind: "loopback", host: "127.0.0.1:8090" },
    audience: "user",
    reason: "newApplication",
    canDecide: true,
  });
  expect(request.scopes.map(({ id, selected }) => [id, selected])).toEqual(
    ASKED.map((id) => [id, id !== "recordings"]),
  );
});

test("a request belongs to the browser that it was made in", async ({ config, somebody, issuer }) => {
  const [owner, twin, other] = [await somebody("agent"), await somebody("agent"), await somebody("admin")];
  const { url } = await begin(config, REDIRECT);
  const id = await owner.reach(url);
  const decision = allowAll(await owner.consent(id));
  for (const stranger of [twin, other]) {
    await stranger.reach(url); // signs in
    expect((await stranger.http.get(`${issuer}/api/v2/oauth/consents/${id}`)).status()).toBe(403);
    const answer = await stranger.post(id, decision);
    expect(answer.status()).toBe(403);
    expect((await answer.json()).code).toBe("consent.not.yours");
  }
  expect((await owner.post(id, decision)).status()).toBe(200);
});

test("of twenty decisions at once one counts", async ({ config, somebody }) => {
  const person = await somebody("agent");
  const { url } = await begin(config, REDIRECT);
  const id = await person.reach(url);
  const decision = allowAll(await person.consent(id));
  const answers = await Promise.all(Array.from({ length: 20 }, () => person.post(id, decision)));
  expect(answers.map((answer) => answer.status()).sort()).toEqual([200, ...Array(19).fill(409)]);
  expect((await person.consent(id)).state).toBe("allowed");
});

test("two windows of one browser can ask at the same time", async ({ config, somebody }) => {
  const person = await somebody("agent");
  const [one, two] = [await begin(config, REDIRECT), await begin(config, REDIRECT)];
  const first = await person.reach(one.url);
  const second = await person.reach(two.url);
  for (const id of [first, second]) {
    const { redirect } = await person.open(await person.decide(id, allowAll));
    expect(redirect.searchParams.get("code")).toBeTruthy();
  }
});

test("a decision says what was shown, and is complete", async ({ config, somebody, issuer }) => {
  const person = await somebody("agent");
  const { url } = await begin(config, REDIRECT);
  const id = await person.reach(url);
  const good = allowAll(await person.consent(id));
  const code = async (data) => (await (await person.post(id, data)).json()).code;
  expect(await code({ ...good, digest: "other" })).toBe("consent.changed");
  expect(await code({ ...good, scope: [...good.scope, "oauth"] })).toBe("constraint.validation");
  expect(await code({ ...good, scope: [] })).toBe("constraint.validation");
  expect(await code({ ...good, decision: "maybe" })).toBe("constraint.validation");

  const elsewhere = `${issuer}/api/v2/oauth/consents/${id}`;
  const foreign = await person.http.post(elsewhere, { data: good, headers: { origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  const form = await person.http.post(elsewhere, { form: good, headers: person.own });
  expect(form.status()).toBe(415);
  expect((await person.consent(id)).state).toBe("pending");
});

test("an unknown request is not found", async ({ somebody, issuer }) => {
  const person = await somebody("agent");
  expect((await person.http.get(`${issuer}/api/v2/oauth/consents/made-up`)).status()).toBe(404);
});

test("a person allows on our consent page", async ({ config, page, arrivals }) => {
  const { url, checks } = await begin(config, arrivals.url);
  await page.goto(url);
  await signInOn(page, "agent");
  await expect(page.getByRole("heading", { name: /Partner CRM/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("agent@demo.example")).toBeVisible();
  await decideOn(page, "Allow");
  await expect(page.getByRole("heading", { name: "Back" })).toBeVisible();
  const tokens = await authorizationCodeGrant(config, new URL(page.url()), checks);
  // High risk and optional: it starts unticked.
  expect(tokens.scope.split(" ").sort()).toEqual(ASKED.filter((id) => id !== "recordings").sort());
});

// The server isolates its pages (COOP): to the application the window looks closed all the while.
test("Partner CRM signs in there as at the reference server", async ({ crm }) => {
  await crm.open();
  await crm.allowInPopup("agent");
  await crm.expectMay(...ASKED.filter((id) => id !== "recordings"));
  await crm.expectMayNot("recordings");
  await crm.refresh.click();
  await expect(crm.status).toHaveText("The token was refreshed.");
  await crm.signOut.click();
  await expect(crm.status).toHaveText("You are signed out. The tokens were revoked.");
});

test("Partner CRM notices that its tokens are dead", async ({ crm, config, page }) => {
  await crm.open();
  const issued = page.waitForResponse(/\/oauth\/token$/);
  await crm.allowInPopup("agent");
  const { refresh_token } = await (await issued).json();
  await tokenRevocation(config, refresh_token);
  await expect(crm.trouble).toHaveText("Access was taken away. Sign in again to ask for it.");
  await expect(crm.signIn).toBeFocused();
});

test("a wrong start is told in one sentence", async () => {
  for (const args of [["--listen", "nowhere"], ["--what"], ["--pages", "/not/there"]]) {
    const { code, err } = await ends("oidc-provider", ...args);
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  }
});
