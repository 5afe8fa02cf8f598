// Every language of public/locales/languages.json has every text, whole. Plural forms are those that
// `Intl.PluralRules` names for the language.
import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";

const root = new URL("../../", import.meta.url);
const text = (path) => readFileSync(new URL(path, root), "utf8");
const json = (path) => JSON.parse(text(`public/locales/${path}`));

const LANGUAGES = json("languages.json");
const FLAT = ["pages", "consent", "server", "start"];

/** The texts of a catalogue by key; those of scopes are in objects. */
function texts(catalogue, at = "") {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "string" ? [[at + key, value]] : texts(value, `${at}${key} `),
  );
}

const forms = (tag) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
/**
 * Whether a language has a plural form for one number of things alone. French says `one` of nothing as
 * well, which is no number of things. Numbers up to 200 have all forms.
 */
function exact(tag, form) {
  const rules = new Intl.PluralRules(tag);
  const numbers = Array.from({ length: 200 }, (_, at) => at + 1).filter((number) => rules.select(number) === form);
  return numbers.length <= 1;
}

const places = (of) => [...of.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const base = (key) => key.replace(/_(zero|one|two|few|many|other)$/, "");

/** The keys that a language needs, each with the English text that has its places. */
function wanted(english, tag) {
  const plurals = new Set(Object.keys(english).filter((key) => key.endsWith("_other")).map(base));
  const keys = new Map();
  for (const [key, value] of texts(english)) {
    if (!plurals.has(base(key))) keys.set(key, value);
    else for (const form of forms(tag)) keys.set(`${base(key)}_${form}`, english[`${base(key)}_other`]);
  }
  return keys;
}

/** What is wrong with a catalogue, a line each. */
function faults(english, catalogue, tag) {
  const found = [];
  const keys = wanted(english, tag);
  const own = new Map(texts(catalogue));
  for (const [key, source] of keys) {
    const value = own.get(key);
    if (value === undefined) found.push(`${key} is missing`);
    else if (!value.trim()) found.push(`${key} is empty`);
    else {
      // A form for exactly one number may leave the number out.
      const isExact = exact(tag, key.split("_").pop());
      const counted = (of) => places(of).filter((name) => !isExact || name !== "count");
      if (`${counted(value)}` !== `${counted(source)}`) found.push(`${key} has the places ${places(value)}, not ${places(source)}`);
    }
  }
  for (const key of own.keys()) if (!keys.has(key)) found.push(`${key} is not in English`);
  return found;
}

for (const { tag } of LANGUAGES) {
  describe(tag, () => {
    for (const name of FLAT) {
      test(`${name} is whole`, () => {
        assert.deepEqual(faults(json(`en/${name}.json`), json(`${tag}/${name}.json`), tag), []);
      });
    }

    test("every scope has its texts", () => {
      const [english, own] = [json("en/scopes.json"), json(`${tag}/scopes.json`)];
      assert.deepEqual(faults(english, own, tag), []);
    });

    test("no text has a character that nobody sees", () => {
      for (const name of [...FLAT, "scopes"]) {
        for (const [key, value] of texts(json(`${tag}/${name}.json`))) {
          // Joiners are letters of some scripts; what turns the direction is not for a text to do.
          assert.ok(!/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(value), `${name}: ${key}`);
        }
      }
    });
  });
}

test("the list says of each language what it is", () => {
  for (const line of LANGUAGES) {
    assert.deepEqual(Object.keys(line), ["tag", "name", "direction", "reviewed"]);
    assert.deepEqual(Intl.getCanonicalLocales(line.tag), [line.tag]);
    assert.ok(["ltr", "rtl"].includes(line.direction), line.tag);
    assert.ok(line.reviewed === null || typeof line.reviewed === "string", line.tag);
  }
  assert.equal(new Set(LANGUAGES.map(({ tag }) => tag)).size, LANGUAGES.length);
});

test("every folder of texts is a language of the list", () => {
  const folders = readdirSync(new URL("public/locales/", root)).filter((name) => !name.endsWith(".json"));
  assert.deepEqual(folders.sort(), LANGUAGES.map(({ tag }) => tag).sort());
});

test("a language without a key, a place or a plural form is told by name", () => {
  const english = { a: "A {{x}}", b_one: "one", b_other: "{{count}}" };
  const arabic = { a: "ا", b_zero: "ص", b_one: "و", b_two: "ث", b_many: "{{count}}", b_other: "{{count}}", c: "ج" };
  assert.deepEqual(faults(english, arabic, "ar"), [
    "a has the places , not x",
    "b_few is missing",
    "c is not in English",
  ]);
});

test("the scripts have the English that is in the catalogue", () => {
  const english = json("en/start.json");
  for (const script of ["public/boot.js", "packages/countersign/src/said.js"]) {
    const [, block] = text(script).match(/const english = \{\n(.*?)\n\};/s);
    const own = block.split("\n").filter((line) => !line.trim().startsWith("//"));
    for (const [key, value] of Object.entries(JSON.parse(`{${own.join("\n").replace(/,\s*$/, "")}}`))) {
      assert.equal(value, english[key], `${script}: ${key}`);
    }
  }
});

test("the pages have the English of the catalogue for browsers without scripts", () => {
  const english = json("en/start.json");
  for (const [page, key] of [["index.html", "noscript.pages"], ["consent.html", "noscript.consent"]]) {
    assert.ok(text(page).includes(`<p>${english[key]}</p>`), page);
  }
});

test("French typography is French", () => {
  for (const name of [...FLAT, "scopes"]) {
    for (const [key, value] of texts(json(`fr/${name}.json`))) {
      const plain = value.replaceAll(/'(self|wasm-unsafe-eval)'/g, "");
      assert.ok(!plain.includes("'"), `${name}: ${key} has a straight apostrophe`);
      for (const { index } of plain.matchAll(/[:;?!](?!\/\/)/g)) {
        assert.equal(plain[index - 1], "\u202f", `${name}: ${key} has no narrow no-break space before ${plain[index]}`);
      }
    }
  }
});
