// Makes scripts small: esbuild leaves out what only a reader needs, which is a fifth more (compressed)
// than indentation and comments. In the script of a Wasm program
// the names of its imports and exports become those that the program got (see src/wasm), and
// templates go through a policy; acorn says where all these stand.
//
// Reads from standard input what to do, and writes the files in place. It is a list of
//   { file }  or, for the script of a program,
//   { file, imports: { [name]: short name }, exports: the same,
//     templates: whether the program writes HTML }  or, for one that takes others in,
//   { file, entry, others: what it imports as it runs }
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "acorn";
import { buildSync, transformSync } from "esbuild";

// Where a page requires Trusted Types, HTML has to go through a policy of the name that
// docs/embedding.md tells. Leptos writes only its templates, which are constants of the program.
const POLICY = `const templates = globalThis.trustedTypes?.createPolicy("countersign", { createHTML: (text) => text }) ?? { createHTML: (text) => text };\n`;

function* nodes(node) {
  yield node;
  for (const child of Object.values(node).flat()) if (typeof child?.type === "string") yield* nodes(child);
}

const nameOf = ({ computed, property }) => (computed ? property.value : property.name);

/** Where the keys of the objects stand that hold the imports. */
function* importChanges(tree, imports) {
  const left = new Set(Object.keys(imports));
  for (const { type, computed, shorthand, key } of nodes(tree)) {
    const name = type === "Property" && !computed && (key.name ?? key.value);
    if (!name || !Object.hasOwn(imports, name)) continue;
    if (!left.delete(name) || shorthand) throw new Error(`${name} is not one import`);
    yield [key.start, key.end, JSON.stringify(imports[name])];
  }
  if (left.size) throw new Error(`no imports of ${[...left].join(", ")}`);
}

/** Where exports are read, which wasm-bindgen keeps in a variable `wasm`. */
function* exportChanges(tree, exports) {
  let found = 0;
  for (const node of nodes(tree)) {
    if (node.type !== "MemberExpression" || node.object.name !== "wasm") continue;
    const name = nameOf(node);
    if (node.computed || !Object.hasOwn(exports, name)) throw new Error(`wasm.${name} is no export`);
    yield [node.property.start, node.property.end, exports[name]];
    found += 1;
  }
  if (!found) throw new Error("the script does not read the exports");
}

/** Where HTML is written, through the policy. */
function* templateChanges(tree, expected) {
  const isSink = ({ type, left }) =>
    type === "AssignmentExpression" && left.type === "MemberExpression" && nameOf(left) === "innerHTML";
  const [sink, ...more] = [...nodes(tree)].filter(isSink);
  if (more.length) throw new Error("the program writes HTML in more than one place");
  if (expected && !sink) throw new Error("the program writes no templates any more");
  if (!expected && sink) throw new Error("a program writes HTML that should not");
  if (!sink) return;
  const { start, end } = sink.right;
  yield* [[0, 0, POLICY], [start, start, "templates.createHTML("], [end, end, ")"]];
}

function changed(text, { imports, exports, templates }) {
  const tree = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const changes = [
    ...importChanges(tree, imports),
    ...exportChanges(tree, exports),
    ...templateChanges(tree, templates),
  ];
  // From the end, so that the places before it hold.
  changes.sort(([a], [b]) => b - a);
  return changes.reduce((made, [start, end, to]) => made.slice(0, start) + to + made.slice(end), text);
}

const SMALL = { minify: true, format: "esm", target: "esnext", charset: "utf8", legalComments: "none" };

function shorten({ file, entry, others, ...task }) {
  if (entry) {
    buildSync({ ...SMALL, entryPoints: [entry], outfile: file, bundle: true, external: others, logLevel: "warning" });
    return;
  }
  const text = readFileSync(file, "utf8");
  writeFileSync(file, transformSync(task.imports ? changed(text, task) : text, SMALL).code);
}

for (const task of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    shorten(task);
  } catch (error) {
    console.error(`${task.file}: ${error.message}`);
    process.exitCode = 1;
  }
}
