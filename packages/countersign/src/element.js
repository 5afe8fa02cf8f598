// A custom element over a Wasm program: what a page gives it and is told, and words for when the program
// is not to be had.

import { CONSENT, PAGES, Trouble, catalogue } from "./program.js";
import { languageOf, learn, others } from "./said.js";

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

/** What both elements have: it starts their program and hands over what the page gives. */
export class Element extends (globalThis.HTMLElement ?? Object) {
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
    // The program may have called what asks for it, and must not end while it runs.
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

  /** Says something of its own, in the language of the element as far as it is there. */
  #say(element, key) {
    const { tag, direction, words } = languageOf(this.#locale);
    Object.assign(element, { lang: tag, dir: direction, textContent: words[key] });
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
    const say = () => this.#say(status, "loading");
    say();
    learn().then(say, () => {});
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
    this.#say(text, `${trouble.kind}.element`);
    card.append(text);
    if (trouble.kind === "missing") {
      const again = document.createElement("button");
      again.type = "button";
      this.#say(again, "again");
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
  // No token means that nobody is signed in. A value that no header can carry is a fault of the page.
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
