// A page of somebody else with our elements in it: its own origin, its own session, a strict policy.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createHash, randomBytes } from "node:crypto";
import { extname, join, resolve } from "node:path";
import { CLIENT, test as base, expect } from "../support/fixtures.mjs";

export { expect };
export * from "../support/fixtures.mjs";

/** The built package. */
export const PACKAGE = process.env.COUNTERSIGN_PACKAGE ?? fileURLToPath(new URL("../../../packages/countersign/dist/", import.meta.url));
const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", wasm: "application/wasm", json: "application/json" };
const CALLBACK = "http://127.0.0.1:8090/callback";
const SCOPES = ["oauth", "authorization", "user-basic-info"];

/** A token of Partner CRM for whoever is signed in, who is an administrator. */
async function tokenOf(context, server, api) {
  const current = await api.get(`/oauth/authorizations/${CLIENT.partnerCrm}`);
  await api.put(`/oauth/authorizations/${CLIENT.partnerCrm}`, { scope: SCOPES, roles: [] }, { "if-match": current.headers.etag });
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT.partnerCrm,
    redirect_uri: CALLBACK,
    scope: SCOPES.join(" "),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const asked = await context.request.get(`${server.url}/oauth/authorize?${query}`, { maxRedirects: 0 });
  const id = new URL(asked.headers().location, server.url).searchParams.get("request");
  const consent = await api.get(`/oauth/consents/${id}`);
  const decided = await api.post(`/oauth/consents/${id}`, { decision: "allow", scope: SCOPES, digest: consent.body.digest });
  expect(decided.status, JSON.stringify(decided.body)).toBe(200);
  const form = { grant_type: "authorization_code", code: new URL(decided.body.redirectTo).searchParams.get("code"), redirect_uri: CALLBACK, client_id: CLIENT.partnerCrm, code_verifier: verifier };
  const answer = await fetch(`${server.url}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
  expect(answer.status).toBe(200);
  return (await answer.json()).access_token;
}

export const test = base.extend({
  /**
   * How the host differs: `{ site, policies, headers, change(path, body) }`. `site` is the folder of
   * its files, of an example or whichever, `policies` are the Trusted Types that it needs itself.
   */
  hostOptions: [{}, { option: true }],

  serverOptions: async ({ host }, use) => use({ args: ["--allow-origin", host.url] }),

  host: async ({ hostOptions }, use) => {
    const host = { token: undefined, asked: [], api: undefined };
    const listener = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://host");
      if (pathname === "/token") {
        host.asked.push(searchParams.get("reason"));
        response.writeHead(200, { "content-type": "application/json" });
        return response.end(JSON.stringify({ access_token: host.token }));
      }
      // The places of the host's own router are all the one page.
      const name = extname(pathname) ? pathname.slice(1) : "index.html";
      const { site = "embed-html", policies = [] } = hostOptions;
      const file = name.startsWith("countersign/") ? PACKAGE + name.slice("countersign/".length) : join(resolve(EXAMPLES, site), name);
      let body = await readFile(file).catch(() => undefined);
      const changed = body && hostOptions.change?.(name, body);
      body = changed ?? body;
      if (!body) return response.writeHead(404).end();
      if (name.endsWith("index.html")) body = String(body).replace("<html", `<html data-api="${host.api}/api/v2"`);
      response.writeHead(200, {
        "content-type": TYPES[name.split(".").pop()],
        "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${host.api}; require-trusted-types-for 'script'; trusted-types ${["countersign", ...policies].join(" ")}`,
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

  /** Opens the host's page as the admin, whose token the host has. */
  open: async ({ page, context, server, host, signIn, api }, use) => {
    await use(async (path = "/") => {
      await signIn("admin");
      host.api = server.url;
      host.token ??= await tokenOf(context, server, api);
      await page.goto(host.url + path);
    });
  },
});
