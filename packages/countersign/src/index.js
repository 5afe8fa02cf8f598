// The custom elements over the Wasm program: what a page gives and is told, and words for when the
// program is not to be had. The program itself is loaded when the first element is on a page.

/** @type {import("./index.d.ts").Settings} */
const settings = {
  wasmUrl: new URL("./program_bg.wasm", import.meta.url),
  // Bundlers move files, not folders: what the program adds to find the file is behind the `#`.
  localesUrl: `${new URL("./locales/fr.json", import.meta.url)}#`,
};
const VERSION = "0.0.0-version";
const STYLE = new URL("./style.css", import.meta.url);

const words = {
  en: {
    loading: "Loading…",
    again: "Try again",
    missing: "This part of the page could not be loaded: the connection failed, or a new version was just installed. Nothing was changed.",
    blocked: "WebAssembly is switched off here, so this part of the page can't run. Administrator: the Content-Security-Policy of this page needs script-src 'wasm-unsafe-eval'.",
    version: "This part of the page is of two versions, which happens after an update. Reload the page.",
    panic: "Something broke in this part of the page. If you were saving, look at what is stored before you save again. Reload the page.",
  },
  fr: {
    loading: "Chargement…",
    again: "Réessayer",
    missing: "Cette partie de la page n’a pas pu être chargée : la connexion a échoué, ou une nouvelle version vient d’être installée. Rien n’a été modifié.",
    blocked: "WebAssembly est désactivé ici, cette partie de la page ne peut donc pas s’exécuter. Administrateur : la Content-Security-Policy de cette page doit contenir script-src 'wasm-unsafe-eval'.",
    version: "Cette partie de la page provient de deux versions, ce qui arrive après une mise à jour. Rechargez la page.",
    panic: "Une erreur s’est produite dans cette partie de la page. Si un enregistrement était en cours, vérifiez ce qui est enregistré avant de recommencer. Rechargez la page.",
  },
};

/** Why there is no program: `missing`, `blocked`, `version` or `panic`. */
class Trouble extends Error {
  constructor(kind, cause) {
    super(words.en[kind], { cause });
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

let loading;
let broken = false;
const elements = new Set();

async function fetched() {
  try {
    const [program, style] = await Promise.all([
      import("./program.js"),
      // Vite's development server gives a script to who does not say that it wants the sheet.
      fetch(STYLE, { headers: { accept: "text/css" } }).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`${STYLE}: ${answer.status}`)))),
    ]);
    await program.default({ module_or_path: settings.wasmUrl });
    if (program.version() !== VERSION) throw new Trouble("version");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    return { program, sheet };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(wasmRuns() ? "missing" : "blocked", error);
  }
}

// One program for all elements; what failed is tried again by the next one that asks.
function loaded() {
  loading ??= fetched().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

// A program that panicked must not be called again.
function isOfProgram(error) {
  return globalThis.WebAssembly !== undefined && error instanceof WebAssembly.RuntimeError &&
    String(error.stack).includes(new URL(settings.wasmUrl, location.href).pathname.split("/").pop());
}
function breakDown(error) {
  if (broken || !isOfProgram(error)) return;
  broken = true;
  for (const element of elements) element[FAIL](new Trouble("panic", error));
}
globalThis.addEventListener?.("error", (event) => breakDown(event.error));
globalThis.addEventListener?.("unhandledrejection", (event) => breakDown(event.reason));

const FAIL = Symbol("fail");
const PROPERTIES = ["getAccessToken", "fetch", "messages", "permissions"];

/** The pages of an administration: list, review, requests, clients. */
export class AuthorizedApplications extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ["api-base", "locale", "route"];

  #given = {};
  #root = this.attachShadow({ mode: "open" });
  #mounted;
  #starting = 0;
  #token;
  #asking;
  #left;
  #route = "";

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
    if (isFirst && this.#mounted) this.#restart();
  }

  connectedCallback() {
    elements.add(this);
    // Set before the element was defined, they hide what the class has of them.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (!this.#starting) this.#start();
  }

  disconnectedCallback() {
    // Moved within the page it is connected again by then.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#mounted) return;
    if (name === "api-base") this.#restart();
    if (name === "locale") this.#mounted.speak(this.#locale);
    if (name === "route" && now !== this.#route) this.navigate(now);
  }

  /** Goes to a place such as `/admin/integrations/oauth`, unless unsaved work holds it back. */
  navigate(route) {
    this.#mounted?.navigate(route);
  }

  /** Asks again who is signed in and what they see. */
  refresh() {
    this.#mounted?.refresh();
  }

  get #locale() {
    return this.getAttribute("locale") ?? this.closest("[lang]")?.lang ?? navigator.language;
  }

  get #words() {
    return words[this.#locale.split("-")[0].toLowerCase()] ?? words.en;
  }

  async #start() {
    const start = (this.#starting += 1);
    this.#left = new AbortController();
    const place = document.createElement("div");
    place.className = "embed";
    place.part = "root";
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = this.#words.loading;
    place.append(status);
    this.#root.replaceChildren(place);
    try {
      if (broken) throw new Trouble("panic");
      const { program, sheet } = await loaded();
      if (start !== this.#starting) return;
      this.#root.adoptedStyleSheets = [sheet];
      place.replaceChildren();
      this.#mounted = program.mount(place, this.#host(place), {
        apiBase: this.getAttribute("api-base") ?? "/api/v2",
        localesBase: String(settings.localesUrl),
        locale: this.#locale,
        route: this.getAttribute("route") ?? "",
      });
    } catch (error) {
      if (start === this.#starting) this[FAIL](error instanceof Trouble ? error : new Trouble("missing", error));
    }
  }

  #stop() {
    elements.delete(this);
    this.#starting = 0;
    this.#left?.abort();
    this.#token = this.#asking = undefined;
    const mounted = this.#mounted;
    this.#mounted = undefined;
    if (!broken) mounted?.free();
    this.#root.replaceChildren();
  }

  #restart() {
    this.#stop();
    if (this.isConnected) this.connectedCallback();
  }

  [FAIL](trouble) {
    const card = document.createElement("div");
    card.part = "error";
    card.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = this.#words[trouble.kind];
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

  #emit(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** What the program is given: see src/host.rs. */
  #host(place) {
    return {
      token: this.getAccessToken && ((reason, used) => this.#tokenFor(reason, used)),
      fetch: this.fetch && ((request) => this.fetch(request)),
      emit: (name, detail) => {
        if (name === "cs-navigate") this.#route = detail.route;
        return this.#emit(name, detail, name === "cs-revoking");
      },
      href: (route) => (this.getAttribute("routing") === "hash" ? `#${route}` : "#"),
      speak: (tag) => (place.lang = tag),
      restart: () => this.#restart(),
    };
  }

  // Asked once for all requests that wait for it, and again only after a refusal of what it was.
  #tokenFor(reason, used) {
    const isRefused = reason === "unauthorized" && (used === undefined || used === this.#token);
    if (this.#token !== undefined && !isRefused) return this.#token;
    this.#asking ??= Promise.resolve(this.getAccessToken(reason, this.#left.signal))
      .then((token) => (this.#token = token))
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }
}

/** Where the program and the catalogues of other languages are, if not beside this script. */
export function configure({ wasmUrl, localesUrl }) {
  if (wasmUrl) settings.wasmUrl = wasmUrl;
  if (localesUrl) settings.localesUrl = localesUrl;
}

/** Loads the program before the first element is on a page. */
export const preload = () => loaded().then(() => {});

/** Registers the elements, under names of the page's own where it gives them. */
export function define({ applications = "authorized-applications" } = {}) {
  const known = customElements.get(applications);
  if (known === undefined) return customElements.define(applications, AuthorizedApplications);
  if (known !== AuthorizedApplications) {
    throw new Error(`<${applications}> is another element already: give define({ applications }) another name.`);
  }
}
