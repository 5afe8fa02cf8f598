// The two elements.

import { Element } from "./element.js";
import { CONSENT, PAGES } from "./program.js";

/** The pages of an administration: list, review, requests, clients. */
export class AuthorizedApplications extends Element {
  static observedAttributes = ["locale", "route", "api-base"];
  program = PAGES;
  #permissions;
  #route;
  #wanted;

  connectedCallback() {
    super.connectedCallback();
    addEventListener("hashchange", this.#follow);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#follow);
  }

  changed(name, now) {
    if (name !== "route") this.restart();
    else if (now !== this.#route) this.navigate(now ?? "");
  }

  /** Of what the server grants, the page shows no more than these. */
  get permissions() {
    return this.#permissions;
  }

  set permissions(permissions) {
    // What is no list is an empty one: it never allows more.
    this.#permissions = permissions == null ? undefined : Array.from(permissions);
    this.mounted?.narrow(this.#permissions);
  }

  /** Goes to a place such as `/admin/integrations/oauth`, unless unsaved work holds it back. */
  navigate(route) {
    const wanted = String(route ?? "");
    if (this.mounted) this.mounted.navigate(wanted);
    else this.#wanted = wanted;
  }

  /** Asks again who is signed in and what they see. */
  refresh() {
    this.forget();
    this.mounted?.refresh();
  }

  get settings() {
    const route = this.#wanted ?? (this.#hash || this.#first);
    this.#wanted = this.#route = undefined;
    return { route, permissions: this.#permissions };
  }

  /** What was asked for while it was made, as by who heard `cs-ready`. */
  settled() {
    if (this.#wanted !== undefined) this.navigate(this.#wanted);
    this.#wanted = undefined;
  }

  get #first() {
    return this.getAttribute("route") ?? "";
  }

  /** The place in the address of the page; undefined where that is none, or is somebody else's. */
  get #hash() {
    const { hash } = location;
    if (this.getAttribute("routing") === "hash" && (!hash || hash.startsWith("#/"))) return hash.slice(1);
  }

  #follow = () => {
    const hash = this.#hash;
    if (hash === undefined) return;
    this.#route = hash;
    this.mounted?.follow(hash || this.#first);
  };

  moved({ route, how }) {
    this.#route = route;
    if (this.getAttribute("routing") !== "hash" || route === this.#hash) return;
    if (how === "push") location.hash = route;
    else history.replaceState(history.state, "", this.href(route));
  }

  // With the path: a `base` of the page counts for what begins with `#`.
  href(route) {
    return this.getAttribute("routing") === "hash" ? `${location.pathname}${location.search}#${route}` : "#";
  }
}

/** The consent screen of the request that the attribute `request` names. */
export class OauthConsent extends Element {
  static observedAttributes = ["locale", "request", "api-base"];
  program = CONSENT;

  get settings() {
    return { request: this.getAttribute("request") ?? "" };
  }
}
