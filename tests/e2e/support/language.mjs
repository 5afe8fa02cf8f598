// A language that nobody speaks, added as anybody adds one: a folder of catalogues and a line in the
// list. Its words are those of English between marks.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const WORDS = fileURLToPath(new URL("../../../crates/xtask/scripts/words.mjs", import.meta.url));

/** Its line in the list. */
export const MADE_UP = { tag: "xx", name: "Xish", direction: "ltr", reviewed: null };

/** A text in it. */
export const marked = (text) => `⟦${text}⟧`;

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const write = (file, value) => writeFileSync(file, JSON.stringify(value, undefined, 2));

const allMarked = (value) =>
  typeof value === "string"
    ? marked(value)
    : Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, allMarked(inside)]));

/** A copy of a folder with a folder `locales`, which has the language too. Gone when the process ends. */
async function withMadeUp(folder) {
  const copy = await mkdtemp(join(tmpdir(), "countersign-language-"));
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  await cp(folder, copy, { recursive: true });
  const locales = join(copy, "locales");
  await mkdir(join(locales, MADE_UP.tag));
  for (const name of readdirSync(join(locales, "en")).filter((name) => name.endsWith(".json"))) {
    write(join(locales, MADE_UP.tag, name), allMarked(read(join(locales, "en", name))));
  }
  const list = join(locales, "languages.json");
  write(list, [...read(list), MADE_UP]);
  // The build makes these of the list.
  for (const ending of [".br", ".gz"]) rmSync(list + ending, { force: true });
  return copy;
}

/** Built pages with the language. */
export const pagesWithMadeUp = (folder) => withMadeUp(folder);

/** The built package with the language, after the one step of its build that reads the list. */
export async function packageWithMadeUp(folder) {
  const copy = await withMadeUp(folder);
  execFileSync(process.execPath, [WORDS, copy]);
  return `${copy}/`;
}
