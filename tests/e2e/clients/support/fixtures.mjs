// What tests of clients have beside the server: people without a browser.
import { test as base } from "../../support/fixtures.mjs";
import { discover } from "./client-script.mjs";
import { Person } from "./person.mjs";
import { CLIENT } from "../../support/people.mjs";

export * from "../../support/fixtures.mjs";

/** Where Partner CRM lives when nobody runs it: any port of the loopback address fits. */
export const REDIRECT = "http://127.0.0.1:8090/callback";
/** What Partner CRM asks for, and without which of it it works. */
export const ASKED = [
  "user-basic-info",
  "external-contacts",
  "conversations:readonly",
  "presence:readonly",
  "analytics:readonly",
  "recordings",
];
export const OPTIONAL = ["analytics:readonly", "recordings"];

export const test = base.extend({
  /** Somebody of the demo organization with cookies of their own: `await somebody("agent")`. */
  somebody: async ({ playwright, server }, use) => {
    const contexts = [];
    await use(async (name) => {
      contexts.push(await playwright.request.newContext());
      return new Person(contexts.at(-1), server.url, name);
    });
    for (const context of contexts) await context.dispose();
  },

  /** Partner CRM as openid-client sees the server. */
  partner: ({ server }, use) => discover(server.url, CLIENT.partnerCrm).then(use),

  /** Calls the API with a bearer token. */
  bearer: async ({ playwright, server }, use) => {
    const http = await playwright.request.newContext();
    await use(async (token, path, method = "GET") => {
      const answer = await http.fetch(`${server.url}/api/v2${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await answer.text();
      return { status: answer.status(), headers: answer.headers(), body: text ? JSON.parse(text) : undefined };
    });
    await http.dispose();
  },
});
