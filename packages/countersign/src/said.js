// What the elements say before their program runs.

// English is here; other languages come with the program. A test holds it against locales/en/start.json.
export const english = {
  "loading": "Loading…",
  "again": "Try again",
  "missing.element": "This part of the page could not be loaded: the connection failed, or a new version was just installed. Nothing was changed.",
  "blocked.element": "WebAssembly is switched off here, so this part of the page can't run. Administrator: the Content-Security-Policy of this page needs script-src 'wasm-unsafe-eval'.",
  "version.element": "This part of the page is of two versions, which happens after an update. Reload the page.",
  "panic.element": "Something broke in this part of the page. If you were saving, look at what is stored before you save again. Reload the page.",
};

/** `words.js`, once it is there: languages, their words, and where their catalogues are. */
export let others = { languages: [], words: {}, catalogues: {} };

/** Fetches it. */
export async function learn() {
  others = await import("./words.js");
}

/** The words for a tag such as `fr-CA`: of the language whose tag is its longest start, as in src/i18n/locale.rs. */
export function wordsOf(wanted) {
  for (let tag = wanted; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    const found = Object.keys(others.words).find((one) => one.toLowerCase() === tag.toLowerCase());
    if (found) return others.words[found];
  }
  return english;
}
