/** Where the program and the catalogues are, if not beside this script. */
export interface Settings {
  wasmUrl: string | URL;
  /** What comes after the list is shown; beside the program if absent. */
  restWasmUrl: string | URL;
  localesUrl: string | URL;
}

/** Why a token is asked for: before a request, or because the backend answered 401. */
export type TokenReason = "request" | "unauthorized";

/** What events carry: plain data. */
export interface CountersignEvents {
  "cs-ready": CustomEvent<Record<string, never>>;
  "cs-navigate": CustomEvent<{ route: string; how: "push" | "replace" }>;
  "cs-authorized": CustomEvent<{ clientId: string }>;
  /** Before a revocation; `preventDefault()` keeps the authorization as it is. */
  "cs-revoking": CustomEvent<{ clientId: string }>;
  "cs-revoked": CustomEvent<{ clientId: string }>;
  "cs-error": CustomEvent<{ code: string; status?: string; contextId?: string; message?: string }>;
  "cs-signed-out": CustomEvent<Record<string, never>>;
}

/** List, review, requests and clients. */
export class AuthorizedApplications extends HTMLElement {
  /** Gives a token; absent, requests carry the browser's cookie. Called once for all that wait. */
  getAccessToken?: (reason: TokenReason, signal: AbortSignal) => string | Promise<string>;
  /** Sends requests instead of the browser's `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  navigate(route: string): void;
  refresh(): void;
  addEventListener<K extends keyof CountersignEvents>(
    type: K,
    listener: (this: AuthorizedApplications, event: CountersignEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Registers the element, under a name of your own where you give one. */
export function define(names?: { applications?: string }): void;
/** Loads the program before the first element is on a page. */
export function preload(): Promise<void>;
/** Call it before the first element is on a page. */
export function configure(settings: Partial<Settings>): void;

declare global {
  interface HTMLElementTagNameMap {
    "authorized-applications": AuthorizedApplications;
  }
}
