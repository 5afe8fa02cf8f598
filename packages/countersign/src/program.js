// The Wasm programs of the elements, each loaded when the first element of its kind is on a page.

import { english, learn, others } from "./said.js";

// Each by its name, for bundlers, and asked when it is needed: not every bundler knows where it is.
const places = {
  wasmUrl: () => new URL("./pages_bg.wasm", import.meta.url),
  restWasmUrl: () => new URL("./pages_rest.wasm", import.meta.url),
  consentWasmUrl: () => new URL("./consent_bg.wasm", import.meta.url),
};
/** @type {Partial<import("./index.d.ts").Settings>} */
export const settings = {};
const place = (name) => settings[name] ?? places[name]();

/** Where a catalogue is, such as `fr/pages.json`. */
export const catalogue = (name) => String(settings.localesUrl ? `${settings.localesUrl}/${name}` : others.catalogues[name]());
const VERSION = "0.0.0-version";

/** Why there is no program: `missing`, `blocked`, `version` or `panic`. */
export class Trouble extends Error {
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
    // Without the words of other languages there is English.
    const [script, style] = await Promise.all([this.#script(), this.#style(), learn().catch(console.error)]);
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

export const PAGES = new Program(() => import("./pages.js"), () => import("./style.js"), "wasmUrl", "restWasmUrl");
export const CONSENT = new Program(() => import("./consent.js"), () => import("./consent-style.js"), "consentWasmUrl");
