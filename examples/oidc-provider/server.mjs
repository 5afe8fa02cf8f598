// oidc-provider with Countersign's consent page: the wiring. What is worth copying is in adapter.mjs.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Consents } from "./adapter.mjs";
import { account, ACCOUNTS, CLIENT, ORGANIZATION, PASSWORD, PORTAL, SCOPES } from "./demo.mjs";
import { body, escape, ownJson, Refusal, sendError, sendFile, sendJson } from "./http.mjs";

const HELP = "usage: node server.mjs [--listen 127.0.0.1:8081] [--pages ../../dist/pages]";
const CONSENT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'";
const LOGIN_POLICY = "default-src 'none'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/** The demo lets applications on this machine ask from a browser. */
const mayAsk = (origin) => /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin ?? "");

async function makeProvider(issuer) {
  // oidc-provider is made for Node 22, which has this.
  URL.parse ??= (...all) => (URL.canParse(...all) ? new URL(...all) : null);
  const { Provider, interactionPolicy } = await import("oidc-provider");

  const policy = interactionPolicy.base();
  // A public client is asked about at every sign-in; under `prompt=none` the contract calls that so.
  policy.get("consent").checks.get("native_client_prompt").error = "consent_required";

  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return new Provider(issuer, {
    clients: [CLIENT],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256" }] },
    clientBasedCORS: (_, origin) => mayAsk(origin),
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    scopes: Object.keys(SCOPES),
    pkce: { required: () => true },
    issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    findAccount: (_, id) => account(id) && { accountId: id, claims: () => ({ sub: id }) },
    interactions: {
      policy,
      url: (_, { prompt, uid, returnTo }) =>
        prompt.name === "login"
          ? `/login?next=${encodeURIComponent(new URL(returnTo).pathname)}`
          : `/consent?request=${uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    routes: {
      authorization: "/oauth/authorize",
      token: "/oauth/token",
      revocation: "/oauth/revoke",
      introspection: "/oauth/introspect",
      jwks: "/oauth/jwks",
    },
    // Seconds.
    ttl: {
      AuthorizationCode: 60,
      Interaction: 600,
      AccessToken: 3600,
      Session: 86_400,
      RefreshToken: 14 * 86_400,
      Grant: 14 * 86_400,
    },
    renderError(context, { error, error_description }) {
      context.type = "html";
      context.body = page("This request can't go on", `<p>${escape(`${error}: ${error_description ?? ""}`)}</p>`);
    },
  });
}

const page = (title, main) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1>${main}`;

const loginForm = (error = "") =>
  page(
    "Sign in",
    `<form method="post"><p role="alert">${error}</p>` +
      `<p><label>Email address <input name="username" autocomplete="username" autofocus></label></p>` +
      `<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>` +
      `<p><button>Sign in</button></p></form><p>Demo: ${ACCOUNTS.map(({ email }) => email).join(", ")}; ${PASSWORD}</p>`,
  );

/** Who calls the API, by the session of the browser or by a token; with the token, if it is one. */
async function caller(provider, request, response) {
  const value = request.headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
  const token = value && (await provider.AccessToken.find(value));
  const who = value ? token : await provider.Session.get(provider.createContext(request, response));
  const user = who?.accountId && account(who.accountId);
  if (!user) throw new Refusal(401, "authentication.required", "Sign in first.");
  return { user, token };
}

function routes(provider, issuer, pages) {
  const consents = new Consents(provider, PORTAL);
  const others = provider.callback();
  const policy = (value) => ({
    "content-security-policy": value,
    // No window that opened this one can reach into it; applications must not need that.
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
    "content-type": "text/html; charset=utf-8",
  });

  async function api(request, response, path) {
    if (path === "/oauth/capabilities") return { contract: "1", features: ["consents"] };
    if (path === "/users/me") {
      const { user } = await caller(provider, request, response);
      return { ...user, authorization: { roles: [], permissions: [] }, organization: ORGANIZATION };
    }
    if (path === "/tokens/me") {
      const { token } = await caller(provider, request, response);
      const client = token && { id: token.clientId, name: CLIENT.client_name };
      return { organization: ORGANIZATION, authorizedScope: token?.scope.split(" ") ?? [], OAuthClient: client };
    }
    const [, id] = path.match(/^\/oauth\/consents\/([\w-]+)$/) ?? [];
    if (id && request.method === "GET") return consents.get(request, response, id);
    if (id && request.method === "POST") return consents.decide(request, response, id, await ownJson(request, issuer));
    throw new Refusal(404, "not.found", "Not here.");
  }

  async function finishLogin(request, response, accountId) {
    try {
      await provider.interactionFinished(request, response, { login: { accountId } });
    } catch (error) {
      if (error.name !== "SessionNotFound") throw error;
      throw new Refusal(400, "bad.request", "No application waits for this sign-in.");
    }
  }

  async function login(request, response) {
    let error;
    if (request.method === "POST") {
      const form = new URLSearchParams(await body(request));
      const found = ACCOUNTS.find(({ email }) => email === form.get("username"));
      if (found && form.get("password") === PASSWORD) {
        return finishLogin(request, response, found.id);
      }
      error = "The address or the password is wrong.";
    }
    response.writeHead(error ? 401 : 200, policy(LOGIN_POLICY)).end(loginForm(error));
  }

  return async (request, response) => {
    try {
      const url = new URL(request.url, issuer);
      if (url.pathname.startsWith("/api/v2/")) {
        // For tokens alone: without credentials a browser sends no cookie along.
        if (mayAsk(request.headers.origin)) {
          response.setHeader("access-control-allow-origin", request.headers.origin);
          response.setHeader("vary", "origin");
          response.setHeader("access-control-allow-headers", "authorization, content-type");
          response.setHeader("access-control-expose-headers", "inin-correlation-id");
        }
        if (request.method === "OPTIONS") return response.writeHead(204).end();
        return sendJson(response, 200, await api(request, response, url.pathname.slice("/api/v2".length)));
      }
      if (url.pathname === "/login") return await login(request, response);
      if (url.pathname === "/consent") {
        if (await sendFile(response, pages, "/consent.html", policy(CONSENT_POLICY))) return;
        throw new Refusal(404, "not.found", "The consent page is not built.");
      }
      if (request.method === "GET" && (await sendFile(response, pages, url.pathname))) return;
      if (url.pathname === "/oauth/authorize" && !url.searchParams.has("scope")) {
        // Without a scope the client record decides, as at the reference server.
        url.searchParams.set("scope", CLIENT.scope);
        request.url = url.pathname + url.search;
      }
      return await others(request, response);
    } catch (error) {
      return sendError(response, error);
    }
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      listen: { type: "string", default: "127.0.0.1:8081" },
      pages: { type: "string", default: fileURLToPath(new URL("../../dist/pages", import.meta.url)) },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(HELP);
  const [, port] = values.listen.match(/^127\.0\.0\.1:(\d{1,5})$/) ?? [];
  if (!port || Number(port) > 65535) {
    throw new Error("--listen takes an address of this machine, for example 127.0.0.1:8081.");
  }
  await access(values.pages).catch(() => {
    throw new Error(`The folder ${values.pages} is not there; build the pages, or name them with --pages.`);
  });
  const server = createServer();
  await new Promise((listening, failed) => {
    server.once("error", ({ code, message }) => {
      const used = code === "EADDRINUSE";
      failed(new Error(used ? `${values.listen} is in use; choose another with --listen.` : message));
    });
    server.listen(Number(port), "127.0.0.1", listening);
  });
  // The issuer has the port in it, which is known only now.
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", routes(await makeProvider(issuer), issuer, values.pages));
  console.log(`oidc-provider with Countersign is ready at ${issuer}`);
}

main().catch((error) => {
  const missing = error.code === "ERR_MODULE_NOT_FOUND";
  const sentence = missing
    ? "The library oidc-provider is not here; run npm ci in this folder"
    : error.message.split("\n")[0];
  console.error(sentence.replace(/([^.])$/, "$1."));
  process.exit(2);
});
