// Gives the imports of a wasm-bindgen program short names, in the program and in its JavaScript:
// `__wbg_appendChild_dbf7ad2f48413560` is there twice, and no compression knows its hash.
// The scripts lose their indentation and comments. Usage: node shorten.mjs <folder>, with
// NAME.js beside NAME_bg.wasm.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const IMPORTS = 2;

function leb(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function toLeb(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

const toText = (text) => Buffer.concat([toLeb(Buffer.byteLength(text)), Buffer.from(text)]);

// The end of what is imported: a function's type, or a table, memory, global with its limits.
function afterKind(bytes, at) {
  const kind = bytes[at++];
  if (kind === 0) return leb(bytes, at)[1];
  if (kind === 3) return at + 2;
  if (kind === 1) at += 1;
  const [flags, limits] = leb(bytes, at);
  const [, end] = leb(bytes, limits);
  return flags & 1 ? leb(bytes, end)[1] : end;
}

function section(bytes, wanted) {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [length, start] = leb(bytes, at + 1);
    if (id === wanted) return { at, start, end: start + length };
    at = start + length;
  }
  throw new Error("the program imports nothing");
}

function shorten(wasm, js) {
  const { at: sectionAt, start, end } = section(wasm, IMPORTS);
  let [count, at] = leb(wasm, start);
  const parts = [toLeb(count)];
  const modules = new Map();
  const names = new Map();
  const read = () => {
    const [length, from] = leb(wasm, at);
    at = from + length;
    return wasm.toString("utf8", from, at);
  };
  for (let left = count; left > 0; left -= 1) {
    const [module, name, kindAt] = [read(), read(), at];
    at = afterKind(wasm, at);
    if (!modules.has(module)) modules.set(module, modules.size.toString(36));
    // The names of another script are not ours.
    if (!names.has(name) && module.endsWith("_bg.js")) names.set(name, `_${names.size.toString(36)}`);
    parts.push(toText(modules.get(module)), toText(names.get(name) ?? name), wasm.subarray(kindAt, at));
  }
  if (at !== end) throw new Error("the imports of the program are not as expected");
  // A name is a key of the one object that holds the imports, and stands nowhere else.
  for (const [name, short] of names) {
    const key = new RegExp(`(^\\s*)${name.replaceAll("$", "\\$")}(?=: function)`, "m");
    const others = js.split(name).length - 1;
    if (others !== 1 || !key.test(js)) throw new Error(`${name} is not one import`);
    js = js.replace(key, (_, space) => space + short);
  }
  for (const [module, short] of modules) {
    if (!js.includes(`"${module}": import`)) throw new Error(`no imports of ${module}`);
    js = js.replace(`"${module}": import`, `"${short}": import`);
  }
  const body = Buffer.concat(parts);
  const made = [wasm.subarray(0, sectionAt), Buffer.from([IMPORTS]), toLeb(body.length), body];
  return [Buffer.concat([...made, wasm.subarray(end)]), plain(js)];
}

// Without indentation and the comments that stand on lines of their own.
function plain(js) {
  if (/`[^`]*\n[^`]*`/.test(js.replaceAll(/`[^`\n]*`/g, ""))) return js;
  return js
    .replaceAll(/^\s*\/\*\*[^]*?\*\/\n/gm, "")
    .replaceAll(/^\s*\/\/.*\n/gm, "")
    .replaceAll(/^\s+/gm, "");
}

const folder = process.argv[2];
const boot = join(folder, "boot.js");
if (existsSync(boot)) writeFileSync(boot, plain(readFileSync(boot, "utf8")));
for (const file of readdirSync(folder)) {
  const program = join(folder, file.replace(/\.js$/, "_bg.wasm"));
  if (!file.endsWith(".js") || !existsSync(program)) continue;
  const [wasm, js] = shorten(readFileSync(program), readFileSync(join(folder, file), "utf8"));
  writeFileSync(program, wasm);
  writeFileSync(join(folder, file), js);
}
