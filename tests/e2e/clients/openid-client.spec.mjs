// The reference server, seen by the certified openid-client.
import * as client from "openid-client";
import { begin, clientScript, discover, refused, signIn } from "./support/client-script.mjs";
import { ASKED, CLIENT, expect, OPTIONAL, REDIRECT, test } from "./support/fixtures.mjs";
import { allowAll, allowOnly } from "./support/person.mjs";

const SECRET = "demo-export-secret";
const REQUIRED = ASKED.filter((id) => !OPTIONAL.includes(id));
const isActive = async (config, token) => (await client.tokenIntrospection(config, token)).active;

test("the client script runs against it as against oidc-provider", async ({ server, somebody, bearer }) => {
  await clientScript({
    issuer: server.url,
    clientId: CLIENT.partnerCrm,
    redirectUri: REDIRECT,
    person: await somebody("admin"),
    scope: ASKED,
    // Of a public client the reference server tells nothing by introspection: anybody could be it.
    isAlive: async (token) => (await bearer(token, "/tokens/me")).status === 200,
  });
});

test("an administrator lets it in for everybody, and everybody answers for themselves", async ({
  partner,
  somebody,
  bearer,
}) => {
  await signIn(partner, await somebody("admin"), REDIRECT);
  const agent = await somebody("agent");
  const tokens = await signIn(partner, agent, REDIRECT, { decide: allowOnly(...REQUIRED) });
  expect(tokens.scope.split(" ").sort()).toEqual([...REQUIRED].sort());

  const me = await bearer(tokens.access_token, "/users/me?expand=organization");
  expect(me.status).toBe(200);
  expect(me.body.email).toBe("agent@demo.example");
  const info = await bearer(tokens.access_token, "/tokens/me");
  expect(info.body.OAuthClient).toMatchObject({ id: CLIENT.partnerCrm, name: "Partner CRM" });
  expect([...info.body.authorizedScope].sort()).toEqual([...REQUIRED].sort());
});

test("who may not decide can't, whatever is sent", async ({ partner, somebody, server }) => {
  const agent = await somebody("agent");
  const { url } = await begin(partner, REDIRECT);
  const id = await agent.reach(url);
  const request = await agent.consent(id);
  expect(request).toMatchObject({ canDecide: false, blocked: "permission", state: "pending" });
  const answer = await agent.post(id, allowAll(request));
  expect(answer.status()).toBe(403);
  expect((await answer.json()).code).toBe("missing.any.permissions");
  expect((await agent.http.get(`${server.url}/api/v2/oauth/consents/${id}`)).status()).toBe(200);
});

test("a request belongs to the browser that it was made in", async ({ partner, somebody, server }) => {
  const [owner, twin, other] = [await somebody("admin"), await somebody("admin"), await somebody("agent")];
  const { url } = await begin(partner, REDIRECT);
  const id = await owner.reach(url);
  const decision = allowAll(await owner.consent(id));
  for (const stranger of [twin, other]) {
    await stranger.reach(url); // signs in
    const seen = await stranger.http.get(`${server.url}/api/v2/oauth/consents/${id}`);
    expect([seen.status(), (await seen.json()).code]).toEqual([403, "consent.not.yours"]);
    const answer = await stranger.post(id, decision);
    expect([answer.status(), (await answer.json()).code]).toEqual([403, "consent.not.yours"]);
  }
  expect((await owner.post(id, decision)).status()).toBe(200);
});

test("of twenty decisions at once one counts, and makes one code", async ({ partner, somebody }) => {
  const admin = await somebody("admin");
  const { url, checks } = await begin(partner, REDIRECT);
  const id = await admin.reach(url);
  const decision = allowAll(await admin.consent(id));
  const answers = await Promise.all(Array.from({ length: 20 }, () => admin.post(id, decision)));
  expect(answers.map((answer) => answer.status()).sort()).toEqual([200, ...Array(19).fill(409)]);
  const won = await answers.find((answer) => answer.ok()).json();
  const { redirect } = await admin.open(won.redirectTo);
  await client.authorizationCodeGrant(partner, redirect, checks);
  expect((await admin.consent(id)).state).toBe("allowed");
});

test("an administrator revokes: every token is dead at once, and it must be asked for again", async ({
  partner,
  somebody,
  bearer,
  server,
}) => {
  const admin = await somebody("admin");
  await signIn(partner, admin, REDIRECT);
  const agent = await somebody("agent");
  const tokens = await signIn(partner, agent, REDIRECT);
  expect((await bearer(tokens.access_token, "/tokens/me")).status).toBe(200);

  const revoked = await admin.http.delete(`${server.url}/api/v2/oauth/authorizations/${CLIENT.partnerCrm}`, {
    headers: admin.own,
  });
  expect(revoked.status()).toBe(204);
  const after = await bearer(tokens.access_token, "/tokens/me");
  expect([after.status, after.body.status]).toEqual([401, 401]);
  await refused(client.refreshTokenGrant(partner, tokens.refresh_token), "invalid_grant");
  const { url } = await begin(partner, REDIRECT);
  const again = await agent.consent(await agent.reach(url));
  expect(again).toMatchObject({ canDecide: false, blocked: "permission" });
});

test("a user withdraws: their tokens are dead, those of others live", async ({ partner, somebody, bearer, server }) => {
  const admin = await somebody("admin");
  const theirs = await signIn(partner, admin, REDIRECT);
  const agent = await somebody("agent");
  const tokens = await signIn(partner, agent, REDIRECT);
  const gone = await agent.http.delete(`${server.url}/api/v2/oauth/grants/me/${CLIENT.partnerCrm}`, {
    headers: agent.own,
  });
  expect(gone.status()).toBe(204);
  expect((await bearer(tokens.access_token, "/tokens/me")).status).toBe(401);
  await refused(client.refreshTokenGrant(partner, tokens.refresh_token), "invalid_grant");
  expect((await bearer(theirs.access_token, "/tokens/me")).status).toBe(200);
});

test("a public client that sends Basic with an empty secret is accepted", async ({
  partner,
  somebody,
  server,
  playwright,
}) => {
  const { refresh_token } = await signIn(partner, await somebody("admin"), REDIRECT);
  const http = await playwright.request.newContext();
  const answer = await http.post(`${server.url}/oauth/token`, {
    form: { grant_type: "refresh_token", refresh_token },
    headers: { authorization: `Basic ${btoa(`${CLIENT.partnerCrm}:`)}` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  expect((await answer.json()).refresh_token).toBeTruthy();
  expect(answer.headers()["cache-control"]).toContain("no-store");
  await http.dispose();
});

test("a program signs in with its secret", async ({ server, bearer }) => {
  const nightly = await discover(server.url, CLIENT.nightlyExport, SECRET);
  const tokens = await client.clientCredentialsGrant(nightly);
  expect(tokens.scope.split(" ").sort()).toEqual(["analytics:readonly", "oauth:readonly", "user-basic-info"]);
  expect(tokens.refresh_token).toBeUndefined();
  expect((await client.tokenIntrospection(nightly, tokens.access_token)).active).toBe(true);
  expect((await bearer(tokens.access_token, "/tokens/me")).body.OAuthClient.id).toBe(CLIENT.nightlyExport);

  const less = await client.clientCredentialsGrant(nightly, { scope: "user-basic-info" });
  expect(less.scope).toBe("user-basic-info");
  await refused(client.clientCredentialsGrant(nightly, { scope: "recordings" }), "invalid_scope");

  await client.tokenRevocation(nightly, tokens.access_token);
  expect((await bearer(tokens.access_token, "/tokens/me")).status).toBe(401);
});

test("a wrong secret, or none, is invalid_client", async ({ server }) => {
  for (const secret of ["wrong", undefined]) {
    const nightly = await discover(server.url, CLIENT.nightlyExport, secret);
    await refused(client.clientCredentialsGrant(nightly), "invalid_client");
  }
});

test("nobody learns of other clients' tokens, nor ends them", async ({ partner, somebody, server, bearer }) => {
  const { access_token } = await signIn(partner, await somebody("admin"), REDIRECT);
  const nightly = await discover(server.url, CLIENT.nightlyExport, SECRET);
  expect(await isActive(nightly, access_token)).toBe(false);
  await client.tokenRevocation(nightly, access_token).catch(() => {});
  expect((await bearer(access_token, "/tokens/me")).status).toBe(200);
});

test("the scope of a token is checked before the permission of its user", async ({ partner, somebody, bearer }) => {
  const { access_token } = await signIn(partner, await somebody("admin"), REDIRECT);
  const answer = await bearer(access_token, "/oauth/authorizations");
  expect([answer.status, answer.body.code]).toEqual([403, "app.not.authorized.for.scope"]);
  expect(answer.body.contextId).toBe(answer.headers["inin-correlation-id"]);
});
