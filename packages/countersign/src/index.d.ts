/** Where the programs and the catalogues are, if not beside this script. */
export interface Settings {
  wasmUrl: string | URL;
  /** What comes after the list is shown; beside the program if absent. */
  restWasmUrl: string | URL;
  consentWasmUrl: string | URL;
  localesUrl: string | URL;
}

/** Why a token is asked for: before a request, or because the backend answered 401. */
export type TokenReason = "request" | "unauthorized";

/** Texts of the page's own, by language and key; the keys are those of `dist/locales`. */
export type Messages = Record<string, Record<string, string>>;

/** What events carry: plain data. */
export interface CountersignEvents {
  "cs-ready": CustomEvent<Record<string, never>>;
  "cs-navigate": CustomEvent<{ route: string; how: "push" | "replace" }>;
  "cs-authorized": CustomEvent<{ clientId: string }>;
  /** Before a revocation; `preventDefault()` keeps the authorization as it is. */
  "cs-revoking": CustomEvent<{ clientId: string }>;
  "cs-revoked": CustomEvent<{ clientId: string }>;
  /** After a decision; `preventDefault()` leaves it to the page to go to `redirectTo`. */
  "cs-decided": CustomEvent<{ requestId: string; decision: "allow" | "deny"; redirectTo: string }>;
  "cs-error": CustomEvent<{ code: string; status?: string; contextId?: string; message?: string }>;
  "cs-signed-out": CustomEvent<Record<string, never>>;
}

/** What both elements have. */
declare class CountersignElement extends HTMLElement {
  /** Gives a token; absent, requests carry the browser's cookie. Called once for all that wait. */
  getAccessToken?: (reason: TokenReason, signal: AbortSignal) => string | Promise<string>;
  /** Sends requests instead of the browser's `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  messages?: Messages;
  addEventListener<K extends keyof CountersignEvents>(
    type: K,
    listener: (this: this, event: CountersignEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: this, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** List, review, requests and clients. */
export class AuthorizedApplications extends CountersignElement {
  /** Of what the server grants, the page shows no more than these. */
  permissions?: string[];
  navigate(route: string): void;
  refresh(): void;
}

/** The consent screen of the request that the attribute `request` names. */
export class OauthConsent extends CountersignElement {}

/** Registers the elements, under names of your own where you give them. */
export function define(names?: { applications?: string; consent?: string }): void;
/** Loads a program before the first element of its kind is on a page; that of the pages if none is named. */
export function preload(programs?: { applications?: boolean; consent?: boolean }): Promise<void>;
/** Call it before the first element is on a page. */
export function configure(settings: Partial<Settings>): void;

/** What markup may give them: attributes, properties, and `on` with the name of an event. */
type Markup<Element extends CountersignElement, Attributes, Properties extends keyof Element> = Partial<
  Attributes & { class: string; "api-base": string; locale: string; theme: "light" | "dark" | "auto" } &
    Pick<Element, Properties | "getAccessToken" | "fetch" | "messages"> & {
      [Name in keyof CountersignEvents as `on${Name}`]: (event: CountersignEvents[Name]) => void;
    }
>;
export type AuthorizedApplicationsMarkup = Markup<
  AuthorizedApplications,
  { route: string; routing: "memory" | "hash"; density: "compact" },
  "permissions"
>;
export type OauthConsentMarkup = Markup<OauthConsent, { request: string }, never>;

declare global {
  interface HTMLElementTagNameMap {
    "authorized-applications": AuthorizedApplications;
    "oauth-consent": OauthConsent;
  }
}

// @ts-ignore: where there is no React there is nothing to add to.
declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      // @ts-ignore: as above.
      "authorized-applications": DetailedHTMLProps<HTMLAttributes<AuthorizedApplications>, AuthorizedApplications> & AuthorizedApplicationsMarkup;
      // @ts-ignore: as above.
      "oauth-consent": DetailedHTMLProps<HTMLAttributes<OauthConsent>, OauthConsent> & OauthConsentMarkup;
    }
  }
}
