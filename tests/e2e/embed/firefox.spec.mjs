// The plain example and the pages of our own in Firefox: what it is made of, Chromium is not.
import { Application } from "../support/application.mjs";
import { consentWords } from "../support/consent.mjs";
import { find, firefox, firefoxBrowser } from "../support/firefox.mjs";
import { CLIENT, LIST, PASSWORD, en, expect, test as base } from "./host.mjs";
import { untouched } from "./walk.mjs";

const test = base.extend({
  firefoxBrowser,
  firefox,

  /** An authorization as the server has it. */
  stored: async ({ sessionOf }, use) =>
    use(async (id) => (await (await sessionOf("admin")).get(`/api/v2/oauth/authorizations/${id}`)).json()),
});
const consent = consentWords("en");

// One browser for all.
test.describe.configure({ mode: "default" });

const click = async (...what) => (await find(...what)).click();
const fill = async (page, name, text) => (await find(page, "input, textarea", name)).fill(text);
const said = (page, text) => expect.poll(() => page.$eval("#said", (line) => line.textContent)).toBe(text);

test("Firefox: an admin authorizes, edits and revokes inside the host's page, which stays as it was", async ({ firefox: page, host, hostReady, stored }) => {
  test.slow();
  // The policy of the host names Trusted Types, which Firefox knows since 148; one that does not passes them over.
  await hostReady();
  await page.goto(host.url);
  await find(page, "a", "Wallboard");
  const before = await untouched(page);

  // Authorize.
  await click(page, "button", en("list.authorize"));
  await fill(page, "Client ID", CLIENT.surveyBot);
  await click(page, "button", en("authorize.submit"));
  await find(page, "h1", "Survey Bot");
  await click(page, "button", en("effect.approve"));
  await said(page, `Authorized ${CLIENT.surveyBot}`);
  expect(await stored(CLIENT.surveyBot)).toMatchObject({ state: "Authorized" });

  // Edit.
  await click(page, "a", en("nav.applications"));
  await click(page, "a", "Wallboard");
  await find(page, "h1", "Wallboard");
  await click(page, "label code", "presence:readonly");
  await click(page, "button", en("effect.save"));
  await said(page, `Authorized ${CLIENT.wallboard}`);
  expect((await stored(CLIENT.wallboard)).scope).not.toContain("presence:readonly");

  // Revoke.
  await click(page, "button", en("revoke.action"));
  await click(page, "dialog[open] button", en("revoke.action"));
  await said(page, `Revoked ${CLIENT.wallboard}`);

  expect(await stored(CLIENT.wallboard)).toMatchObject({ state: "Revoked" });

  expect(await untouched(page)).toEqual(before);
});

test("Firefox: an admin signs in, finds the list and denies an application that asks", async ({ firefox: page, server }) => {
  test.slow();
  await page.goto(server.url + LIST);
  await fill(page, "Email address", "admin@demo.example");
  await fill(page, "Password", PASSWORD);
  await click(page, "button", "Sign in");
  await find(page, "h1", en("nav.applications"));
  await find(page, "a", "Wallboard");

  await new Application(page, server).asks();
  await find(page, "h1", "Partner CRM");
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/oauth/consents/"));
  await click(page, "button", consent("decide.deny"));
  expect((await answered).status()).toBe(200);
});
