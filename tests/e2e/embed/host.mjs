// A page of somebody else with our elements in it: its own origin, its own session, a strict policy.
import { createServer, request as ask } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createHash, randomBytes } from "node:crypto";
import { extname, join, resolve } from "node:path";
import { CLIENT, PASSWORD, test as base, expect } from "../support/fixtures.mjs";

export { expect };
export * from "../support/fixtures.mjs";

/** The built package. */
export const PACKAGE = process.env.COUNTERSIGN_PACKAGE ?? fileURLToPath(new URL("../../../packages/countersign/dist/", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", wasm: "application/wasm", json: "application/json" };
const CALLBACK = "http://127.0.0.1:8090/callback";
const SCOPES = ["oauth", "authorization", "user-basic-info"];
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'";

async function logIn(session, server, origin, name) {
  const form = { username: `${name}@demo.example`, password: PASSWORD, next: "/signed-in" };
  const answer = await session.post(`${server.url}/login`, { form, headers: { origin }, maxRedirects: 0 });
  expect(answer.status()).toBe(303);
}

/** A consent request of Partner CRM, and what its decision is redeemed with. */
export async function askConsent(session) {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT.partnerCrm,
    redirect_uri: CALLBACK,
    scope: SCOPES.join(" "),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const asked = await session.get(`/oauth/authorize?${query}`, { maxRedirects: 0 });
  return { id: new URL(asked.headers().location, "http://any").searchParams.get("request"), verifier };
}

/** Lets Partner CRM be used by everyone. */
async function authorize(session) {
  const path = `/api/v2/oauth/authorizations/${CLIENT.partnerCrm}`;
  const current = await session.get(path);
  const answer = await session.put(path, { data: { scope: SCOPES, roles: [] }, headers: { "if-match": current.headers().etag } });
  expect(answer.ok()).toBe(true);
}

/** A token of Partner CRM that acts for the person of a session. */
async function tokenOf(session) {
  const { id, verifier } = await askConsent(session);
  const path = `/api/v2/oauth/consents/${id}`;
  const { digest } = await (await session.get(path)).json();
  const decided = await session.post(path, { data: { decision: "allow", scope: SCOPES, digest } });
  expect(decided.status(), await decided.text()).toBe(200);
  const code = new URL((await decided.json()).redirectTo).searchParams.get("code");
  const form = { grant_type: "authorization_code", code, redirect_uri: CALLBACK, client_id: CLIENT.partnerCrm, code_verifier: verifier };
  const answer = await session.post("/oauth/token", { form });
  expect(answer.status()).toBe(200);
  return (await answer.json()).access_token;
}

/** The host is the one origin that people see: what is the server's goes on to it. */
function passOn(request, response, to) {
  const onward = ask(to + request.url, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

export const test = base.extend({
  /**
   * How the host differs. `site`: the folder of its files, of an example or whichever; `policies`: the
   * Trusted Types that it needs itself; `headers`; `types` by ending; `package`: the folder of the
   * package that it has; `change(path, body)`, null where it has no such file; `isFront`: it passes on what is the server's, which knows no other address.
   */
  hostOptions: [{}, { option: true }],

  serverOptions: async ({ host, hostOptions }, use) =>
    use({ args: [hostOptions.isFront ? "--public-url" : "--allow-origin", host.url] }),

  host: async ({ hostOptions }, use) => {
    const host = { token: undefined, asked: [], api: undefined };
    const listener = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://host");
      if (hostOptions.isFront && /^\/(api|oauth|login)\b/.test(pathname)) return passOn(request, response, host.server);
      if (pathname === "/token") {
        host.asked.push(searchParams.get("reason"));
        response.writeHead(200, { "content-type": "application/json" });
        return response.end(JSON.stringify({ access_token: host.token }));
      }
      // The places of the host's own router are all the one page.
      const name = extname(pathname) ? pathname.slice(1) : "index.html";
      const { site = "embed-html", policies = [], package: own = PACKAGE } = hostOptions;
      const file = name.startsWith("countersign/") ? own + name.slice("countersign/".length) : join(resolve(EXAMPLES, site), name);
      let body = await readFile(file).catch(() => undefined);
      const changed = body && hostOptions.change?.(name, body);
      if (changed !== undefined) body = changed;
      if (!body) return response.writeHead(404).end();
      if (name.endsWith("index.html")) body = String(body).replace("<html", `<html data-api="${host.api}/api/v2"`);
      response.writeHead(200, {
        "content-type": { ...TYPES, ...hostOptions.types }[name.split(".").pop()],
        "content-security-policy": `${POLICY}; connect-src 'self' ${host.api}; trusted-types ${["countersign", ...policies].join(" ")}`,
        ...hostOptions.headers,
      });
      response.end(body);
    });
    await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
    host.url = `http://127.0.0.1:${listener.address().port}`;
    await use(host);
    listener.closeAllConnections();
    listener.close();
  },

  /** Sessions of people: calls of the API as they, outside of the browser. */
  sessionOf: async ({ playwright, server, origin }, use) => {
    const sessions = new Map();
    await use(async (name) => {
      if (sessions.has(name)) return sessions.get(name);
      const extraHTTPHeaders = { origin, "x-requested-with": "countersign" };
      const session = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders });
      await logIn(session, server, origin, name);
      sessions.set(name, session);
      return session;
    });
    for (const session of sessions.values()) await session.dispose();
  },

  /** The server's own origin, as browsers know it. */
  origin: async ({ server, host, hostOptions }, use) => use(hostOptions.isFront ? host.url : server.url),

  /** Tokens of people: `await tokenFor("admin")`, another one each time. */
  tokenFor: async ({ sessionOf }, use) => {
    let isAuthorized = false;
    await use(async (name) => {
      if (!isAuthorized) await authorize(await sessionOf("admin"));
      isAuthorized = true;
      return tokenOf(await sessionOf(name));
    });
  },

  /** Gives the host what its page needs: where the API is, and a token of the admin. */
  hostReady: async ({ server, host, hostOptions, tokenFor }, use) => {
    await use(async () => {
      host.server = server.url;
      host.api = hostOptions.isFront ? "" : server.url;
      host.token ??= await tokenFor("admin");
    });
  },

  /** Opens the host's page as the admin, whose token the host has. */
  open: async ({ page, context, server, origin, host, hostReady }, use) => {
    await use(async (path = "/") => {
      // So that a test can look at what is stored; a page of another origin has no use of it.
      await logIn(context.request, server, origin, "admin");
      await hostReady();
      await page.goto(host.url + path);
    });
  },
});

/** The list is there, with its rows. */
export const shown = (page) => expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible({ timeout: 20_000 });
