// A single-page application that signs people in at Countersign: authorization code with PKCE, by
// oauth4webapi. Tokens live in memory alone; a reload signs out, which storage could not promise.
import * as oauth from "/oauth4webapi.js";
import { language, showTexts, t } from "/texts.js";

const $ = (id) => document.getElementById(id);
const config = await (await fetch("/config.json")).json();
const client = { client_id: config.clientId };
// Only to an address of this machine: server.mjs refuses other issuers without https.
const http = { [oauth.allowInsecureRequests]: config.issuer.startsWith("http:") };
const pollMs = Number(new URLSearchParams(location.search).get("poll")) || 5000;

let tokens; // the token response, `asked` and `expiresAt` added
let waiting; // the channel of the popup under way
let refreshing; // the refresh under way

// --- OAuth ---

let metadata;
/** What the authorization server says of itself (RFC 8414), asked once. */
function discover() {
  const issuer = new URL(config.issuer);
  metadata ??= oauth
    .discoveryRequest(issuer, { algorithm: "oauth2", ...http })
    .then((response) => oauth.processDiscoveryResponse(issuer, response));
  metadata.catch(() => (metadata = undefined));
  return metadata;
}

async function authorizeUrl(server, { state, verifier, asked }) {
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...(asked.length < config.scopes.length && { scope: asked.join(" ") }),
  });
  return url.href;
}

async function signIn(inPopup) {
  // In the click itself: later the browser takes it for an unwanted window.
  const popup = inPopup && window.open("", "_blank", "popup,width=480,height=760");
  if (inPopup && !popup) return trouble(t("blocked"), $("full-page"));
  say("");
  try {
    const server = await discover();
    const attempt = {
      state: oauth.generateRandomState(),
      verifier: oauth.generateRandomCodeVerifier(),
      asked: [...$("asked").querySelectorAll("input:checked")].map((box) => box.value),
      home: location.pathname + location.search,
    };
    const url = await authorizeUrl(server, attempt);
    if (popup) {
      waitFor(attempt);
      popup.location.replace(url);
    } else {
      sessionStorage.setItem("pending", JSON.stringify(attempt));
      location.assign(url);
    }
  } catch (error) {
    if (popup) popup.close();
    failed(error);
  }
}

/** Waits for the callback page. `popup.closed` says nothing: isolation makes it true while it is open. */
function waitFor(attempt) {
  waiting?.close();
  waiting = new BroadcastChannel(attempt.state);
  waiting.onmessage = ({ data }) => {
    waiting.postMessage("taken");
    waiting.close();
    finish(attempt, data);
  };
  show("waiting");
  $("cancel").focus();
}

async function finish({ state, verifier, asked }, answer) {
  try {
    const server = await discover();
    // Checks `state` and `iss` (RFC 9207), and throws what the server refused.
    const parameters = oauth.validateAuthResponse(server, client, new URLSearchParams(answer), state);
    const response = await oauth.authorizationCodeGrantRequest(
      server, client, oauth.None(), parameters, config.redirectUri, verifier, http,
    );
    keep(await oauth.processAuthorizationCodeResponse(server, client, response), asked);
    await showAccount();
    say(t("signedIn"));
    poll(tokens.session);
  } catch (error) {
    failed(error);
  }
}

function keep(response, asked, session = {}) {
  tokens = { ...response, asked, session, expiresAt: Date.now() + response.expires_in * 1000 };
}

/** One refresh at a time: a second use of the same refresh token would end the session (RFC 9700). */
function refresh() {
  const before = tokens;
  refreshing ??= (async () => {
    const server = await discover();
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), before.refresh_token, http);
    const next = await oauth.processRefreshTokenResponse(server, client, response);
    // Signed out meanwhile: then nobody wants them.
    if (tokens === before) keep({ refresh_token: before.refresh_token, ...next }, before.asked, before.session);
  })().finally(() => (refreshing = undefined));
  return refreshing;
}

/** Calls the API; a token that is refused is renewed once. */
async function call(path) {
  const send = () =>
    fetch(config.issuer + path, {
      headers: { authorization: `Bearer ${tokens.access_token}`, "accept-language": language },
    });
  const answer = await send();
  if (answer.status !== 401) return answer;
  await refresh();
  return send();
}

/** Asks every few seconds whether the token still lives, as long as this session does. */
function poll(session) {
  setTimeout(async () => {
    if (tokens?.session !== session) return;
    try {
      const { scope, expiresAt } = tokens;
      const answer = await call("/api/v2/tokens/me");
      if (answer.status === 401) return takenAway();
      if (tokens && (tokens.scope !== scope || tokens.expiresAt !== expiresAt)) await showAccount();
    } catch (error) {
      if (isTakenAway(error)) return takenAway();
      // Not reached: that is not an answer. It is asked again.
    }
    poll(session);
  }, pollMs);
}

const isTakenAway = (error) => error instanceof oauth.ResponseBodyError && error.error === "invalid_grant";

function takenAway() {
  if (!tokens) return;
  tokens = undefined;
  show("signed-out");
  trouble(t("takenAway"), $("popup"));
}

async function signOut() {
  const { refresh_token, access_token } = tokens;
  tokens = undefined;
  show("signed-out");
  $("popup").focus();
  try {
    const response = await oauth.revocationRequest(
      await discover(), client, oauth.None(), refresh_token ?? access_token, http,
    );
    await oauth.processRevocationResponse(response);
    say(t("signedOut"));
  } catch {
    trouble(t("signedOutHere"));
  }
}

// --- The page ---

const SECTIONS = ["signed-out", "waiting", "signed-in"];
function show(section) {
  for (const id of SECTIONS) $(id).hidden = id !== section;
  $("answer").hidden = true;
}

function say(text) {
  $("status").textContent = text;
  $("trouble").replaceChildren();
}

/** A sentence, what the server said in its own words, and where to go on. */
function trouble(sentence, focus, detail) {
  const lines = [sentence, detail].filter(Boolean).map((text) => element("p", { textContent: text }));
  $("status").textContent = "";
  $("trouble").replaceChildren(...lines);
  focus?.focus();
}

function failed(error) {
  console.debug(error);
  if (tokens && isTakenAway(error)) return takenAway();
  if ($("signed-in").hidden) {
    tokens = undefined;
    show("signed-out");
  }
  const said = [error.error, error.error_description].filter(Boolean).join(": ");
  // Everything that a server did not answer is a TypeError of fetch.
  const sentence = t(error.error) ?? (error instanceof TypeError ? t("unreachable") : t("failed"));
  trouble(sentence, tokens ? undefined : $("popup"), said);
}

async function showAccount() {
  const info = await (await call("/api/v2/tokens/me")).json();
  const me = await (await call("/api/v2/users/me?expand=organization")).json();
  $("who").textContent = [me.name ?? t("unknownUser"), me.email].filter(Boolean).join(" · ");
  $("organization").textContent = me.organization?.name ?? info.organization?.name ?? "–";
  $("expires").textContent = new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(tokens.expiresAt);
  const granted = info.authorizedScope ?? tokens.scope?.split(" ") ?? [];
  $("scopes").replaceChildren(
    ...tokens.asked.map((scope) => {
      const may = granted.includes(scope);
      const line = element("li", { className: may ? "may" : "may-not" });
      line.append(element("b", { textContent: may ? t("may") : t("mayNot") }), ` ${t(scope) ?? scope} `);
      line.append(element("code", { textContent: scope }));
      return line;
    }),
  );
  if ($("signed-in").hidden) {
    show("signed-in");
    $("who").focus();
  }
}

async function showAnswer() {
  const answer = await call($("path").value);
  if (answer.status === 401) return takenAway();
  const text = await answer.text();
  $("answer").textContent = `${answer.status}\n${pretty(text)}`;
  $("answer").hidden = false;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const element = (name, properties) => Object.assign(document.createElement(name), properties);

function scopeBox(scope) {
  const box = element("input", { type: "checkbox", value: scope, checked: true });
  const label = element("label");
  label.append(box, `${t(scope) ?? scope} `, element("code", { textContent: scope }));
  return label;
}

const on = (id, act) => $(id).addEventListener("click", () => Promise.resolve(act()).catch(failed));
on("popup", () => signIn(true));
on("full-page", () => signIn(false));
on("cancel", () => {
  waiting.close();
  show("signed-out");
  say(t("cancelled"));
  $("popup").focus();
});
on("call", showAnswer);
on("refresh", () => refresh().then(showAccount).then(() => say(t("refreshed"))));
on("sign-out", signOut);

showTexts();
$("asked").replaceChildren(...config.scopes.map(scopeBox));
show("signed-out");

// A sign-in that took the full page comes back here. Without an answer it is left alone: Back leads
// here too, and Forward to it again.
const pending = JSON.parse(sessionStorage.getItem("pending"));
if (pending?.answer) {
  sessionStorage.removeItem("pending");
  await finish(pending, pending.answer);
}
