// Makes scripts small: esbuild leaves out what only a reader needs. In the script of a Wasm program
// the names of its imports become those that the program got (see src/wasm), and templates go
// through a policy. Both are found by parsing: acorn says where they stand.
//
// Reads from standard input what to do, a list of
//   { file, keys: { [name]: short name }, templates: whether the program writes HTML, or null }
// and writes the files in place.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "acorn";
import { transformSync } from "esbuild";

// Where a page requires Trusted Types, HTML has to go through a policy of the name that
// docs/embedding.md tells. Leptos writes only its templates, which are constants of the program.
const POLICY = `const templates = globalThis.trustedTypes?.createPolicy("countersign", { createHTML: (text) => text }) ?? { createHTML: (text) => text };\n`;

function* nodes(node) {
  yield node;
  for (const child of Object.values(node).flat()) if (typeof child?.type === "string") yield* nodes(child);
}

const isSink = ({ type, left }) => type === "AssignmentExpression" && nameOf(left) === "innerHTML";
const nameOf = ({ type, property }) => (type === "MemberExpression" ? (property.name ?? property.value) : undefined);

/** The changes to a script, each `[start, end, text]`. */
function changes(tree, keys, templates) {
  const made = [];
  const left = new Set(Object.keys(keys));
  for (const node of nodes(tree)) {
    const name = node.type === "Property" && !node.computed && (node.key.name ?? node.key.value);
    if (!name || !Object.hasOwn(keys, name)) continue;
    if (!left.delete(name)) throw new Error(`${name} is not one import`);
    if (node.shorthand) throw new Error(`${name} is not written as key and value`);
    made.push([node.key.start, node.key.end, JSON.stringify(keys[name])]);
  }
  if (left.size) throw new Error(`no imports of ${[...left].join(", ")}`);
  const sinks = [...nodes(tree)].filter(isSink);
  if (sinks.length > 1) throw new Error("the program writes HTML in more than one place");
  if (templates === true && !sinks.length) throw new Error("the program writes no templates any more");
  if (templates === false && sinks.length) throw new Error("a program writes HTML that should not");
  for (const { right } of sinks) {
    made.push([0, 0, POLICY], [right.start, right.start, "templates.createHTML("], [right.end, right.end, ")"]);
  }
  return made;
}

function shorten(text, { keys = {}, templates = null }) {
  const tree = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  let changed = text;
  // From the end, so that the places before it hold.
  for (const [start, end, to] of changes(tree, keys, templates).sort(([a], [b]) => b - a)) {
    changed = changed.slice(0, start) + to + changed.slice(end);
  }
  const options = { minify: true, format: "esm", target: "esnext", charset: "utf8", legalComments: "none" };
  return transformSync(changed, options).code;
}

for (const task of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    writeFileSync(task.file, shorten(readFileSync(task.file, "utf8"), task));
  } catch (error) {
    console.error(`${task.file}: ${error.message}`);
    process.exitCode = 1;
  }
}
