// Writes `words.js` of the npm package out of its folder `locales`: which languages there are, what the
// elements say before their program runs, and where the catalogues are, each by its name for
// bundlers. Usage: node words.mjs <folder>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, "locales", name), "utf8"));
const isOfElements = (key) => key.endsWith(".element") || key === "loading" || key === "again";

const languages = read("languages.json");
const words = {};
const catalogues = [];
for (const { tag } of languages) {
  if (tag === "en") continue;
  words[tag] = Object.fromEntries(Object.entries(read(`${tag}/start.json`)).filter(([key]) => isOfElements(key)));
  for (const name of [`${tag}/pages.json`, `${tag}/consent.json`]) {
    catalogues.push(`"${name}": () => new URL("./locales/${name}", import.meta.url),`);
  }
}
const list = languages.map(({ tag, name, direction }) => ({ tag, name, direction }));
writeFileSync(
  join(folder, "words.js"),
  `export const languages = ${JSON.stringify(list)};
export const words = ${JSON.stringify(words)};
export const catalogues = {
${catalogues.join("\n")}
};
`,
);
