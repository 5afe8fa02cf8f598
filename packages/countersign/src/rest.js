// The rest of the program: what its first page does without. It comes when that page is on screen,
// or when another one is asked for, and shares memory and state with what is there.

let program;
let url;
let compiled;
let running;

async function compile(priority) {
  const answer = await fetch(url, { priority });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const isWasm = answer.headers.get("content-type") === "application/wasm";
  return isWasm ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

function fetched(priority = "auto") {
  compiled ??= compile(priority).catch((error) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

// Once: it writes its part of the memory when it starts.
function run() {
  running ??= fetched()
    .then((rest) => WebAssembly.instantiate(rest, { __wasm_split: program }))
    .catch((error) => {
      running = undefined;
      throw error;
    });
  return running;
}

/** Says where the rest is. It is fetched at once, or when there is nothing else to do. */
export function expect(where, atOnce) {
  url = where;
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  // What fails here is tried again, and told, when a page of it is asked for.
  const early = (priority) => fetched(priority).catch(() => {});
  if (atOnce) early();
  else idle(() => early("low"));
}

/** Says what the rest belongs to: the exports of the first part. */
export function belongs(exports) {
  program = exports;
}

/** Called by the program. */
export async function __wasm_split_load_rest(callback, data) {
  let isThere = true;
  try {
    await run();
  } catch (error) {
    console.error(error);
    isThere = false;
  }
  program.__indirect_function_table.get(callback)(data, isThere);
}
