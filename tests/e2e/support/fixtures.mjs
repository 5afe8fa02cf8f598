// What every test has: its own server, a page that fails the test on console errors and policy
// violations, and people who sign in.
import { test as base, expect } from "@playwright/test";
import { PASSWORD } from "./people.mjs";
import { startServer } from "./server.mjs";
import { words } from "./words.mjs";

export { expect };
export * from "./people.mjs";
export * from "./words.mjs";

export const en = words("en");

/** What the pages keep: src/preferences.rs and public/boot.js. */
const KEPT = ["countersign.locale", "countersign.theme", "countersign-reloaded"];
const STORED = "storage of the page:";
/** Secrets of the server (256 bits in hexadecimal), signed tokens, and what a parameter calls one. */
const SECRET =
  /\b[0-9a-f]{64}\b|\beyJ[\w-]{10,}\.|["'?&#\s](code|access_token|refresh_token|client_secret|code_verifier|password)["']?\s*[=:]\s*["']?[\w.~-]{8,}/i;

/**
 * Looks for secrets in what a context's pages say in the console and write into storage, whatever
 * becomes of the pages; answers what was found.
 */
async function watchForSecrets(context, origin) {
  const said = [];
  context.on("console", (message) => said.push(message.text()));
  await context.addInitScript(
    ({ origin, STORED }) => {
      if (location.origin !== origin) return;
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key, value) {
        console.debug(STORED, JSON.stringify([String(key), String(value)]));
        return setItem.call(this, key, value);
      };
    },
    { origin, STORED },
  );
  return async () => {
    const cookies = (await context.cookies()).map(({ value }) => value).filter((value) => value.length >= 20);
    const isSecret = (text) => SECRET.test(text) || [PASSWORD, ...cookies].some((secret) => text.includes(secret));
    const isKept = (text) => KEPT.includes(JSON.parse(text.slice(STORED.length))[0]);
    return said.filter((text) => isSecret(text) || (text.startsWith(STORED) && !isKept(text)));
  };
}

/** Signs somebody in by the form of the sign-in page. */
async function logIn(request, { url }, name) {
  const answer = await request.post(`${url}/login`, {
    form: { username: `${name}@demo.example`, password: PASSWORD, next: "/signed-in" },
    headers: { origin: url },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}

/** A server for tests that only read, and what is stored there. */
async function startReader(playwright) {
  const server = await startServer();
  const session = await playwright.request.newContext({ baseURL: server.url });
  await logIn(session, server, "admin");
  const stored = async () => {
    const found = [];
    for (const path of ["authorizations?pageSize=100", "requests", "clients?pageSize=100"]) {
      const { entities } = await (await session.get(`/api/v2/oauth/${path}`)).json();
      found.push(entities.map(({ id, client, state, version, scope, roles }) => ({ id, client: client?.id, state, version, scope, roles })));
    }
    return found;
  };
  return { server, session, sessions: new Map(), stored, before: await stored() };
}

export const test = base.extend({
  // Options of a test's server, for example `test.use({ serverOptions: { args: [...] } })`.
  serverOptions: [{}, { option: true }],
  // Console errors that the test provokes: a list of patterns.
  provokes: [[], { option: true }],

  // Whether a test only reads. Then it has the server of its worker, and the sessions there.
  reads: [false, { option: true }],

  reader: [
    async ({ playwright }, use) => {
      let started;
      await use(() => (started ??= startReader(playwright)));
      if (!started) return;
      const { server, before, stored, session } = await started;
      const after = await stored();
      await session.dispose();
      await server.stop();
      expect(after, "a test that only reads changed what is stored").toEqual(before);
    },
    { scope: "worker" },
  ],

  server: async ({ serverOptions, reads, reader }, use) => {
    if (reads) {
      expect(serverOptions, "a shared server takes no options of one test").toEqual({});
      return use((await reader()).server);
    }
    const server = await startServer(serverOptions);
    await use(server);
    await server.stop();
  },

  baseURL: async ({ server }, use) => use(server.url),

  context: async ({ context, provokes, server }, use) => {
    const troubles = [];
    const leaks = await watchForSecrets(context, server.url);
    const note = (text) => {
      if (!provokes.some((pattern) => pattern.test(text))) troubles.push(text);
    };
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") note(`${message.type()}: ${message.text()}`);
    });
    context.on("weberror", (error) => note(`uncaught: ${error.error()}`));
    await use(context);
    expect(troubles, "console errors, warnings and policy violations").toEqual([]);
    expect(await leaks(), "secrets in the console or in storage, and what is kept without need").toEqual([]);
  },

  /** Signs somebody of the demo organization in: `await signIn("admin")`. */
  signIn: async ({ context, server, reads, reader }, use) => {
    const sessions = reads ? (await reader()).sessions : new Map();
    await use(async (name, where = context) => {
      if (sessions.has(name)) return where.addCookies(sessions.get(name));
      await logIn(where.request, server, name);
      if (reads) sessions.set(name, await where.cookies());
    });
  },

  /** Calls the API directly with the session of the browser, as a script of ours would. */
  api: async ({ context, server }, use) => {
    const call = async (method, path, { data, headers = {} } = {}) => {
      const answer = await context.request.fetch(`${server.url}/api/v2${path}`, {
        method,
        data,
        headers: { origin: server.url, "x-requested-with": "countersign", ...headers },
      });
      const text = await answer.text();
      return { status: answer.status(), headers: answer.headers(), body: text ? JSON.parse(text) : undefined };
    };
    await use({
      get: (path) => call("GET", path),
      post: (path, data, headers) => call("POST", path, { data, headers }),
      put: (path, data, headers) => call("PUT", path, { data, headers }),
      delete: (path, headers) => call("DELETE", path, { headers }),
      authorization: async (id) => (await call("GET", `/oauth/authorizations/${id}`)).body,
    });
  },
});

/** The page asks for all that it shows, as from a backend that writes no answers into its pages. */
export const withoutAnswers = (page) =>
  page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      const brought = document.getElementById("answers");
      if (!brought) return;
      brought.remove();
      watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
  });

/** What the browser logs by itself when an answer is an error or none. */
export const FAILED_ANSWER = /Failed to load resource|net::ERR_/;
