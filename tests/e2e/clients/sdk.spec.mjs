// The compatible part of the contract, seen by the official JavaScript SDK of the platform, unchanged.
import { createRequire } from "node:module";
import { ASKED, CLIENT, expect, REDIRECT, test as base } from "./support/fixtures.mjs";
import { signIn } from "./support/client-script.mjs";
import { allowAll } from "./support/person.mjs";

const sdk = createRequire(import.meta.url)("purecloud-platform-client-v2");
const NIGHTLY_SCOPES = ["analytics:readonly", "oauth:readonly", "user-basic-info"];

const test = base.extend({
  /** The SDK, pointed at the server. It is one object for the whole process: emptied each time. */
  platform: async ({ server }, use) => {
    const { protocol, hostname, port } = new URL(server.url);
    const client = sdk.ApiClient.instance;
    client.setGateway({ host: hostname, protocol: protocol.slice(0, -1), port: Number(port) });
    client.clearAuthData();
    client.authData = {};
    client.setDefaultHeaders({});
    client.setReturnExtendedResponses(false);
    await use(client);
  },
});

/** The body of the error that a call of the SDK ends with. */
const refusal = (promise) =>
  promise.then(
    () => Promise.reject(new Error("it was not refused")),
    (body) => body,
  );

test("a program signs in and reads what its scopes and its roles allow", async ({ platform }) => {
  const auth = await platform.loginClientCredentialsGrant(CLIENT.nightlyExport, "demo-export-secret");
  expect(auth.accessToken).toBeTruthy();
  expect(auth.tokenExpiryTime).toBeGreaterThan(Date.now());

  const token = await new sdk.TokensApi().getTokensMe();
  expect([...token.authorizedScope].sort()).toEqual(NIGHTLY_SCOPES);
  expect(token.OAuthClient).toMatchObject({ id: CLIENT.nightlyExport, name: "Nightly Export" });
  expect(token.organization.name).toBeTruthy();

  // OAuth Viewer is its role: oauth:client:view.
  const api = new sdk.OAuthApi();
  const clients = await api.getOauthClients();
  expect(clients).toMatchObject({ pageNumber: 1, total: expect.any(Number), entities: expect.any(Array) });
  expect(clients.entities.every(({ secret }) => secret === undefined)).toBe(true);
  const wallboard = await api.getOauthClient(CLIENT.wallboard);
  expect(wallboard).toMatchObject({ id: CLIENT.wallboard, name: "Wallboard", authorizedGrantType: "CODE" });

  const scopes = await api.getOauthScopes();
  expect(scopes.total).toBe(scopes.entities.length);
  const scope = await api.getOauthScope("analytics:readonly");
  expect(scope).toMatchObject({ id: "analytics:readonly", selfUri: expect.any(String) });
  const french = await api.getOauthScope("analytics:readonly", { acceptLanguage: "fr" });
  expect(french.description).not.toBe(scope.description);
});

test("a scope or a permission that is missing comes back as the error's body", async ({ platform }) => {
  await platform.loginClientCredentialsGrant(CLIENT.nightlyExport, "demo-export-secret");
  const scope = await refusal(new sdk.AuthorizationApi().getAuthorizationRoles());
  expect(scope).toMatchObject({ status: 403, code: "app.not.authorized.for.scope", contextId: expect.any(String) });
  expect(scope.message).toContain("authorization");

  const permission = await refusal(new sdk.OAuthApi().getOauthAuthorizations());
  expect(permission).toMatchObject({ status: 403, code: "missing.any.permissions" });
  expect(permission.message).toContain("[oauth:client:authorize]");

  const absent = await refusal(new sdk.OAuthApi().getOauthClient("0b2f6a51-7c1e-4d55-9a67-000000000000"));
  expect(absent).toMatchObject({ status: 404 });

  platform.setReturnExtendedResponses(true);
  const { status, headers, body } = await refusal(new sdk.OAuthApi().getOauthAuthorizations());
  expect([status, body.contextId]).toEqual([403, headers["inin-correlation-id"]]);
});

test("a call without a token, or with a dead one, is 401 with a body", async ({ platform }) => {
  const api = new sdk.TokensApi();
  expect(await refusal(api.getTokensMe())).toMatchObject({ status: 401, code: "authentication.required" });
  platform.setAccessToken("made-up");
  expect(await refusal(api.getTokensMe())).toMatchObject({ status: 401, contextId: expect.any(String) });
});

test("a wrong secret is refused", async ({ platform }) => {
  const error = await refusal(platform.loginClientCredentialsGrant(CLIENT.nightlyExport, "wrong"));
  expect(error.response.status).toBe(401);
  expect(error.response.data.error).toBe("invalid_client");
});

/** The first half of the SDK's `loginPKCEGrant`, which needs a window: the same parameters. */
async function code(platform, person, verifier, more = {}) {
  const query = new URLSearchParams({
    client_id: CLIENT.partnerCrm,
    redirect_uri: REDIRECT,
    code_challenge: await platform.computePKCECodeChallenge(verifier),
    response_type: "code",
    code_challenge_method: "S256",
    org: "demo",
    provider: "demo",
    ...more,
  });
  const { redirect } = await person.open(`${person.issuer}/oauth/authorize?${query}`, allowAll);
  return redirect.searchParams.get("code");
}

test("a user signs in with PKCE and signs out", async ({ platform, somebody }) => {
  const verifier = platform.generatePKCECodeVerifier(128);
  const answer = await code(platform, await somebody("admin"), verifier);
  const auth = await platform.authorizePKCEGrant(CLIENT.partnerCrm, verifier, answer, REDIRECT);
  expect(auth.tokenExpiryTime).toBeGreaterThan(Date.now());

  const me = await new sdk.UsersApi().getUsersMe({ expand: ["authorization", "organization"] });
  expect(me).toMatchObject({ email: "admin@demo.example", organization: { name: expect.any(String) } });
  expect(me.authorization.roles.map(({ name }) => name)).toContain("Master Admin");
  expect(me.authorization.permissions).toContain("oauth:*:*");

  const tokens = new sdk.TokensApi();
  expect([...(await tokens.getTokensMe()).authorizedScope].sort()).toEqual([...ASKED].sort());
  await tokens.headTokensMe();
  await tokens.deleteTokensMe();
  expect(await refusal(tokens.getTokensMe())).toMatchObject({ status: 401 });
});

test("its refresh of a public client, Basic with an empty secret, rotates", async ({ platform, somebody, partner }) => {
  const { refresh_token } = await signIn(partner, await somebody("admin"), REDIRECT);
  const auth = await platform.refreshCodeAuthorizationGrant(CLIENT.partnerCrm, "", refresh_token);
  expect(auth.refreshToken).toBeTruthy();
  expect(auth.refreshToken).not.toBe(refresh_token);
  const error = await refusal(platform.refreshCodeAuthorizationGrant(CLIENT.partnerCrm, "", refresh_token));
  expect(error.response.data.error).toBe("invalid_grant");
});

test("its types fit the authorizations and the roles", async ({ platform, somebody }) => {
  const scope = "user-basic-info oauth:readonly authorization:readonly";
  const verifier = platform.generatePKCECodeVerifier(64);
  const answer = await code(platform, await somebody("admin"), verifier, { scope });
  await platform.authorizePKCEGrant(CLIENT.partnerCrm, verifier, answer, REDIRECT);

  const api = new sdk.OAuthApi();
  const list = await api.getOauthAuthorizations();
  expect(list.total).toBe(list.entities.length);
  const wallboard = list.entities.find(({ client }) => client.id === CLIENT.wallboard);
  expect(wallboard).toMatchObject({ state: "Authorized", pending: false });
  expect([wallboard.scope, wallboard.roles]).toEqual([expect.any(Array), expect.any(Array)]);
  expect(await api.getOauthAuthorization(CLIENT.wallboard)).toMatchObject({
    scope: wallboard.scope,
    roles: wallboard.roles,
    state: "Authorized",
    selfUri: wallboard.selfUri,
  });

  const page = await new sdk.AuthorizationApi().getAuthorizationRoles({ pageSize: 3, userCount: true });
  expect(page).toMatchObject({ pageSize: 3, pageNumber: 1, total: expect.any(Number), nextUri: expect.any(String) });
  expect(page.entities).toHaveLength(3);
  expect(page.entities[0].userCount).toEqual(expect.any(Number));
  const some = await new sdk.AuthorizationApi().getAuthorizationRoles({ id: page.entities.map(({ id }) => id) });
  expect(some.entities).toHaveLength(3);
});
