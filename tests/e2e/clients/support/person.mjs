// Somebody who signs in and decides, without a browser: what the pages send, over HTTP.
import { expect } from "@playwright/test";
import { PASSWORD } from "../../support/people.mjs";

/** A person with cookies of their own. `http` is a request context of Playwright. */
export class Person {
  constructor(http, issuer, name) {
    Object.assign(this, { http, issuer, name });
    this.own = { origin: issuer, "x-requested-with": "countersign" };
  }

  /**
   * Opens an authorize URL and goes where the server sends them: signs in, decides as `decide` says,
   * until it leaves the server. Answers `{ redirect }`, or `{ page }` where the server shows one.
   */
  async open(address, decide = allowAll) {
    let url = new URL(address, this.issuer);
    for (let hops = 0; hops < 12; hops += 1) {
      if (url.origin !== this.issuer) return { redirect: url };
      let next;
      if (url.pathname === "/login") next = await this.signIn(url.searchParams.get("next"));
      else if (url.pathname === "/consent") next = await this.decide(url.searchParams.get("request"), decide);
      // A browser goes on from there by itself.
      else if (url.pathname === "/signed-in") next = url.searchParams.get("next");
      else {
        const page = await this.http.get(url.href, { maxRedirects: 0 });
        if (page.status() < 300 || page.status() > 399) return { page };
        next = page.headers().location;
      }
      url = new URL(next, url);
    }
    throw new Error(`${address} never ends`);
  }

  async signIn(next) {
    const answer = await this.http.post(`${this.issuer}/login?next=${encodeURIComponent(next)}`, {
      form: { username: `${this.name}@demo.example`, password: PASSWORD, next },
      headers: { origin: this.issuer },
      maxRedirects: 0,
    });
    expect(answer.status(), "signing in").toBe(303);
    return answer.headers().location;
  }

  async decide(id, decide) {
    const request = await this.consent(id);
    const answer = await this.post(id, decide(request));
    expect(answer.status(), `the decision of ${this.name}: ${await answer.text()}`).toBe(200);
    return (await answer.json()).redirectTo;
  }

  /** The consent request, as the page gets it. */
  async consent(id) {
    const answer = await this.http.get(`${this.issuer}/api/v2/oauth/consents/${id}`);
    expect(answer.status(), `the consent request: ${await answer.text()}`).toBe(200);
    return answer.json();
  }

  post(id, data) {
    return this.http.post(`${this.issuer}/api/v2/oauth/consents/${id}`, { data, headers: this.own });
  }

  /** Opens an authorize URL up to the consent page: the id of its request. */
  async reach(address) {
    let reached;
    await this.open(address, ({ id }) => {
      reached = id;
      throw stop;
    }).catch((error) => {
      if (error !== stop) throw error;
    });
    expect(reached, "the id of the consent request").toBeTruthy();
    return reached;
  }
}

const stop = new Error("reached");

export const allowAll = ({ scopes, digest }) => ({ decision: "allow", scope: scopes.map(({ id }) => id), digest });
export const allowOnly = (...ids) => ({ digest }) => ({ decision: "allow", scope: ids, digest });
export const deny = ({ digest }) => ({ decision: "deny", digest });
