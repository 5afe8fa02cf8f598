// The languages and their words, as the catalogues have them.
import { readFileSync } from "node:fs";

/** The folder of the catalogues. */
export const LOCALES = new URL("../../../public/locales/", import.meta.url);

const json = (path) => JSON.parse(readFileSync(new URL(path, LOCALES), "utf8"));

/** All languages: `{ tag, name, direction }`, in the order in which they are offered. */
export const LANGUAGES = json("languages.json");

const reader = (name) => {
  const catalogues = new Map();
  return (tag) => (key, values = {}) => {
    if (!catalogues.has(tag)) catalogues.set(tag, json(`${tag}/${name}.json`));
    const text = catalogues.get(tag)[key];
    if (text === undefined) throw new Error(`${name}.json of ${tag} has no ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, place) => values[place]);
  };
};

/** Words of the pages by key, places filled: `words("fr")("error.retry")`. */
export const words = reader("pages");
/** Words of the consent screen. */
export const consentWords = reader("consent");
/** Words of what is shown before a program runs, or instead of it. */
export const startWords = reader("start");
/** Words of the server's own pages. */
export const serverWords = reader("server");
