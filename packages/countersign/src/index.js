// The npm package. `cargo xtask package` puts this file and those that it imports into one: no page should
// wait for more before it shows an element.

import { AuthorizedApplications, OauthConsent } from "./elements.js";
import { CONSENT, PAGES, settings } from "./program.js";

export { AuthorizedApplications, OauthConsent };

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
      // An element that shows something belongs to that copy. A blank one gets a sentence.
      for (const other of document.querySelectorAll(name)) if (!other.shadowRoot && !other.hasChildNodes()) other.textContent = message;
      throw new Error(message);
    }
  }
}
