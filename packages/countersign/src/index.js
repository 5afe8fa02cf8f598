// The custom elements over the Wasm programs: what a page gives and is told, and words for when a
// program is not to be had. A program is loaded when the first element of its kind is on a page.

// Each by its name, for bundlers, and asked when it is needed: not every bundler knows where it is.
const places = {
  wasmUrl: () => new URL("./pages_bg.wasm", import.meta.url),
  restWasmUrl: () => new URL("./pages_rest.wasm", import.meta.url),
  consentWasmUrl: () => new URL("./consent_bg.wasm", import.meta.url),
};
/** @type {Partial<import("./index.d.ts").Settings>} */
const settings = {};
const place = (name) => settings[name] ?? places[name]();
const catalogue = (name) => String(settings.localesUrl ? `${settings.localesUrl}/${name}` : others.catalogues[name]());
const VERSION = "0.0.0-version";

// English is here; other languages come with the program. A test holds it against locales/en/start.json.
const english = {
  "loading": "Loading…",
  "again": "Try again",
  "missing.element": "This part of the page could not be loaded: the connection failed, or a new version was just installed. Nothing was changed.",
  "blocked.element": "WebAssembly is switched off here, so this part of the page can't run. Administrator: the Content-Security-Policy of this page needs script-src 'wasm-unsafe-eval'.",
  "version.element": "This part of the page is of two versions, which happens after an update. Reload the page.",
  "panic.element": "Something broke in this part of the page. If you were saving, look at what is stored before you save again. Reload the page.",
};

/** `words.js`, once it is there: languages, their words, and where their catalogues are. */
let others = { languages: [], words: {} };

// As src/i18n/locale.rs: the language whose tag is the longest start of the wanted one.
function wordsOf(wanted) {
  for (let tag = wanted; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    const found = Object.keys(others.words).find((one) => one.toLowerCase() === tag.toLowerCase());
    if (found) return others.words[found];
  }
  return english;
}

/** Why there is no program: `missing`, `blocked`, `version` or `panic`. */
class Trouble extends Error {
  constructor(kind, cause) {
    super(english[`${kind}.element`], { cause });
    this.kind = kind;
  }
}

// The smallest module there is: only a policy (or a browser without Wasm) refuses it.
function wasmRuns() {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
}

/** A Wasm program with its style sheet: one for all elements of a kind. */
class Program {
  isBroken = false;
  #loading;
  #script;
  #style;
  #wasm;

  constructor(script, style, ...wasm) {
    this.#script = script;
    this.#style = style;
    this.#wasm = wasm;
  }

  /** What failed is tried again by the next one that asks. */
  load() {
    this.#loading ??= this.#fetch().catch((error) => {
      this.#loading = undefined;
      throw error instanceof Trouble ? error : new Trouble(wasmRuns() ? "missing" : "blocked", error);
    });
    return this.#loading;
  }

  async #fetch() {
    // First what it takes to say that the rest can't be had.
    others = await import("./words.js");
    const [script, style] = await Promise.all([this.#script(), this.#style()]);
    const exports = await script.default({ module_or_path: place(this.#wasm[0]) });
    if (script.version() !== VERSION) throw new Trouble("version");
    script.expect?.(place("restWasmUrl"));
    script.belongs?.(exports);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.default);
    return { mount: script.mount, sheet };
  }

  /** Whether an error is a panic of it: then it must not be called again. */
  isOrigin(error) {
    return !this.isBroken && this.#loading && globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError &&
      this.#wasm.some((name) => String(error.stack).includes(new URL(place(name), location.href).pathname.split("/").pop()));
  }
}

const PAGES = new Program(() => import("./pages.js"), () => import("./style.js"), "wasmUrl", "restWasmUrl");
const CONSENT = new Program(() => import("./consent.js"), () => import("./consent-style.js"), "consentWasmUrl");

/** Elements that are in a page. */
const elements = new Set();

function breakDown(error) {
  for (const program of [PAGES, CONSENT]) {
    if (!program.isOrigin(error)) continue;
    program.isBroken = true;
    for (const element of elements) if (element.program === program) element[FAIL](new Trouble("panic", error));
  }
}
globalThis.addEventListener?.("error", (event) => breakDown(event.error));
globalThis.addEventListener?.("unhandledrejection", (event) => breakDown(event.reason));

// The language of the page around may change while an element is in it.
const languages = globalThis.MutationObserver && new MutationObserver(() => elements.forEach((element) => element[SPEAK]()));

function languageAround(element) {
  for (let at = element; at; at = at.getRootNode().host) {
    const lang = at.closest("[lang]")?.getAttribute("lang");
    if (lang) return lang;
  }
  return navigator.language;
}

const FAIL = Symbol("fail");
const SPEAK = Symbol("speak");
const PROPERTIES = ["getAccessToken", "fetch", "messages", "permissions"];
let starts = 0;

class Element extends (globalThis.HTMLElement ?? Object) {
  #given = {};
  #root = this.attachShadow({ mode: "open" });
  #messages;
  #mounted;
  #starting = 0;
  #again = false;
  #spoken;
  #token;
  #asking;
  #left;

  get getAccessToken() {
    return this.#given.token;
  }

  set getAccessToken(ask) {
    this.#give("token", ask);
  }

  get fetch() {
    return this.#given.fetch;
  }

  set fetch(send) {
    this.#give("fetch", send);
  }

  // Angular gives it some time after it put the element into the page, which started without it.
  #give(name, value) {
    const isFirst = value && !this.#given[name];
    this.#given[name] = value;
    if (isFirst && this.#mounted) this.restart();
  }

  connectedCallback() {
    if (!elements.size) languages.observe(document, { subtree: true, attributeFilter: ["lang"] });
    elements.add(this);
    // Set before the element was defined, they hide the setters.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (this.#starting) this[SPEAK]();
    else this.#start();
  }

  disconnectedCallback() {
    // Moved within the page it is connected again by then.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#starting) return;
    if (name === "locale") this[SPEAK]();
    else this.changed(name, now);
  }

  /** An attribute other than `locale` changed. */
  changed() {
    this.restart();
  }

  /** Texts of the page's own by language and key. */
  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    // Frameworks set a new object with each render.
    const isSame = JSON.stringify(messages) === JSON.stringify(this.#messages);
    this.#messages = messages;
    if (!isSame) this[SPEAK](true);
  }

  get mounted() {
    return this.#mounted;
  }

  /** Makes it anew: nothing of what was before is kept. */
  restart() {
    if (this.#again) return;
    this.#again = true;
    // Who asks for it may have been called by the program, which must not go under its own feet.
    queueMicrotask(() => {
      this.#again = false;
      this.#stop();
      if (this.isConnected) this.connectedCallback();
    });
  }

  [SPEAK](again) {
    const locale = this.#locale;
    if (!this.#mounted || (locale === this.#spoken && !again)) return;
    this.#spoken = locale;
    if (this.#mounted.speak) this.#mounted.speak(locale);
    else this.restart();
  }

  get #locale() {
    return this.getAttribute("locale") ?? languageAround(this);
  }

  get #words() {
    return wordsOf(this.#locale);
  }

  async #start() {
    const start = (this.#starting = starts += 1);
    this.#left = new AbortController();
    const place = document.createElement("div");
    place.className = "embed";
    place.part = "root";
    place.tabIndex = -1;
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = this.#words.loading;
    place.append(status);
    this.#root.replaceChildren(place);
    try {
      if (this.program.isBroken) throw new Trouble("panic");
      const { mount, sheet } = await this.program.load();
      if (start !== this.#starting) return;
      this.#root.adoptedStyleSheets = [sheet];
      place.replaceChildren();
      this.#spoken = this.#locale;
      const mounted = await mount(place, this.#host(place), {
        apiBase: this.getAttribute("api-base") ?? "/api/v2",
        locale: this.#spoken,
        languages: others.languages,
        ...this.settings,
      });
      if (start !== this.#starting) return mounted.free();
      this.#mounted = mounted;
      this.settled?.();
    } catch (error) {
      breakDown(error);
      if (start === this.#starting && this.isConnected && !this.program.isBroken) this[FAIL](error instanceof Trouble ? error : new Trouble("missing", error));
    }
  }

  #stop() {
    elements.delete(this);
    if (!elements.size) languages.disconnect();
    this.#starting = 0;
    this.#left?.abort();
    this.#token = this.#asking = undefined;
    const mounted = this.#mounted;
    this.#mounted = undefined;
    this.#root.replaceChildren();
    if (!this.program.isBroken) mounted?.free();
  }

  [FAIL](trouble) {
    const card = document.createElement("div");
    card.part = "error";
    card.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = this.#words[`${trouble.kind}.element`];
    card.append(text);
    if (trouble.kind === "missing") {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = this.#words.again;
      again.addEventListener("click", () => this.#start());
      card.append(again);
    }
    this.#mounted = undefined;
    this.#root.replaceChildren(card);
    console.error(trouble.cause ?? trouble);
    this.#emit("cs-error", { code: `element.${trouble.kind}`, message: trouble.message });
  }

  #emit(name, detail) {
    const cancelable = name === "cs-revoking" || name === "cs-decided";
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** What the program is given: see src/host.rs. */
  #host(place) {
    const element = this;
    return {
      get token() {
        return element.getAccessToken && ((reason, used) => element.#tokenFor(reason, used));
      },
      get fetch() {
        return element.fetch && (async (request) => element.fetch(request));
      },
      messages: (tag) => this.#messages?.[tag],
      emit: (name, detail) => {
        if (name === "cs-navigate") this.moved(detail);
        return this.#emit(name, detail);
      },
      href: (route) => this.href(route),
      speak: (lang, dir) => Object.assign(place, { lang, dir }),
      catalogue,
      restart: () => this.restart(),
    };
  }

  // Asked once for all requests that wait for it, and again only after a refusal of what it was.
  // Nothing is nobody signed in, and anything but letters of a header is a fault of the page.
  #tokenFor(reason, used) {
    const isRefused = reason === "unauthorized" && (used === undefined || used === this.#token);
    if (this.#token !== undefined && !isRefused) return this.#token;
    const start = this.#starting;
    const ask = async () => {
      try {
        // Later, so that what throws at once is over after `#asking` is set.
        await undefined;
        const token = (await this.getAccessToken(reason, this.#left.signal)) ?? "";
        if (!/^[\x21-\x7e]*$/.test(token) || typeof token !== "string") throw new TypeError("getAccessToken gave no token");
        if (start === this.#starting) this.#token = token || undefined;
        return token;
      } finally {
        if (start === this.#starting) this.#asking = undefined;
      }
    };
    this.#asking ??= ask();
    return this.#asking;
  }

  /** Asks for another token before the next request. */
  forget() {
    this.#token = undefined;
  }
}

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

/** Where the programs and the catalogues of other languages are, if not beside this script. */
export function configure(own) {
  if (own.wasmUrl) settings.restWasmUrl = new URL("pages_rest.wasm", new URL(own.wasmUrl, location.href));
  for (const [name, url] of Object.entries(own)) if (url) settings[name] = url;
}

/** Loads a program before the first element of its kind is on a page. */
export async function preload({ applications = true, consent = false } = {}) {
  await Promise.all([applications && PAGES.load(), consent && CONSENT.load()]);
}

/** Registers the elements, under names of the page's own where it gives them. */
export function define({ applications = "authorized-applications", consent = "oauth-consent" } = {}) {
  // Where pages are made on a server there is nothing to register with.
  if (!globalThis.customElements) return;
  for (const [name, element] of [[applications, AuthorizedApplications], [consent, OauthConsent]]) {
    const known = customElements.get(name);
    if (known === undefined) {
      customElements.define(name, element);
    } else if (known !== element) {
      const message = `<${name}> is another element already, perhaps of a second copy of this package: give define() another name.`;
      const detail = { code: "element.defined", message };
      document.dispatchEvent(new CustomEvent("cs-error", { detail, bubbles: true }));
      // What shows something is its owner's; a blank box would tell nobody anything.
      for (const other of document.querySelectorAll(name)) if (!other.shadowRoot && !other.hasChildNodes()) other.textContent = message;
      throw new Error(message);
    }
  }
}
