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

const English = { tag: "en", direction: "ltr" };

/**
 * The language of a tag such as `fr-CA` with its words: that whose tag is its longest start, else another
 * form of the same language, as in src/i18n/locale.rs.
 */
export function languageOf(wanted) {
  const tags = wanted.toLowerCase().replaceAll("_", "-").split("-");
  const isNamed = (length) => ({ tag }) => tag.toLowerCase() === tags.slice(0, length).join("-");
  const isForm = ({ tag }) => tag.toLowerCase().split("-")[0] === tags[0];
  const { languages, words } = others;
  const lengths = tags.map((_, at) => tags.length - at);
  const found = lengths.map((length) => languages.find(isNamed(length))).find(Boolean) ?? languages.find(isForm) ?? English;
  const own = words[found.tag];
  return own ? { ...found, words: own } : { ...English, words: english };
}
