// An application that signs people in, as far as its own pages don't matter: it makes authorize
// URLs, waits at its redirect URI, and does with codes and tokens what a public client does.
import { createHash, randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { CLIENT } from "./people.mjs";

const CALLBACK = "http://127.0.0.1:8090/callback";

export class Application {
  /** `page` is where its people are; `server` what they sign in at. */
  constructor(page, server, { client = CLIENT.partnerCrm, redirect = CALLBACK } = {}) {
    Object.assign(this, { page, server, client, redirect });
    this.verifier = randomBytes(32).toString("base64url");
  }

  /** Its page that people come back to: nobody listens there, so the browser is answered here. */
  async waits(context) {
    const { origin } = new URL(this.redirect);
    await context.route(`${origin}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Back</title>" }));
  }

  /** Sends the browser to sign in. */
  async asks(params = {}) {
    this.state = randomBytes(8).toString("hex");
    const query = new URLSearchParams({
      response_type: "code",
      client_id: this.client,
      redirect_uri: this.redirect,
      state: this.state,
      code_challenge: createHash("sha256").update(this.verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...params,
    });
    await this.page.goto(`${this.server.url}/oauth/authorize?${query}`);
  }

  /** What it is told when the browser comes back. */
  async hears() {
    await this.page.waitForURL(`${this.redirect}?**`);
    const told = new URL(this.page.url()).searchParams;
    expect(told.get("state")).toBe(this.state);
    expect(told.get("iss")).toBe(this.server.url);
    return told;
  }

  /** Tokens for the code that it is told. */
  async signedIn() {
    const code = (await this.hears()).get("code");
    const answer = await this.token({ grant_type: "authorization_code", code, redirect_uri: this.redirect, code_verifier: this.verifier });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  }

  token(form) {
    return this.post("/oauth/token", { client_id: this.client, ...form });
  }

  refresh(tokens) {
    return this.token({ grant_type: "refresh_token", refresh_token: tokens.refresh_token });
  }

  async post(path, form) {
    const answer = await fetch(this.server.url + path, { method: "POST", body: new URLSearchParams(form) });
    return { status: answer.status, body: await answer.json() };
  }

  /** Status of a call with its token, and the body. */
  async calls(tokens, path = "/users/me") {
    const answer = await fetch(`${this.server.url}/api/v2${path}`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    return { status: answer.status, body: await answer.json() };
  }
}
