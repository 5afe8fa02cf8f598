// Countersign's consent page in front of oidc-provider: its interactions, spoken as the REST contract
// (docs/contract.md, feature `consents`). All that knows oidc-provider's inside is in this file.
import { createHash } from "node:crypto";
import { Refusal } from "./http.mjs";

/** For how long a decided request is still known, so that Back and reload say what happened. */
const REMEMBER_MS = 10 * 60_000;
const LOOPBACKS = ["127.0.0.1", "[::1]", "localhost"];

export class Consents {
  #provider;
  #portal;
  // Ids under decision or decided, with what was shown. In one process a Map is atomic; where several
  // run, this is one conditional UPDATE in the database.
  #decided = new Map();

  /** `portal` knows what oidc-provider does not: `account(id)`, `scope(id)`, `organization`. */
  constructor(provider, portal) {
    this.#provider = provider;
    this.#portal = portal;
  }

  /** `GET /api/v2/oauth/consents/{id}` */
  async get(request, response, id) {
    const session = await this.#session(request, response);
    const past = this.#decided.get(id);
    if (past) return this.#own(past, session).shown;
    return this.#show(await this.#pending(id, session));
  }

  /** `POST /api/v2/oauth/consents/{id}` */
  async decide(request, response, id, { decision, scope = [], digest }) {
    const session = await this.#session(request, response);
    const past = this.#decided.get(id);
    if (past) throw this.#own(past, session) && alreadyDecided();
    const interaction = await this.#pending(id, session);
    const shown = await this.#show(interaction);

    const madeFor = request.headers["x-countersign-user"];
    if (madeFor && madeFor !== shown.user.id) throw new Refusal(403, "session.changed", "Somebody else is signed in.");
    if (digest !== shown.digest) throw new Refusal(409, "consent.changed", "What was shown has changed.");
    if (decision === "allow") checkScope(scope, shown.scopes);
    else if (decision !== "deny") throw invalid("decision is allow or deny.");

    // From here to the first `await` nobody else runs: the loser of a race is refused above or here.
    if (this.#decided.has(id)) throw alreadyDecided();
    const state = decision === "allow" ? "allowed" : "denied";
    const decided = { ...shown, state, expiresIn: 0, decidedAt: new Date().toISOString() };
    this.#decided.set(id, { session: interaction.session, shown: decided });
    setTimeout(() => this.#decided.delete(id), REMEMBER_MS).unref();
    try {
      await this.#finish(interaction, shown, decision, scope);
    } catch (error) {
      this.#decided.delete(id);
      throw error;
    }
    return { redirectTo: interaction.returnTo };
  }

  async #finish(interaction, shown, decision, scope) {
    // What `interactionFinished` does, but for an interaction that the session owns: that one finds it
    // by a cookie, of which a browser has one, and two windows can ask at the same time.
    interaction.result =
      decision === "allow"
        ? { ...interaction.lastSubmission, consent: { grantId: await this.#grant(interaction, shown, scope) } }
        : { error: "access_denied", error_description: "The user denied the request." };
    await interaction.persist();
  }

  #session(request, response) {
    return this.#provider.Session.get(this.#provider.createContext(request, response));
  }

  async #pending(id, session) {
    const interaction = await this.#provider.Interaction.find(id);
    if (interaction?.prompt.name !== "consent") throw new Refusal(404, "not.found", "There is no such request.");
    return this.#own(interaction, session);
  }

  /** Another user, or the same one in another browser, can't see it, and can't decide it. */
  #own(owned, { uid, accountId }) {
    if (owned.session?.uid === uid && owned.session.accountId === accountId) return owned;
    throw new Refusal(403, "consent.not.yours", "This request belongs to another session.");
  }

  /** A new grant for each decision, so that a scope that was unticked is not kept from before. */
  async #grant({ grantId, session, params }, { scopes }, allowed) {
    if (grantId) await (await this.#provider.Grant.find(grantId))?.destroy();
    const grant = new this.#provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    const denied = scopes.map(({ id }) => id).filter((id) => !allowed.includes(id));
    grant.addOIDCScope(allowed.join(" "));
    // Without this oidc-provider takes them for not yet asked, and asks again.
    if (denied.length > 0) grant.rejectOIDCScope(denied.join(" "));
    return grant.save();
  }

  /** The interaction as a ConsentRequest. */
  async #show(interaction) {
    const { params, session, prompt } = interaction;
    const client = (await this.#provider.Client.find(params.client_id)).metadata();
    const { id, name, email } = this.#portal.account(session.accountId);
    const before = interaction.grantId && (await this.#provider.Grant.find(interaction.grantId));
    const seen = before ? before.getOIDCScopeEncountered().split(" ") : [];
    const scopes = (params.scope ?? "").split(" ").filter(Boolean).map((scope) => {
      const known = this.#portal.scope(scope);
      // What nobody knows counts as high risk; optional scopes of high risk start unticked.
      const { risk = "high", requirement = "required" } = known ?? {};
      const selected = requirement === "required" || risk !== "high";
      return { ...known, id: scope, risk, requirement, selected, known: !!known, new: !!before && !seen.includes(scope) };
    });

    const shown = {
      id: interaction.uid,
      client: {
        id: client.client_id,
        name: client.client_name,
        kind: "external",
        registeredRedirectUri: client.redirect_uris,
        scope: client.scope?.split(" "),
        authorizedGrantType: "CODE",
        homepageUri: client.client_uri,
        privacyUri: client.policy_uri,
        termsUri: client.tos_uri,
      },
      user: { id, name, email },
      organization: this.#portal.organization,
      redirect: redirect(params.redirect_uri),
      audience: "user",
      reason: reason(prompt.reasons, before, scopes),
      scopes: scopes.sort((a, b) => (a.requirement === "optional") - (b.requirement === "optional")),
      canDecide: true,
    };
    return {
      ...shown,
      digest: createHash("sha256").update(JSON.stringify([shown, params.redirect_uri])).digest("base64url"),
      state: "pending",
      expiresAt: new Date(interaction.exp * 1000).toISOString(),
      expiresIn: Math.max(0, interaction.exp - Math.floor(Date.now() / 1000)),
    };
  }
}

function reason(reasons, before, scopes) {
  if (scopes.some((scope) => scope.new)) return "newScopes";
  if (!before) return "newApplication";
  return reasons.includes("consent_prompt") ? "prompted" : "publicClient";
}

function redirect(uri) {
  const { protocol, hostname, host } = new URL(uri);
  if (protocol !== "http:" && protocol !== "https:") return { kind: "app", host: protocol.slice(0, -1) };
  return { kind: LOOPBACKS.includes(hostname) ? "loopback" : "web", host };
}

function checkScope(allowed, asked) {
  if (!Array.isArray(allowed)) throw invalid("scope is a list.");
  const unasked = allowed.find((id) => !asked.some((scope) => scope.id === id));
  if (unasked !== undefined) throw invalid(`${unasked} was not asked for.`);
  const missing = asked.find(({ id, requirement }) => requirement === "required" && !allowed.includes(id));
  if (missing) throw invalid(`${missing.id} is required.`);
}

const invalid = (message) => new Refusal(400, "constraint.validation", message);
const alreadyDecided = () => new Refusal(409, "consent.already.decided", "This request is decided already.");
