// Serves the demo application. It knows no secret and keeps nothing: all of OAuth is in the browser.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const HELP =
  "usage: node server.mjs [--listen 127.0.0.1:8090] [--issuer http://127.0.0.1:8080] [--client-id ID] [--with-parent]";
// Partner CRM of the demo organization, and the scopes that its client record asks for.
const PARTNER_CRM = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01";
const SCOPES = [
  "user-basic-info",
  "external-contacts",
  "conversations:readonly",
  "presence:readonly",
  "analytics:readonly",
  "recordings",
];

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const here = (name) => new URL(name, import.meta.url);
const FILES = {
  "/": [HTML, here("index.html")],
  "/callback": [HTML, here("callback.html")],
  "/app.js": [SCRIPT, here("app.js")],
  "/callback.js": [SCRIPT, here("callback.js")],
  "/texts.js": [SCRIPT, here("texts.js")],
  "/style.css": ["text/css; charset=utf-8", here("style.css")],
};

/** Ends with one sentence. */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** Ends when the program that started it does, however that ended (`cargo xtask serve`). */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(0), 500).unref();
}

function options() {
  const { values } = parseArgs({
    options: {
      listen: { type: "string", default: "127.0.0.1:8090" },
      issuer: { type: "string", default: "http://127.0.0.1:8080" },
      "client-id": { type: "string", default: PARTNER_CRM },
      "with-parent": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  if (values["with-parent"]) endWithParent();
  const [, host, port] = values.listen.match(/^(127\.0\.0\.1|\[::1\]):(\d{1,5})$/) ?? [];
  if (!host || Number(port) > 65535) throw new Error("--listen takes a loopback address, for example 127.0.0.1:8090.");
  const issuer = URL.canParse(values.issuer) && new URL(values.issuer);
  const loopback = issuer && ["127.0.0.1", "[::1]", "localhost"].includes(issuer.hostname);
  if (!issuer || !(issuer.protocol === "https:" || (issuer.protocol === "http:" && loopback))) {
    throw new Error("--issuer takes an https address, or an http one of this machine.");
  }
  // Issuers are compared as strings (RFC 8414 section 3.3): as it was given, without the last slash.
  return { host, port: Number(port), issuer: values.issuer.replace(/\/$/, ""), clientId: values["client-id"] };
}

async function main() {
  const { host, port, issuer, clientId } = options();
  // With a policy this strict the one library is a file of ours too.
  FILES["/oauth4webapi.js"] = [SCRIPT, new URL(import.meta.resolve("oauth4webapi"))];
  const headers = {
    "content-security-policy":
      `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${new URL(issuer).origin}; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    // The callback's address holds a code: it goes nowhere and is stored nowhere.
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };

  let config;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host.invalid");
    const send = (status, type, body) =>
      response.writeHead(status, { ...headers, "content-type": type }).end(request.method === "HEAD" ? "" : body);
    try {
      if (request.method !== "GET" && request.method !== "HEAD") return send(405, "text/plain", "Only GET.\n");
      if (pathname === "/config.json") return send(200, "application/json", config);
      const file = Object.hasOwn(FILES, pathname) && FILES[pathname];
      return file ? send(200, file[0], await readFile(file[1])) : send(404, "text/plain", "Not here.\n");
    } catch (error) {
      console.error(`${pathname}: ${error.message}`);
      return send(500, "text/plain", "Something went wrong.\n");
    }
  });
  server.once("error", ({ code, message }) => {
    refuse(code === "EADDRINUSE" ? `${host}:${port} is in use; choose another with --listen.` : `${message}.`);
  });
  server.listen(port, host.replace(/[[\]]/g, ""), () => {
    const origin = `http://${host}:${server.address().port}`;
    config = JSON.stringify({ issuer, clientId, redirectUri: `${origin}/callback`, scopes: SCOPES });
    console.log(`Partner CRM is ready at ${origin}`);
  });
}

main().catch((error) =>
  refuse(
    error.code === "ERR_MODULE_NOT_FOUND"
      ? "The library oauth4webapi is not here; run npm ci in this folder."
      : error.message.split("\n")[0].replace(/([^.])$/, "$1."),
  ),
);
