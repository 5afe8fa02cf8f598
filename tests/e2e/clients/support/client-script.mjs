// What a client does with an authorization server, by the certified openid-client: one script for the
// reference server and for others in front of the same consent page.
import { test } from "@playwright/test";
import { strict as assert } from "node:assert";
import * as client from "openid-client";
import { allowAll, deny } from "./person.mjs";

/** Finds the server by its metadata (RFC 8414); the client is a public one unless it has a secret. */
export const discover = (issuer, id, secret) =>
  client.discovery(new URL(issuer), id, undefined, secret ? client.ClientSecretBasic(secret) : client.None(), {
    algorithm: "oauth2",
    execute: [client.allowInsecureRequests],
  });

/** Expects an OAuth error of the token endpoint or of the redirect. */
export async function refused(promise, ...errors) {
  const failure = await promise.then(
    () => assert.fail(`${errors.join(" or ")} expected, but it succeeded`),
    (error) => error,
  );
  // With a challenge (401) openid-client leaves the body to whoever wants it.
  const challenged = failure.code === "OAUTH_WWW_AUTHENTICATE_CHALLENGE";
  const error = challenged ? (await failure.response.json()).error : failure.error;
  assert.ok(errors.includes(error), `${errors.join(" or ")} expected: ${error} ${failure.stack}`);
}

/** An authorize request under way. */
export async function begin(config, redirectUri, parameters = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    ...parameters,
  });
  return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state } };
}

/** Signs `person` in and answers the tokens. openid-client checks `state` and `iss` (RFC 9207). */
export async function signIn(config, person, redirectUri, { parameters, decide = allowAll } = {}) {
  const { url, checks } = await begin(config, redirectUri, parameters);
  const { redirect } = await person.open(url, decide);
  assert.ok(redirect, "the server leads to the redirect URI");
  return client.authorizationCodeGrant(config, redirect, checks);
}

/**
 * `person` is allowed to decide; `scope` is what the client record asks for; `isAlive` tells whether
 * an access token works where the server introspects nothing for this client.
 */
export async function clientScript({ issuer, clientId, redirectUri, person, scope, isAlive }) {
  const config = await discover(issuer, clientId);
  const start = (parameters) => begin(config, redirectUri, parameters);
  const newTokens = (options) => signIn(config, person, redirectUri, options);
  const isActive = isAlive ?? (async (token) => (await client.tokenIntrospection(config, token)).active);

  await test.step("the metadata tells the truth", () => {
    const metadata = config.serverMetadata();
    assert.equal(metadata.issuer, issuer);
    assert.deepEqual(metadata.code_challenge_methods_supported, ["S256"]);
    assert.equal(metadata.authorization_response_iss_parameter_supported, true);
    assert.ok(metadata.response_types_supported.includes("code"));
    assert.ok(metadata.token_endpoint_auth_methods_supported.includes("none"));
  });

  await test.step("prompt=none of somebody who is not signed in is login_required", async () => {
    const { url, checks } = await start({ prompt: "none" });
    const { redirect } = await person.open(url);
    await refused(client.authorizationCodeGrant(config, redirect, checks), "login_required", "consent_required");
  });

  await test.step("a code becomes tokens", async () => {
    const tokens = await newTokens();
    assert.equal(tokens.token_type, "bearer");
    assert.ok(tokens.expires_in > 0);
    assert.ok(tokens.refresh_token);
    assert.deepEqual(tokens.scope.split(" ").sort(), [...scope].sort());
  });

  await test.step("fewer scopes asked for are fewer granted", async () => {
    const tokens = await newTokens({ parameters: { scope: "user-basic-info presence:readonly" } });
    assert.deepEqual(tokens.scope.split(" ").sort(), ["presence:readonly", "user-basic-info"]);
  });

  await test.step("introspection tells what a token is", async () => {
    const { access_token } = await newTokens();
    if (isAlive) {
      await refused(client.tokenIntrospection(config, access_token), "invalid_client");
      return;
    }
    const about = await client.tokenIntrospection(config, access_token);
    assert.equal(about.active, true);
    assert.equal(about.client_id, clientId);
    assert.deepEqual(about.scope.split(" ").sort(), [...scope].sort());
    assert.equal(await isActive("made-up"), false);
  });

  await test.step("refresh rotates, and a second use of the old one ends the family", async () => {
    const first = await newTokens();
    const second = await client.refreshTokenGrant(config, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    assert.ok(second.refresh_token && second.refresh_token !== first.refresh_token);
    assert.equal(await isActive(second.access_token), true);
    await refused(client.refreshTokenGrant(config, first.refresh_token), "invalid_grant");
    await refused(client.refreshTokenGrant(config, second.refresh_token), "invalid_grant");
    assert.equal(await isActive(second.access_token), false);
  });

  await test.step("refresh never grows the scope", async () => {
    const { refresh_token } = await newTokens({ parameters: { scope: "user-basic-info presence:readonly" } });
    const more = client.refreshTokenGrant(config, refresh_token, { scope: "user-basic-info recordings" });
    await refused(more, "invalid_scope");
  });

  await test.step("revocation ends refresh and access", async () => {
    const { refresh_token, access_token } = await newTokens();
    await client.tokenRevocation(config, refresh_token);
    await refused(client.refreshTokenGrant(config, refresh_token), "invalid_grant");
    assert.equal(await isActive(access_token), false);
    assert.equal(await isActive(refresh_token), false);
    // RFC 7009 section 2.2: an unknown token is no error.
    await client.tokenRevocation(config, "made-up");
  });

  await test.step("a code is of no use without its verifier", async () => {
    const { url, checks } = await start();
    const { redirect } = await person.open(url);
    const stolen = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await refused(client.authorizationCodeGrant(config, redirect, stolen), "invalid_grant");
  });

  await test.step("a code works once, and a second use ends what came of the first", async () => {
    const { url, checks } = await start();
    const { redirect } = await person.open(url);
    const { access_token } = await client.authorizationCodeGrant(config, redirect, checks);
    await refused(client.authorizationCodeGrant(config, redirect, checks), "invalid_grant");
    assert.equal(await isActive(access_token), false);
  });

  await test.step("a denied request comes back as access_denied", () =>
    refused(newTokens({ decide: deny }), "access_denied"));

  await test.step("prompt=none without consent is consent_required", async () => {
    const { url, checks } = await start({ prompt: "none" });
    const { redirect } = await person.open(url);
    await refused(client.authorizationCodeGrant(config, redirect, checks), "consent_required");
  });

  await test.step("plain PKCE and none at all are refused", async () => {
    for (const parameters of [
      { code_challenge_method: "plain", code_challenge: "a".repeat(43) },
      { code_challenge_method: "", code_challenge: "" },
    ]) {
      const { url, checks } = await start(parameters);
      const { redirect } = await person.open(url);
      await refused(client.authorizationCodeGrant(config, redirect, checks), "invalid_request");
    }
  });

  await test.step("an unregistered redirect URI gets a page of the server, no redirect", async () => {
    for (const uri of ["https://evil.example/callback", `${redirectUri}/../evil`, `${redirectUri}#x`]) {
      for (const prompt of ["login", "none"]) {
        const { url } = await start({ redirect_uri: uri, prompt });
        const { page } = await person.open(url);
        assert.equal(page?.status(), 400, uri);
      }
    }
  });
}
