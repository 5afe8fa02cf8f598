// Starts the Wasm program of the page, and says in words what is wrong when it can't run.
// A file of its own because the page's policy allows no inline script.

// English is here; other languages are in locales/*/start.json, which is asked for beside the program.
// `cargo xtask` checks that these are the texts of locales/en/start.json.
const english = {
  "loading": "Loading…",
  "reload": "Reload the page",
  "missing.title": "This page could not be loaded",
  "missing.text": "A part of it did not arrive: the connection failed, or a new version was just installed. Nothing was changed. Reload the page; if it happens again, tell your administrator.",
  "blocked.title": "This page is not allowed to run",
  "blocked.text": "WebAssembly is switched off here. Nothing was changed. Administrator: the Content-Security-Policy of this page needs script-src 'self' 'wasm-unsafe-eval'.",
  "panic.title": "Something broke in this page",
  "panic.text": "If you were saving, look at what is stored before you save again. Reload the page.",
  // The consent screen sends nothing before somebody presses a button.
  "panic.consent": "Nothing was sent by itself. Reload the page: it says whether anything was decided.",
};

const RELOADED = "countersign-reloaded";
const root = document.documentElement;
let language = { tag: "en", direction: "ltr" };
let words = english;
let started = false;
let broken = false;
let shown;

// What the app remembers of the person's choices, see src/preferences.rs.
function chosen(what) {
  try {
    return localStorage.getItem(`countersign.${what}`);
  } catch {
    return null;
  }
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// The list of languages. A server that writes it into the page saves the question.
async function listed() {
  const block = document.getElementById("languages");
  if (block) return JSON.parse(block.textContent);
  const list = await json("/locales/languages.json");
  // No script: where a page requires Trusted Types, a script takes no text.
  const made = Object.assign(document.createElement("data"), { id: "languages", hidden: true });
  made.textContent = JSON.stringify(list);
  document.head.append(made);
  return list;
}

// As src/i18n/locale.rs: the language whose tag is the longest start of the wanted one, else another
// form of the same language.
function find(list, wanted) {
  const tags = (wanted ?? "").toLowerCase().replaceAll("_", "-").split("-");
  for (let length = tags.length; length > 0; length -= 1) {
    const found = list.find(({ tag }) => tag.toLowerCase() === tags.slice(0, length).join("-"));
    if (found) return found;
  }
  return list.find(({ tag }) => tag.toLowerCase().split("-")[0] === tags[0]);
}

// The first of the wanted languages that there is. Where its words are not to be had, they stay as
// they are.
async function speak(wanted) {
  const list = await languages;
  const found = wanted.map((tag) => find(list, tag)).find(Boolean);
  if (!found || found.tag === language.tag) return;
  words = { ...english, ...(found.tag === "en" ? {} : await json(`/locales/${found.tag}/start.json`)) };
  language = found;
}

function tell() {
  const status = document.querySelector(".splash__status");
  if (status) put(status, words.loading);
}

function put(element, text) {
  element.lang = language.tag;
  element.dir = language.direction;
  element.textContent = text;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(problem) {
  shown = problem;
  const card = element("div", "notice", "");
  card.lang = language.tag;
  card.dir = language.direction;
  card.setAttribute("role", "alert");
  const heading = element("h1", "notice__title", words[`${problem}.title`]);
  heading.tabIndex = -1;
  const actions = element("div", "button-row", "");
  const button = element("button", "button button--primary", words.reload);
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  actions.append(button);
  const own = words[`${problem}.${document.body.dataset.page}`];
  card.append(heading, element("p", "notice__text", own ?? words[`${problem}.text`]), actions);
  // The splash's layout stretches its child, which a notice must not be.
  const main = document.createElement("main");
  main.append(card);
  const page = element("div", "splash", "");
  page.append(main);
  document.body.replaceChildren(page);
  heading.focus();
}

// The Wasm instance must not be called again.
function breakDown() {
  if (broken) return;
  broken = true;
  show("panic");
  // The app may show another language by now.
  if (started) speak([root.lang]).then(() => show("panic"), console.error);
}

// From the panic hook of the app. Traps that reach no hook end as a RuntimeError.
addEventListener("countersign-panic", breakDown);
addEventListener("error", ({ error }) => {
  if (isTrap(error)) breakDown();
});
addEventListener("unhandledrejection", ({ reason }) => {
  if (isTrap(reason)) breakDown();
});

function isTrap(error) {
  return globalThis.WebAssembly !== undefined && error instanceof WebAssembly.RuntimeError;
}

// The smallest module there is: only a policy (or a browser without Wasm) refuses it.
function wasmRuns() {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
}

// After a redeploy an old page names files that are gone; a fresh page names the new ones. Once
// only, and never where storage can't remember that it was done.
function reloadOnce() {
  try {
    if (!navigator.onLine || sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, "1");
    if (!sessionStorage.getItem(RELOADED)) return false;
  } catch {
    return false;
  }
  location.reload();
  return true;
}

function forgetReload() {
  try {
    sessionStorage.removeItem(RELOADED);
  } catch {
    // Storage is refused, so there is nothing to forget.
  }
}

// Before the first bytes of the program, so that the splash has the colours of what comes.
const theme = chosen("theme");
if (theme) root.dataset.theme = theme;
tell();
const languages = listed();
speak([chosen("locale"), ...navigator.languages])
  .then(() => (shown ? show(shown) : started || tell()))
  .catch(console.error);

const { js, wasm, rest } = document.querySelector("script[data-wasm]").dataset;
try {
  // Both at once: to compile takes longer than to load.
  const loading = import(js);
  const compiling = WebAssembly.compileStreaming(fetch(wasm));
  // It is waited for later; what fails is told then.
  compiling.catch(() => {});
  // The first use of Intl takes its time, which there is while the program is on its way; but the
  // consent screen seldom has dates.
  if (!document.body.dataset.page) new Intl.DateTimeFormat(chosen("locale") ?? navigator.language, { month: "short" }).format();
  const program = await loading;
  // The first page comes without the rest of the program; any other page waits for it.
  program.expect?.(rest, location.pathname !== document.body.dataset.first);
  const exports = await program.default({ module_or_path: await compiling });
  program.belongs?.(exports);
  // Without the list the program has English alone. It does not wait for it for ever.
  await Promise.race([languages.catch(console.error), new Promise((resolve) => setTimeout(resolve, 2000))]);
  program.start();
  started = true;
  forgetReload();
} catch (error) {
  console.error(error);
  if (broken || isTrap(error)) {
    breakDown();
  } else if (!wasmRuns()) {
    show("blocked");
  } else if (!reloadOnce()) {
    show("missing");
  }
}
